/** Half-day of an intervention. Source: art. 1.2, « 1 demi-journée par semaine ». */
export type DemiJournee = 'matin' | 'apres-midi';

/** Opening hours of one half-day; `heureFin` is exclusive: a next séance may start at that minute. */
export interface Horaire {
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
}

/** Hours proposed by the forms; the paper fixes none, each permanence may have its own. */
export const HORAIRES_HABITUELS: Readonly<Record<DemiJournee, Horaire>> = {
  matin: { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') },
  'apres-midi': { heureDebut: Temporal.PlainTime.from('14:00'), heureFin: Temporal.PlainTime.from('17:00') },
};

export const LIBELLES_DEMI_JOURNEE: Readonly<Record<DemiJournee, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
};

/** Half-day in which an hour falls: before 13:00 is the morning. Example: 12:30 → `'matin'`. */
export function demiJourneeDe(heureDebut: Temporal.PlainTime): DemiJournee {
  return heureDebut.hour < 13 ? 'matin' : 'apres-midi';
}

/** Day of the week, ISO numbering: 1 is lundi, 7 is dimanche (same as `PlainDate.dayOfWeek`). */
export type Jour = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const JOURS: Readonly<Record<Jour, string>> = {
  1: 'lundi',
  2: 'mardi',
  3: 'mercredi',
  4: 'jeudi',
  5: 'vendredi',
  6: 'samedi',
  7: 'dimanche',
};

/** Reads a day of the week written by a form (`'2'`), or null when it is not one. */
export function parseJour(text: string): Jour | null {
  return /^[1-7]$/.test(text) ? (Number(text) as Jour) : null;
}

/** Day of the week of a date. Example: 2026-11-24 → 2 (mardi). */
export function jourDe(date: Temporal.PlainDate): Jour {
  return date.dayOfWeek as Jour;
}

/** A half-day of the week, as stored: « mardi-matin ». */
export type DemiJourneeSemaine = `${'lundi' | 'mardi' | 'mercredi' | 'jeudi' | 'vendredi' | 'samedi'}-${DemiJournee}`;

/** Half-days that an agent may work, in the order of the week; nobody is expected on Sunday. */
export const DEMI_JOURNEES_SEMAINE: readonly [DemiJourneeSemaine, ...DemiJourneeSemaine[]] = [
  'lundi-matin',
  'lundi-apres-midi',
  'mardi-matin',
  'mardi-apres-midi',
  'mercredi-matin',
  'mercredi-apres-midi',
  'jeudi-matin',
  'jeudi-apres-midi',
  'vendredi-matin',
  'vendredi-apres-midi',
  'samedi-matin',
  'samedi-apres-midi',
];

/** Example: 2 (mardi), `'matin'` → `'mardi-matin'`; null on a Sunday. */
export function demiJourneeSemaine(jour: Jour, demiJournee: DemiJournee): DemiJourneeSemaine | null {
  return DEMI_JOURNEES_SEMAINE.find((code) => code === `${JOURS[jour]}-${demiJournee}`) ?? null;
}

/** Example: `'mardi-apres-midi'` → « mardi après-midi ». */
export function libelleDemiJournee(code: DemiJourneeSemaine): string {
  const [jour = '', ...demi] = code.split('-');
  return `${jour} ${LIBELLES_DEMI_JOURNEE[demi.join('-') as DemiJournee]}`;
}
