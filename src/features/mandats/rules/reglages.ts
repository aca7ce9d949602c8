import { formatDate } from '../../../domain/date.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { PieceIdentite } from './contenu.ts';

/** The standing visa of the Archives départementales: without it, destruction waits. */
export type Visa = { readonly reference: string; readonly date: Temporal.PlainDate; readonly portee: string };

/** What a territoire chooses about its mandats. Each value is a choice for the DPO to confirm. */
export type Reglages = {
  readonly piecesAcceptees: readonly PieceIdentite[];
  /** Whether a document that has expired is accepted: people who renew theirs need help too. */
  readonly perimeesAcceptees: boolean;
  readonly dureeDefautMois: number;
  readonly dureeMaxMois: number;
  /**
   * How long a démarche that was withdrawn stays readable by the mandataire, so that third parties are told (Code civil, 2005).
   * Nobody may act meanwhile. Zero: its key goes at once.
   */
  readonly delaiTiersHeures: number;
  /** How many days before its end a mandat is recalled to the mandataire. */
  readonly rappelJours: number;
  readonly visa: Visa | null;
};

/** What holds until the territoire says otherwise. */
export const REGLAGES_PROPOSES: Reglages = {
  piecesAcceptees: ['carte_identite', 'passeport', 'titre_sejour', 'permis_conduire', 'recepisse'],
  perimeesAcceptees: true,
  dureeDefautMois: 3,
  dureeMaxMois: 12,
  delaiTiersHeures: 72,
  rappelJours: 7,
  visa: null,
};

/** What a territoire sets, by the name that the journal keeps of a change. */
export const REGLAGES = {
  pieces: 'Pièces d’identité acceptées',
  perimees: 'Pièces périmées',
  duree_defaut: 'Durée proposée',
  duree_max: 'Durée la plus longue',
  delai_tiers: 'Délai pour prévenir les organismes',
  rappel: 'Rappel avant le terme',
  visa: 'Visa des archives départementales',
} as const satisfies Nomenclature;
export type Reglage = keyof typeof REGLAGES;

const LU: Readonly<Record<Reglage, (reglages: Reglages) => string>> = {
  pieces: ({ piecesAcceptees }) => piecesAcceptees.toSorted().join(' '),
  perimees: ({ perimeesAcceptees }) => String(perimeesAcceptees),
  duree_defaut: ({ dureeDefautMois }) => String(dureeDefautMois),
  duree_max: ({ dureeMaxMois }) => String(dureeMaxMois),
  delai_tiers: ({ delaiTiersHeures }) => String(delaiTiersHeures),
  rappel: ({ rappelJours }) => String(rappelJours),
  visa: ({ visa }) => (visa === null ? '' : JSON.stringify([visa.reference, visa.date.toString(), visa.portee])),
};

/**
 * The settings that differ, in the order of the page. The order in which documents are named does not count.
 * Example: the longest duration from 12 to 6 months, a visa given → ['duree_max', 'visa'].
 */
export function reglagesChanges(before: Reglages, after: Reglages): readonly Reglage[] {
  return (Object.keys(REGLAGES) as Reglage[]).filter((cle) => LU[cle](before) !== LU[cle](after));
}

export type ChampVisa = 'reference' | 'date' | 'portee';

export type RefusReglages =
  | { readonly refus: 'duree_defaut_longue'; readonly max: number }
  | { readonly refus: 'visa_incomplet'; readonly manque: ChampVisa }
  | { readonly refus: 'visa_a_venir'; readonly date: Temporal.PlainDate };

const MANQUE: Readonly<Record<ChampVisa, string>> = {
  reference: 'sa référence',
  date: 'sa date',
  portee: 'ce qu’il couvre',
};

export const PHRASES_REGLAGES: Phrases<RefusReglages> = {
  duree_defaut_longue: ({ max }) => `La durée proposée ne peut pas dépasser la plus longue, ${max} mois.`,
  visa_incomplet: ({ manque }) => `Un visa se donne entier : écrivez ${MANQUE[manque]}, ou videz ses trois champs.`,
  visa_a_venir: ({ date }) =>
    `Un visa daté du ${formatDate(date)} n’est pas encore donné : écrivez le jour où il l’a été.`,
};

/**
 * The visa as three fields say it: null when all are empty; otherwise each field that is missing is refused
 * (`visa_incomplet`), and so is a day to come (`visa_a_venir`).
 *
 * Source: mandats.md, « elimination, electronic included, needs the visa of the Archives départementales ».
 * Example: a reference alone → the date and the scope are missing.
 */
export function lireVisa(
  saisi: { readonly [K in ChampVisa]: Visa[K] | null },
  aujourdhui: Temporal.PlainDate,
): Visa | null | readonly RefusReglages[] {
  const { reference, date, portee } = saisi;
  if (reference === null && date === null && portee === null) return null;
  if (reference !== null && date !== null && portee !== null) {
    return estApres(date, aujourdhui) ? [{ refus: 'visa_a_venir', date }] : { reference, date, portee };
  }
  const manques = (['reference', 'date', 'portee'] as const).filter((champ) => saisi[champ] === null);
  return manques.map((manque) => ({ refus: 'visa_incomplet', manque }));
}
