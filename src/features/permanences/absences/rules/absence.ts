import { formatDate } from '../../../../domain/date.ts';
import { contains, estApres, estAvant, overlap } from '../../../../domain/periode.ts';
import type { Phrases } from '../../../../domain/refus.ts';
import type { Seance } from '../../rules.ts';

type Date = Temporal.PlainDate;

export type MomentAbsence = 'journee' | 'matin' | 'apres-midi';

export const MOMENTS: Readonly<Record<MomentAbsence, string>> = {
  journee: 'Toute la journée',
  matin: 'Le matin seulement',
  'apres-midi': 'L’après-midi seulement',
};

/** Never why somebody is ill, nor that they are. */
export type NatureAbsence = 'conge' | 'formation' | 'imprevue' | 'autre';

export const NATURES_ABSENCE: Readonly<Record<NatureAbsence, string>> = {
  conge: 'Congé',
  formation: 'Formation',
  imprevue: 'Imprévu',
  autre: 'Autre',
};

/** Days on which an agent is away, both inclusive, whole or by half. */
export interface Absence {
  readonly du: Date;
  readonly au: Date;
  readonly moment: MomentAbsence;
}

/** The longest absence, in days; a longer one is the end of a contract, or another absence. */
export const DUREE_MAX_JOURS = 400;

/** Where the day is cut in two halves, as half-days are. */
const MILIEU = Temporal.PlainTime.from('13:00');

/**
 * Does an absence take a séance? A morning takes what begins before 13:00, an afternoon what ends after it.
 *
 * Source: art. 1.2, « 1 demi-journée ».
 * Example: away on the morning of 2026-11-24, séance of that day from 10:00 to 15:00 → yes; from 13:00 to 17:00 → no.
 */
export function touche(absence: Absence, { date, heureDebut, heureFin }: Seance): boolean {
  if (!contains({ debut: absence.du, fin: absence.au }, date)) return false;
  if (absence.moment === 'matin') return Temporal.PlainTime.compare(heureDebut, MILIEU) < 0;
  return absence.moment === 'journee' || Temporal.PlainTime.compare(heureFin, MILIEU) > 0;
}

/** Do two absences of one agent share half a day? Example: the morning and the afternoon of the same day → no. */
export function seRecouvrent(a: Absence, b: Absence): boolean {
  const halves = a.moment === 'journee' || b.moment === 'journee' || a.moment === b.moment;
  return halves && overlap({ debut: a.du, fin: a.au }, { debut: b.du, fin: b.au });
}

export type RefusAbsence =
  | { readonly refus: 'dates_inversees' }
  | { readonly refus: 'jours_passes' }
  | { readonly refus: 'trop_longue' }
  | { readonly refus: 'deja_notee'; readonly du: Date; readonly au: Date };

export const PHRASES_ABSENCE: Phrases<RefusAbsence> = {
  dates_inversees: () => 'Le dernier jour ne peut pas précéder le premier.',
  jours_passes: () => 'Les jours passés ne changent plus : choisissez aujourd’hui ou un jour à venir.',
  trop_longue: () => `Une absence dure au plus ${DUREE_MAX_JOURS} jours : notez-en une autre ensuite.`,
  deja_notee: ({ du, au }) =>
    `Une absence est déjà notée du ${formatDate(du)} au ${formatDate(au)} : levez-la d’abord, ou choisissez d’autres jours.`,
};

/**
 * Every reason not to record an absence, given those of the agent that are not lifted; empty: it can be.
 *
 * Example: today 2026-11-24, from 2026-11-23 → `jours_passes`: what is past was held, or was not.
 */
export function verifierAbsence(
  absence: Absence,
  autres: readonly Absence[],
  aujourdhui: Date,
): readonly RefusAbsence[] {
  const { du, au } = absence;
  if (estApres(du, au)) return [{ refus: 'dates_inversees' }];
  const other = autres.find((one) => seRecouvrent(one, absence));
  return [
    ...(estAvant(du, aujourdhui) ? [{ refus: 'jours_passes' } as const] : []),
    ...(estApres(au, du.add({ days: DUREE_MAX_JOURS })) ? [{ refus: 'trop_longue' } as const] : []),
    ...(other === undefined ? [] : [{ refus: 'deja_notee', du: other.du, au: other.au } as const]),
  ];
}

/** The days of an absence or of a closure. Examples: « le 24 novembre 2026 », « du 24 novembre 2026 au 4 décembre 2026 ». */
export function direJours({ du, au }: { readonly du: Date; readonly au: Date }): string {
  return du.equals(au) ? `le ${formatDate(du)}` : `du ${formatDate(du)} au ${formatDate(au)}`;
}

/** The same, with the half of the day. Example: « le 24 novembre 2026, le matin ». */
export function direAbsence(absence: Absence): string {
  if (absence.moment === 'journee') return direJours(absence);
  return `${direJours(absence)}, ${absence.moment === 'matin' ? 'le matin' : 'l’après-midi'}`;
}

export type EtatAbsence = 'a_venir' | 'en_cours' | 'passee' | 'levee';

/** Where an absence stands on a day. Example: from 2026-11-24 to 2026-11-27, on 2026-11-28 → `passee`. */
export function etatAbsence(
  { du, au, leveeAt }: Absence & { readonly leveeAt: Temporal.Instant | null },
  jour: Date,
): EtatAbsence {
  if (leveeAt !== null) return 'levee';
  if (estAvant(au, jour)) return 'passee';
  return estApres(du, jour) ? 'a_venir' : 'en_cours';
}
