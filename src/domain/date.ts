import { JOURS, jourDe } from './demi-journee.ts';
import type { Phrases } from './refus.ts';

export type RefusDate =
  | { readonly refus: 'date_format' }
  | { readonly refus: 'date_impossible' }
  | { readonly refus: 'date_hors_bornes' };

export const PHRASES_DATE: Phrases<RefusDate> = {
  date_format: () => 'Écrivez la date sous la forme JJ/MM/AAAA, par exemple 24/11/2026.',
  date_impossible: () => 'Cette date n’existe pas dans le calendrier.',
  date_hors_bornes: () => 'L’année doit être comprise entre 1900 et 2100.',
};

export type RefusHeure = { readonly refus: 'heure_format' };

export const PHRASES_HEURE: Phrases<RefusHeure> = {
  heure_format: () => 'Écrivez l’heure sous la forme HH:MM, par exemple 09:30.',
};

const ANNEE_MIN = 1900;
const ANNEE_MAX = 2100;

const MOIS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const;

/**
 * Reads a date typed in a form: `AAAA-MM-JJ` (date field) or `JJ/MM/AAAA` (typed by hand), nothing else.
 *
 * Refuses `date_format`, `date_impossible` (31 février) and `date_hors_bornes` (year outside 1900–2100).
 * Example: « 24/11/2026 » → 2026-11-24.
 */
export function parseDate(text: string): Temporal.PlainDate | RefusDate {
  const trimmed = text.trim();
  const iso = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(trimmed);
  const french = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/.exec(trimmed);
  const parts = iso?.slice(1) ?? french?.slice(1).reverse();
  if (parts === undefined) return { refus: 'date_format' };
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  if (year < ANNEE_MIN || year > ANNEE_MAX) return { refus: 'date_hors_bornes' };
  if (month < 1 || month > 12 || day < 1) return { refus: 'date_impossible' };
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day > first.daysInMonth ? { refus: 'date_impossible' } : first.with({ day });
}

/** Reads an hour of a form, `HH:MM` (seconds accepted and dropped). Refuses `heure_format`. */
export function parseHeure(text: string): Temporal.PlainTime | RefusHeure {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?$/.exec(text.trim());
  if (match === null) return { refus: 'heure_format' };
  return Temporal.PlainTime.from({ hour: Number(match[1]), minute: Number(match[2]) });
}

/** Day and month: « 24 novembre », « 1er juillet ». */
export function formatJourMois(date: Temporal.PlainDate): string {
  const jour = date.day === 1 ? '1er' : String(date.day);
  return `${jour} ${MOIS[date.month - 1] ?? ''}`;
}

/** Full date: « 12 mars 2023 », « 1er juillet 2023 ». */
export function formatDate(date: Temporal.PlainDate): string {
  return `${formatJourMois(date)} ${date.year}`;
}

/** Date with its day: « mardi 24 novembre 2026 ». */
export function formatDateLongue(date: Temporal.PlainDate): string {
  return `${JOURS[jourDe(date)]} ${formatDate(date)}`;
}

/** Short date for tables: « 24/11/2026 ». */
export function formatDateCourte(date: Temporal.PlainDate): string {
  return `${String(date.day).padStart(2, '0')}/${String(date.month).padStart(2, '0')}/${date.year}`;
}

/** Month and year: « novembre 2026 ». */
export function formatMois(mois: Temporal.PlainDate | Temporal.PlainYearMonth): string {
  return `${MOIS[mois.month - 1] ?? ''} ${mois.year}`;
}

/** A month that belongs to something: « de mars 2026 », « d’octobre 2026 ». */
export function formatDuMois(mois: Temporal.PlainDate | Temporal.PlainYearMonth): string {
  const name = formatMois(mois);
  return /^[ao]/.test(name) ? `d’${name}` : `de ${name}`;
}

/** Hour, with non-breaking spaces (U+00A0): « 9 h », « 9 h 30 ». */
export function formatHeure(heure: Temporal.PlainTime): string {
  const minutes = heure.minute === 0 ? '' : `\u00a0${String(heure.minute).padStart(2, '0')}`;
  return `${heure.hour}\u00a0h${minutes}`;
}

/** Opening hours: « de 9 h à 12 h 30 ». */
export function formatPlage(debut: Temporal.PlainTime, fin: Temporal.PlainTime): string {
  return `de ${formatHeure(debut)} à ${formatHeure(fin)}`;
}

/** Length in minutes: « 45 min », « 1 h », « 1 h 30 ». */
export function formatDuree(minutes: number): string {
  const heures = Math.floor(minutes / 60);
  const reste = minutes % 60;
  if (heures === 0) return `${reste}\u00a0min`;
  return reste === 0 ? `${heures}\u00a0h` : `${heures}\u00a0h\u00a0${String(reste).padStart(2, '0')}`;
}

/**
 * Names a list of dates in a sentence, at most `max` of them.
 * Example: 15 dates → « 5 mai 2026, 12 mai 2026, 19 mai 2026 et 12 autres ».
 */
export function formatDates(dates: readonly Temporal.PlainDate[], max = 3): string {
  const said = dates.length <= max + 1 ? dates : dates.slice(0, max);
  const names = said.map(formatDate);
  const last = said.length < dates.length ? `${dates.length - said.length} autres` : names.pop();
  return names.length === 0 ? (last ?? '') : `${names.join(', ')} et ${last ?? ''}`;
}

/** The day it is in Paris at an instant. Example: 2026-11-24T23:30Z → 2026-11-25. */
export function parisDate(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('Europe/Paris').toPlainDate();
}

/** The hour it is in Paris at an instant. */
export function parisTime(instant: Temporal.Instant): Temporal.PlainTime {
  return instant.toZonedDateTimeISO('Europe/Paris').toPlainTime();
}
