import { estFerie } from '../../src/domain/calendrier.ts';

type Jour = Temporal.PlainDate;

/** True from Monday to Friday, public holidays apart. */
export function estJourOuvre(jour: Jour): boolean {
  return jour.dayOfWeek <= 5 && !estFerie(jour);
}

/** The day itself, or the last working day before it: nobody signs on a Sunday. Example: 2027-01-01 → 2026-12-31. */
export function jourOuvreAvant(jour: Jour): Jour {
  let day = jour;
  while (!estJourOuvre(day)) day = day.subtract({ days: 1 });
  return day;
}

/** Monday of the week of a day. */
export function lundi(jour: Jour): Jour {
  return jour.subtract({ days: jour.dayOfWeek - 1 });
}
