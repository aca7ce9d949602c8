import { formatDate } from '../../domain/date.ts';
import type { Tone } from '../../ui/tone.ts';
import {
  type Convention,
  dateReception,
  deliberationsATransmettre,
  type Evenement,
  echeances,
  evenementsEffectifs,
  LIBELLES_PARTIE,
  lireConvention,
  manquesPartie,
  PARTIES,
  procedures,
  type Recommande,
  type StatutConvention,
  TYPES_EVENEMENT,
  transmet,
} from './rules.ts';
import { DE_LA_PARTIE, type Suite, suitesAvenants, suitesOppositions, suitesPapiers } from './suites-suivi.ts';

export { DE_LA_PARTIE, type Suite };

/** How each state is shown, and what it means in one sentence. */
export const SENS_STATUT: Readonly<Record<StatutConvention, { readonly tone: Tone; readonly sens: string }>> = {
  brouillon: { tone: 'neutral', sens: 'La convention est préparée, personne ne l’a encore signée.' },
  en_signature: {
    tone: 'info',
    sens: 'Une partie a signé. La convention prendra effet le jour de la dernière signature (art. 6).',
  },
  en_vigueur: { tone: 'success', sens: 'Les deux parties ont signé, les interventions sont couvertes.' },
  opposee: {
    tone: 'warning',
    sens: 'Une partie s’est opposée à la reconduction : la convention reste en vigueur jusqu’à la fin de sa période (art. 6).',
  },
  mise_en_demeure: {
    tone: 'warning',
    sens: 'Une mise en demeure est reçue : le délai pour remédier court, la convention reste en vigueur (art. 7.1).',
  },
  constat_attendu: {
    tone: 'danger',
    sens: 'Le délai de la mise en demeure est écoulé : son auteur doit constater si elle est restée sans effet. Rien n’est résilié sans ce constat (art. 7.1).',
  },
  resiliation_en_cours: {
    tone: 'warning',
    sens: 'La convention est résiliée à une date à venir : elle reste en vigueur jusque-là (art. 7).',
  },
  expiree: { tone: 'neutral', sens: 'La convention est arrivée à son dernier jour (art. 6).' },
  non_reconduite: {
    tone: 'neutral',
    sens: 'Une opposition a empêché la reconduction : la convention a pris fin (art. 6).',
  },
  resiliee: { tone: 'neutral', sens: 'La convention a été résiliée (art. 7).' },
};

function courrierEnClair(courrier: Recommande): string {
  const { numero, envoyeLe, sort, recuLe, premierePresentationLe } = courrier;
  const start = `lettre recommandée ${numero} envoyée le ${formatDate(envoyeLe)}`;
  if (sort === 'en_cours') return `${start}, en cours d’acheminement`;
  if (sort === 'remis') return `${start}, reçue le ${recuLe === null ? 'jour non indiqué' : formatDate(recuLe)}`;
  const presented = premierePresentationLe === null ? '' : `, présentée le ${formatDate(premierePresentationLe)}`;
  return `${start}${presented}, ${sort === 'refuse' ? 'refusée' : 'non réclamée'}`;
}

const RESULTATS_CONSTAT = {
  totalement_infructueuse: 'restée sans aucun effet',
  partiellement_infructueuse: 'restée en partie sans effet',
  remediee: 'suivie d’effet : le manquement est réparé',
} as const;

/** What other events and lieux are called, by id: what `enClair` needs to name what an event points at. */
export function nomsDe(
  { evenements }: Convention,
  lieux: readonly { readonly id: string; readonly nom: string }[],
): ReadonlyMap<string, string> {
  return new Map([
    ...lieux.map(({ id, nom }) => [id, nom] as const),
    ...evenements.flatMap((evenement) =>
      evenement.type === 'avenant' ? [[evenement.id, evenement.numero] as const] : [],
    ),
  ]);
}

/** An association has another authorisation than a délibération, and nothing to transmit. */
export function isAutorisation(evenement: Evenement, convention: Convention): boolean {
  return (
    evenement.type === 'deliberation' &&
    evenement.partie === 'beneficiaire' &&
    convention.beneficiaireTransmet === false
  );
}

/** The kind of an event, as its convention calls it. */
export function titreEvenement(evenement: Evenement, convention: Convention): string {
  return isAutorisation(evenement, convention) ? 'Autorisation du Bénéficiaire' : TYPES_EVENEMENT[evenement.type];
}

