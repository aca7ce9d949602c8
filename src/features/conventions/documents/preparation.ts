import { formatDate } from '../../../domain/date.ts';
import { estApres } from '../../../domain/periode.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { DE_LA_PARTIE } from '../recit.ts';
import {
  type Convention,
  clausesAu,
  dernierJourForceMajeure,
  dernierJourRemede,
  evenementsDeType,
  lireConvention,
  oppositionPossible,
  type Partie,
  PHRASES_EVENEMENT,
  PHRASES_OPPOSITION,
  type Procedure,
  procedures,
  type Recommande,
  verifierEvenement,
} from '../rules.ts';

type Jour = Temporal.PlainDate;

/** The papers that a party can write before anything is recorded. */
export const LETTRES = {
  opposition: { titre: 'Opposition à la reconduction', article: 'art. 6' },
  'mise-en-demeure': { titre: 'Mise en demeure', article: 'art. 7.1' },
  constat: { titre: 'Constat après mise en demeure', article: 'art. 7.1' },
  resiliation: { titre: 'Notification de résiliation', article: 'art. 7.1' },
  'force-majeure': { titre: 'Notification de force majeure', article: 'art. 7.2' },
} as const;

export type LettreAPreparer = keyof typeof LETTRES;

/** Whether a paper can be prepared on a day: what it would do, or why it cannot be, in one sentence each. */
export type Preparation =
  | { readonly possible: true; readonly effet: string }
  | { readonly possible: false; readonly raison: string };

function lettreDu(envoyeLe: Jour): Recommande {
  return { numero: '', envoyeLe, recuLe: null, premierePresentationLe: null, sort: 'en_cours' };
}

/** Why a registered letter of art. 7 cannot be sent on that day, or null. */
function refusDeLettre(
  convention: Convention,
  type: 'mise_en_demeure' | 'force_majeure',
  auteur: Partie,
  jour: Jour,
): string | null {
  const common = { id: 'prevision', auteur, motif: '', courrier: lettreDu(jour) };
  const evenement = type === 'force_majeure' ? { ...common, type, covid19: false } : { ...common, type };
  const [refus] = verifierEvenement(convention, evenement);
  return refus === undefined ? null : phrase(PHRASES_EVENEMENT, refus);
}

function opposition(convention: Convention, jour: Jour): Preparation {
  const possible = oppositionPossible(convention, jour);
  if (estRefus(possible)) return { possible: false, raison: phrase(PHRASES_OPPOSITION, possible) };
  const { anniversaire, dernierJour, fin, manquee, sinon } = possible;
  const left = jour.until(dernierJour, { largestUnit: 'days' }).days;
  const delay = left === 0 ? 'aujourd’hui même' : left === 1 ? 'il reste un jour' : `il reste ${left} jours`;
  const verb = clausesAu(convention, jour).oppositionCompteDe === 'envoi' ? 'Envoyée' : 'Reçue par l’autre partie';
  const late =
    sinon === null ? 'Plus tard, elle serait sans objet.' : `Plus tard, elle vise celle du ${formatDate(sinon)}.`;
  const missed =
    manquee === null
      ? ''
      : ` Il est trop tard pour celle du ${formatDate(manquee.anniversaire)} : le dernier jour était le ${formatDate(manquee.dernierJour)}.`;
  return {
    possible: true,
    effet: `${verb} au plus tard le ${formatDate(dernierJour)} inclus (${delay}), elle empêche la reconduction du ${formatDate(anniversaire)} : dernier jour le ${formatDate(fin)}. ${late}${missed}`,
  };
}

function miseEnDemeure(convention: Convention, auteur: Partie, jour: Jour): Preparation {
  const raison = refusDeLettre(convention, 'mise_en_demeure', auteur, jour);
  if (raison !== null) return { possible: false, raison };
  const clauses = clausesAu(convention, jour);
  return {
    possible: true,
    effet: `Elle laisse ${clauses.delaiRemedeJours} jours calendaires pour remédier, à compter de sa réception. Reçue aujourd’hui, elle laisserait jusqu’au ${formatDate(dernierJourRemede(jour, clauses))} inclus.`,
  };
}

