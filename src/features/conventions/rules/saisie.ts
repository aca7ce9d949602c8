import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { deliberationsAvant, oppositionsADecider } from './alertes.ts';
import { PHRASES_AVENANT, type RefusAvenant, refusAvenant, refusSignatureAvenant } from './avenants.ts';
import { chartesAu, memeCharte } from './chartes.ts';
import {
  type Convention,
  type Evenement,
  effetAvenant,
  evenementsDeType,
  evenementsEffectifs,
  LIBELLES_PARTIE,
  PARTIES,
  type Partie,
  type Recommande,
} from './evenements.ts';
import type { Charte } from './evenements-suivi.ts';
import { lireConvention } from './periodes.ts';
import { procedures } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** Why an event cannot be recorded. What is merely unusual is recorded, and flagged by `alertes`. */
export type RefusEvenement =
  | { readonly refus: 'deliberation_manquante'; readonly parties: readonly Partie[] }
  | { readonly refus: 'deja_signee'; readonly partie: Partie }
  | { readonly refus: 'convention_non_signee' }
  | { readonly refus: 'dates_desordonnees' }
  | { readonly refus: 'evenement_inconnu' }
  | { readonly refus: 'constat_premature'; readonly possibleLe: Jour | null }
  | { readonly refus: 'remede_premature'; readonly envoyeLe: Jour }
  | { readonly refus: 'procedure_close' }
  | { readonly refus: 'mise_en_demeure_manquante' }
  | { readonly refus: 'convention_terminee'; readonly depuis: Jour }
  | { readonly refus: 'decision_sans_objet' }
  | { readonly refus: 'decision_avant_reception'; readonly recueLe: Jour }
  | { readonly refus: 'original_sans_signature' }
  | { readonly refus: 'format_insuffisant' }
  | { readonly refus: 'charte_deja_acceptee'; readonly partie: Partie; readonly depuis: Jour }
  | RefusAvenant;

export const PHRASES_EVENEMENT: Phrases<RefusEvenement> = {
  deliberation_manquante: ({ parties }) =>
    `Pas de signature sans les deux délibérations : il manque celle qui autorise ${parties
      .map((partie) => LIBELLES_PARTIE[partie])
      .join(' et ')} à cette date.`,
  deja_signee: ({ partie }) =>
    `La signature par ${LIBELLES_PARTIE[partie]} est déjà enregistrée. Annulez-la d’abord si elle est fausse.`,
  convention_non_signee: () => 'La convention n’était pas encore signée par les deux parties à cette date.',
  dates_desordonnees: () => 'Ces dates ne se suivent pas : une réception ne peut pas précéder son envoi.',
  evenement_inconnu: () => 'L’enregistrement visé n’existe pas dans cette convention.',
  constat_premature: ({ possibleLe }) =>
    possibleLe === null
      ? 'Aucun constat n’est possible tant que la mise en demeure n’est pas reçue.'
      : `Le délai court encore : le constat est possible à partir du ${formatDate(possibleLe)}.`,
  remede_premature: ({ envoyeLe }) =>
    `Un remède ne peut pas précéder la mise en demeure, envoyée le ${formatDate(envoyeLe)}.`,
  mise_en_demeure_manquante: () =>
    'Un remède ou un constat suppose une mise en demeure qui compte encore : enregistrez-la d’abord.',
  procedure_close: () => 'Cette procédure est close : un remède complet ou un constat est déjà enregistré.',
  convention_terminee: ({ depuis }) => `La convention a pris fin le ${formatDate(depuis)}.`,
  decision_sans_objet: () =>
    'Aucune décision n’est attendue sur cette opposition : seule en attend une celle qui est envoyée à temps et reçue trop tard.',
  decision_avant_reception: ({ recueLe }) =>
    `La décision ne peut pas précéder la réception de l’opposition, le ${formatDate(recueLe)}.`,
  original_sans_signature: () =>
    'Personne n’avait encore signé à cette date : il n’y avait pas d’original à garder. Enregistrez d’abord les signatures.',
  format_insuffisant: () =>
    'Le logo et la mention du Département sont au moins aussi grands que ceux de tout autre partenaire (art. 5) : indiquez 100 % ou plus.',
  charte_deja_acceptee: ({ partie, depuis }) =>
    `L’accord ${partie === 'departement' ? 'du Département' : 'du Bénéficiaire'} sur cette charte est déjà enregistré, au ${formatDate(depuis)}.`,
  ...PHRASES_AVENANT,
};

function isLetterDisordered({ envoyeLe, recuLe, premierePresentationLe, sort }: Recommande): boolean {
  const early = [recuLe, premierePresentationLe].some((jour) => jour !== null && estAvant(jour, envoyeLe));
  const missing = (sort === 'remis' && recuLe === null) || (sort !== 'remis' && recuLe !== null);
  return early || missing;
}

function isDisordered(evenement: Evenement): boolean {
  switch (evenement.type) {
    case 'teletransmission':
      return estAvant(evenement.recueLe, evenement.transmiseLe);
    case 'opposition':
      return evenement.recueLe !== null && estAvant(evenement.recueLe, evenement.envoyeeLe);
    case 'mise_en_demeure':
    case 'force_majeure':
      return isLetterDisordered(evenement.courrier);
    case 'assurance':
      return estAvant(evenement.valableAu, evenement.valableDu);
    default:
      return false;
  }
}

/** Day of an event that supposes a convention in force; null for the others. */
function jourSuppose(evenement: Evenement): Jour | null {
  switch (evenement.type) {
    case 'mise_en_demeure':
    case 'force_majeure':
      return evenement.courrier.envoyeLe;
    case 'dissolution':
    case 'signature_avenant':
      return evenement.date;
    case 'avenant':
      return effetAvenant(evenement) ?? evenement.date;
    default:
      return null;
  }
}