/** What an event says, in one sentence. `noms` gives the names of what it points at: see `nomsDe`. */
export function enClair(evenement: Evenement, noms: ReadonlyMap<string, string> = new Map()): string {
  switch (evenement.type) {
    case 'deliberation':
      return `Décision ${DE_LA_PARTIE[evenement.partie]} : ${evenement.numero}, du ${formatDate(evenement.date)}.`;
    case 'teletransmission':
      return `Accusé de réception n° ${evenement.numero} : ${
        evenement.deliberationId === null ? 'convention' : 'délibération'
      } transmise le ${formatDate(evenement.transmiseLe)}, reçue en préfecture le ${formatDate(evenement.recueLe)}.`;
    case 'signature':
      return `Signature par ${LIBELLES_PARTIE[evenement.partie]} : ${evenement.signataire}, ${evenement.qualite}.`;
    case 'opposition':
      return `Opposition par ${LIBELLES_PARTIE[evenement.auteur]}, envoyée le ${formatDate(evenement.envoyeeLe)}, ${
        evenement.recueLe === null ? 'réception non enregistrée' : `reçue le ${formatDate(evenement.recueLe)}`
      }.`;
    case 'decision_opposition':
      return `${evenement.admise ? 'L’opposition reçue tard est admise, comme si elle était arrivée le jour de son envoi' : 'L’opposition reçue tard ne vaut que de sa réception'} : ${evenement.motif}.`;
    case 'mise_en_demeure':
      return `Mise en demeure par ${LIBELLES_PARTIE[evenement.auteur]} : ${evenement.motif} (${courrierEnClair(evenement.courrier)}).`;
    case 'remede':
      return `Remède ${evenement.complet ? 'complet' : 'partiel'} au manquement.`;
    case 'constat':
      return `Constat : la mise en demeure est ${RESULTATS_CONSTAT[evenement.resultat]}.`;
    case 'force_majeure':
      return `Force majeure notifiée par ${LIBELLES_PARTIE[evenement.auteur]} : ${evenement.motif}${
        evenement.covid19 ? ' (épidémie de Covid-19)' : ''
      } (${courrierEnClair(evenement.courrier)}).`;
    case 'dissolution':
      return 'Dissolution du Bénéficiaire : dernier jour de la convention.';
    case 'avenant': {
      const signed = PARTIES.flatMap((partie) => {
        const date = evenement.signatures[partie];
        return date === null ? [] : [`signé par ${LIBELLES_PARTIE[partie]} le ${formatDate(date)}`];
      });
      return `Avenant n° ${evenement.numero} : ${evenement.objet}${signed.length === 0 ? '' : ` (${signed.join(', ')})`}.`;
    }
    case 'signature_avenant': {
      const numero = noms.get(evenement.avenantId);
      return `Signature de l’avenant${numero === undefined ? '' : ` n° ${numero}`} par ${LIBELLES_PARTIE[evenement.partie]} : ${evenement.signataire}, ${evenement.qualite}.`;
    }
    case 'original':
      return `Exemplaire n° ${evenement.exemplaire} gardé par ${LIBELLES_PARTIE[evenement.detenteur]} : ${evenement.emplacement}.`;
    case 'charte':
      return `Accord ${DE_LA_PARTIE[evenement.partie]} sur « ${evenement.nom} » : logos (${evenement.logos}), mention « ${evenement.mention} », format d’au moins ${evenement.taillePourcent} % de celui des autres partenaires.`;
    case 'responsable':
      return `Pour ${LIBELLES_PARTIE[evenement.partie]}, la convention est suivie par ${evenement.nom}, ${evenement.qualite}.`;
    case 'representant':
      return `Nouveau représentant ${DE_LA_PARTIE[evenement.partie]} : ${evenement.nom}, ${evenement.qualite}.`;
    case 'lieu_convenu':
      return `Lieu convenu par les deux parties : ${noms.get(evenement.lieuId) ?? 'lieu qui n’est plus au registre'}.`;
    case 'assurance':
      return `Attestation d’assurance ${evenement.assureur}, valable du ${formatDate(evenement.valableDu)} au ${formatDate(evenement.valableAu)}.`;
    case 'note':
      return evenement.texte;
    case 'annulation':
      return `Annulation d’un enregistrement : ${evenement.motif}`;
  }
}