function forceMajeure(convention: Convention, auteur: Partie, jour: Jour): Preparation {
  const raison = refusDeLettre(convention, 'force_majeure', auteur, jour);
  if (raison !== null) return { possible: false, raison };
  const clauses = clausesAu(convention, jour);
  const compte = clauses.forceMajeureCompteDe === 'envoi' ? 'Envoyée' : 'Reçue';
  return {
    possible: true,
    effet: `${compte} aujourd’hui, elle mettrait fin à la convention le ${formatDate(dernierJourForceMajeure(jour, clauses))}, dernier jour compris, sans indemnité.`,
  };
}

function proceduresDe(convention: Convention, auteur: Partie): readonly Procedure[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return [];
  return procedures(convention, lecture.clausesAu).filter(({ miseEnDemeure }) => miseEnDemeure.auteur === auteur);
}

/** The letters whose author can make a constat on that day: received, delay over, neither remedied nor decided. */
export function constatsPossibles(convention: Convention, auteur: Partie, jour: Jour): readonly Procedure[] {
  return proceduresDe(convention, auteur).filter(
    ({ dernierJourRemede, remedieeLe, constat }) =>
      dernierJourRemede !== null && remedieeLe === null && constat === null && estApres(jour, dernierJourRemede),
  );
}

function constat(convention: Convention, auteur: Partie, jour: Jour, isLetter: boolean): Preparation {
  const all = proceduresDe(convention, auteur);
  if (all.length === 0) {
    return { possible: false, raison: `Aucune mise en demeure ${DE_LA_PARTIE[auteur]} n’est enregistrée.` };
  }
  const fin = lireConvention(convention)?.fin ?? null;
  if (fin !== null && estApres(jour, fin.le)) {
    return { possible: false, raison: `La convention a pris fin le ${formatDate(fin.le)}.` };
  }
  if (constatsPossibles(convention, auteur, jour).length > 0) {
    const effet = isLetter
      ? 'Le délai est écoulé : notifiez ce que le constat entraîne. La convention prend fin le jour du constat.'
      : 'Le délai est écoulé. Constater que la mise en demeure est restée sans effet, même en partie, résilie la convention ce jour-là.';
    return { possible: true, effet };
  }
  const open = all.filter(({ remedieeLe, constat }) => remedieeLe === null && constat === null);
  const running = open.flatMap(({ dernierJourRemede }) => dernierJourRemede ?? []).sort(Temporal.PlainDate.compare)[0];
  if (running !== undefined) {
    const from = formatDate(running.add({ days: 1 }));
    return {
      possible: false,
      raison: `Le délai court jusqu’au ${formatDate(running)} inclus : le constat est possible à partir du ${from}.`,
    };
  }
  if (open.length > 0) {
    return {
      possible: false,
      raison: 'La réception de la mise en demeure n’est pas enregistrée : aucun délai ne court.',
    };
  }
  const decided = evenementsDeType(convention, 'constat').length > 0;
  return {
    possible: false,
    raison: decided
      ? 'Le constat est enregistré : ses papiers sont plus bas.'
      : 'La procédure est close par un remède.',
  };
}

/**
 * Whether a party can prepare a paper on a day, with what it would do, or why not.
 *
 * Source: art. 6 (opposition); art. 7.1 (mise en demeure, constat after its delay); art. 7.2 (force majeure).
 * Example: effet 2022-10-10, opposition on 2023-01-15 → « Reçue par l’autre partie au plus tard le 10 février 2023 inclus
 * (il reste 26 jours) […] »; on 2023-02-11 → not possible, the convention ends on 2023-07-01 without it.
 */
export function preparation(convention: Convention, quoi: LettreAPreparer, auteur: Partie, jour: Jour): Preparation {
  switch (quoi) {
    case 'opposition':
      return opposition(convention, jour);
    case 'mise-en-demeure':
      return miseEnDemeure(convention, auteur, jour);
    case 'force-majeure':
      return forceMajeure(convention, auteur, jour);
    case 'constat':
    case 'resiliation':
      return constat(convention, auteur, jour, quoi === 'resiliation');
  }
}