function refusSignature(convention: Convention, partie: Partie, jour: Jour): RefusEvenement[] {
  const signed = evenementsDeType(convention, 'signature').some((signature) => signature.partie === partie);
  const parties = PARTIES.filter((autre) => deliberationsAvant(convention, autre, jour).length === 0);
  return [
    ...(signed ? [{ refus: 'deja_signee', partie } as const] : []),
    ...(parties.length > 0 ? [{ refus: 'deliberation_manquante', parties } as const] : []),
  ];
}

function refusReference(convention: Convention, evenement: Evenement): RefusEvenement[] {
  const exists = (id: string): boolean => evenementsEffectifs(convention.evenements).some((autre) => autre.id === id);
  switch (evenement.type) {
    case 'annulation':
      return convention.evenements.some(({ id }) => id === evenement.evenementId)
        ? []
        : [{ refus: 'evenement_inconnu' }];
    case 'teletransmission':
      return evenement.deliberationId === null || exists(evenement.deliberationId)
        ? []
        : [{ refus: 'evenement_inconnu' }];
    case 'remede':
    case 'constat': {
      const lecture = lireConvention(convention);
      const procedure =
        lecture === null
          ? undefined
          : procedures(convention, lecture.clausesAu).find((p) => p.miseEnDemeure.id === evenement.miseEnDemeureId);
      if (procedure === undefined) return [{ refus: 'mise_en_demeure_manquante' }];
      const { dernierJourRemede, remedieeLe, constat, miseEnDemeure } = procedure;
      const { envoyeLe } = miseEnDemeure.courrier;
      if (evenement.type === 'remede') {
        // What happened before the procedure closed may be told after.
        const isAfter =
          (remedieeLe !== null && !estAvant(evenement.date, remedieeLe)) ||
          (constat !== null && estApres(evenement.date, constat.date));
        if (isAfter) return [{ refus: 'procedure_close' }];
        return estAvant(evenement.date, envoyeLe) ? [{ refus: 'remede_premature', envoyeLe }] : [];
      }
      if (remedieeLe !== null || constat !== null) return [{ refus: 'procedure_close' }];
      const possibleLe = dernierJourRemede?.add({ days: 1 }) ?? null;
      const early = possibleLe === null || estAvant(evenement.date, possibleLe);
      return early ? [{ refus: 'constat_premature', possibleLe }] : [];
    }
    case 'avenant':
      return [...refusAvenant(convention, evenement)];
    case 'signature_avenant':
      return [...(refusSignatureAvenant(convention, evenement) ?? [{ refus: 'evenement_inconnu' } as const])];
    case 'original': {
      const signed = evenementsDeType(convention, 'signature').some(({ date }) => !estApres(date, evenement.date));
      return signed ? [] : [{ refus: 'original_sans_signature' }];
    }
    case 'charte':
      return refusCharte(convention, evenement);
    case 'decision_opposition': {
      const target = oppositionsADecider(convention).find(({ id }) => id === evenement.oppositionId);
      if (target === undefined) return [{ refus: 'decision_sans_objet' }];
      const { recueLe } = target;
      const early = recueLe !== null && estAvant(evenement.date, recueLe);
      return early ? [{ refus: 'decision_avant_reception', recueLe }] : [];
    }
    default:
      return [];
  }
}

/** Source: art. 5, « leur format sera au moins aussi important que celui des mentions des éventuels autres partenaires ». */
function refusCharte(convention: Convention, charte: Charte): RefusEvenement[] {
  const agreed = chartesAu(convention, charte.date).find(({ contenu }) => memeCharte(contenu, charte));
  const depuis = agreed?.accords[charte.partie] ?? null;
  return [
    ...(charte.taillePourcent < 100 ? [{ refus: 'format_insuffisant' } as const] : []),
    ...(depuis === null ? [] : [{ refus: 'charte_deja_acceptee', partie: charte.partie, depuis } as const]),
  ];
}

/**
 * All the reasons not to record an event; empty: record it. A late opposition is never refused.
 *
 * Source: préambule, « dûment autorisée en vertu de la délibération » (no signature without both); art. 5, « au moins aussi
 * important »; art. 7.1, « après un délai de trente (30) jours »; art. 8.2 (an avenant cannot revive an ended convention).
 * Example: constat dated 2023-02-09 for a letter received 2023-01-10 → `constat_premature`, possible from 2023-02-10.
 */
export function verifierEvenement(convention: Convention, evenement: Evenement): readonly RefusEvenement[] {
  const refus: RefusEvenement[] = isDisordered(evenement) ? [{ refus: 'dates_desordonnees' }] : [];
  if (evenement.type === 'signature') refus.push(...refusSignature(convention, evenement.partie, evenement.date));
  refus.push(...refusReference(convention, evenement));
  const jour = jourSuppose(evenement);
  const needsEffect = jour !== null || evenement.type === 'opposition';
  if (!needsEffect) return refus;
  const lecture = lireConvention(convention);
  const start = evenement.type === 'opposition' ? evenement.envoyeeLe : jour;
  if (lecture === null || (start !== null && estAvant(start, lecture.effet))) {
    refus.push({ refus: 'convention_non_signee' });
  } else if (jour !== null && lecture.fin !== null && estApres(jour, lecture.fin.le)) {
    refus.push({ refus: 'convention_terminee', depuis: lecture.fin.le });
  }
  return refus;
}