/** Identifiers of the events that a later one cancelled, with the reason given. */
export function annulations(evenements: readonly Evenement[]): ReadonlyMap<string, string> {
  const effective = new Set(evenementsEffectifs(evenements).map(({ id }) => id));
  return new Map(
    evenements.flatMap((evenement) =>
      evenement.type === 'annulation' && !effective.has(evenement.evenementId)
        ? [[evenement.evenementId, evenement.motif] as const]
        : [],
    ),
  );
}

/** True when another event that counts rests on this one: correct that one first. */
export function isCited(evenements: readonly Evenement[], id: string): boolean {
  return evenementsEffectifs(evenements).some(
    (evenement) =>
      (evenement.type === 'teletransmission' && evenement.deliberationId === id) ||
      (evenement.type === 'signature_avenant' && evenement.avenantId === id) ||
      (evenement.type === 'decision_opposition' && evenement.oppositionId === id) ||
      ((evenement.type === 'remede' || evenement.type === 'constat') && evenement.miseEnDemeureId === id),
  );
}

/**
 * What to do next about a convention, most pressing first; empty when nothing is expected of anyone.
 *
 * Source: préambule (délibérations, accusés), art. 5 (charter), art. 6 (signatures, opposition), art. 7.1 (constat),
 * art. 8.2 (signatures of an avenant).
 */
export function suites(convention: Convention, today: Temporal.PlainDate): readonly Suite[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return suitesAvantEffet(convention);
  if (lecture.fin !== null && Temporal.PlainDate.compare(lecture.fin.le, today) < 0) return [];
  const faults = procedures(convention, lecture.clausesAu).flatMap((procedure): Suite[] => {
    const { miseEnDemeure, dernierJourRemede, remedieeLe, constat } = procedure;
    if (remedieeLe !== null || constat !== null) return [];
    if (dernierJourRemede === null) {
      const received = dateReception(miseEnDemeure.courrier, lecture.clausesAu(today));
      return received === null
        ? [{ texte: 'Réception de la mise en demeure à enregistrer : corrigez l’événement.' }]
        : [];
    }
    if (Temporal.PlainDate.compare(today, dernierJourRemede) <= 0) {
      return [
        {
          texte: `Remède attendu au plus tard le ${formatDate(dernierJourRemede)}.`,
          saisie: { type: 'remede', miseEnDemeureId: miseEnDemeure.id },
        },
      ];
    }
    return [
      {
        texte: `Constat attendu de la part de l’auteur de la mise en demeure, ${LIBELLES_PARTIE[miseEnDemeure.auteur]}.`,
        saisie: { type: 'constat', miseEnDemeureId: miseEnDemeure.id },
      },
    ];
  });
  const limite = echeances(convention, today).find(({ type }) => type === 'opposition');
  const opposition: Suite[] =
    limite === undefined
      ? []
      : [
          {
            texte: `Chaque partie peut s’opposer à la prochaine reconduction jusqu’au ${formatDate(limite.date)} inclus.`,
            saisie: { type: 'opposition' },
          },
        ];
  return [
    ...faults,
    ...suitesOppositions(convention),
    ...suitesAvenants(convention),
    ...opposition,
    ...suitesPapiers(convention, lecture, today),
  ];
}

function suitesAvantEffet(convention: Convention): readonly Suite[] {
  const missing = PARTIES.filter((partie) => manquesPartie(convention, partie).includes('deliberation'));
  const authorise = missing.map((partie): Suite => {
    const transmits = transmet(convention, partie);
    const name = transmits ? 'la délibération' : 'l’autorisation';
    const saisie = transmits ? { type: 'deliberation', partie } : { type: 'autorisation' };
    return { texte: `Il manque ${name} ${DE_LA_PARTIE[partie]}.`, saisie };
  });
  const acknowledge = deliberationsATransmettre(convention).map(
    ({ id, partie, numero }): Suite => ({
      texte: `L’accusé de réception en préfecture manque pour la délibération ${DE_LA_PARTIE[partie]} (${numero}).`,
      saisie: { type: 'teletransmission', deliberationId: id },
    }),
  );
  const sign = PARTIES.filter((partie) => manquesPartie(convention, partie).includes('signature')).map(
    (partie): Suite =>
      missing.length > 0
        ? { texte: `Signature ${DE_LA_PARTIE[partie]} attendue, une fois les deux autorisations enregistrées.` }
        : { texte: `Signature ${DE_LA_PARTIE[partie]} attendue.`, saisie: { type: 'signature', partie } },
  );
  return [...authorise, ...acknowledge, ...sign];
}
