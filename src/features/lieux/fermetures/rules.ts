import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant, overlap } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Date = Temporal.PlainDate;

/** Days on which a lieu does not open, both inclusive, and after which it opens again. */
export interface Fermeture {
  readonly du: Date;
  readonly au: Date;
}

/** The longest closure, in days; beyond, the lieu is closed for good. */
export const DUREE_MAX_JOURS = 400;

export type RefusFermeture =
  | { readonly refus: 'dates_inversees' }
  | { readonly refus: 'jours_passes' }
  | { readonly refus: 'trop_longue' }
  | { readonly refus: 'lieu_ferme' }
  | { readonly refus: 'deja_fermee'; readonly du: Date; readonly au: Date };

export const PHRASES_FERMETURE: Phrases<RefusFermeture> = {
  dates_inversees: () => 'Le dernier jour ne peut pas précéder le premier.',
  jours_passes: () => 'Les jours passés ne changent plus : choisissez aujourd’hui ou un jour à venir.',
  trop_longue: () => `Une fermeture dure au plus ${DUREE_MAX_JOURS} jours : au-delà, fermez le lieu pour de bon.`,
  lieu_ferme: () => 'Ce lieu est déjà fermé pour de bon.',
  deja_fermee: ({ du, au }) =>
    `Une fermeture est déjà notée du ${formatDate(du)} au ${formatDate(au)} : rouvrez d’abord, ou choisissez d’autres jours.`,
};

/**
 * Every reason not to close a lieu for some days, given the closures that are not lifted; empty: it can be.
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible » (what is announced is held).
 * Example: today 2026-11-24, closed from 2026-12-21 to 2027-01-03 already, from 2026-12-28 to 2026-12-31 → `deja_fermee`.
 */
export function verifierFermeture(
  fermeture: Fermeture,
  { autres, lieuFermeLe }: { readonly autres: readonly Fermeture[]; readonly lieuFermeLe: Date | null },
  aujourdhui: Date,
): readonly RefusFermeture[] {
  const { du, au } = fermeture;
  if (estApres(du, au)) return [{ refus: 'dates_inversees' }];
  const other = autres.find((one) => overlap({ debut: one.du, fin: one.au }, { debut: du, fin: au }));
  return [
    ...(lieuFermeLe === null ? [] : [{ refus: 'lieu_ferme' } as const]),
    ...(estAvant(du, aujourdhui) ? [{ refus: 'jours_passes' } as const] : []),
    ...(estApres(au, du.add({ days: DUREE_MAX_JOURS })) ? [{ refus: 'trop_longue' } as const] : []),
    ...(other === undefined ? [] : [{ refus: 'deja_fermee', du: other.du, au: other.au } as const]),
  ];
}

export type EtatFermeture = 'a_venir' | 'en_cours' | 'passee' | 'levee';

/** Where a closure stands on a day. Example: from 2026-12-21 to 2027-01-03, on 2027-01-03 → `en_cours`. */
export function etatFermeture(
  { du, au, leveeAt }: Fermeture & { readonly leveeAt: Temporal.Instant | null },
  jour: Date,
): EtatFermeture {
  if (leveeAt !== null) return 'levee';
  if (estAvant(au, jour)) return 'passee';
  return estApres(du, jour) ? 'a_venir' : 'en_cours';
}

/** The days of a closure. Examples: « le 24 décembre 2026 », « du 21 décembre 2026 au 3 janvier 2027 ». */
export function direFermeture({ du, au }: Fermeture): string {
  return du.equals(au) ? `le ${formatDate(du)}` : `du ${formatDate(du)} au ${formatDate(au)}`;
}
