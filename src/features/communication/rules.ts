import { type CalendrierOptions, nomFerie } from '../../domain/calendrier.ts';
import { formatJourMois } from '../../domain/date.ts';
import { type Jour, jourDe } from '../../domain/demi-journee.ts';
import { estApres, lePlusTard, lePlusTot } from '../../domain/periode.ts';

type Date = Temporal.PlainDate;

/** Weeks ahead that a poster announces; printed again when they are over. */
export const SEMAINES_AFFICHEES = 6;

export type DatePrevue = { readonly jour: Date; readonly statut: 'prevue' | 'annulee' | 'a_confirmer' };

/** A date of a permanence: held when `ferme` is null, else why it may not be: a holiday's name, « pas de permanence », « à confirmer ». */
export type DateAnnoncee = { readonly jour: Date; readonly ferme: string | null };

/** A weekly permanence, from its first day to its last (inclusive; null: until further notice). */
export type PermanenceAnnoncee = { readonly jour: Jour; readonly du: Date; readonly au: Date | null };

/**
 * The dates that a lieu announces for one weekly permanence from `du` to `au` (both inclusive), `max` of them at most: each
 * week has its date, and a week without permanence says why (public holiday, cancelled, no agent yet). Nothing is announced before
 * the first day of the permanence nor after its last.
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible dans la structure ».
 * Example: lundis 22 March and 5 April 2027 planned → 29 March is announced « fermé, lundi de Pâques ».
 */
export function datesAnnoncees(
  permanence: PermanenceAnnoncee,
  prevues: readonly DatePrevue[],
  { du, au, max, calendrier }: { du: Date; au: Date; max: number; calendrier?: CalendrierOptions },
): DateAnnoncee[] {
  const first = lePlusTard(du, permanence.du);
  const last = permanence.au === null ? au : lePlusTot(au, permanence.au);
  const byDay = new Map(prevues.map((one) => [one.jour.toString(), one]));
  const dates: DateAnnoncee[] = [];
  let jour = first.add({ days: (permanence.jour - jourDe(first) + 7) % 7 });
  for (; !estApres(jour, last); jour = jour.add({ weeks: 1 })) {
    const planned = byDay.get(jour.toString());
    const ferie = nomFerie(jour, calendrier);
    if (planned?.statut === 'prevue') dates.push({ jour, ferme: null });
    else if (planned?.statut === 'a_confirmer') dates.push({ jour, ferme: 'à confirmer' });
    else if (planned !== undefined) dates.push({ jour, ferme: 'pas de permanence' });
    else if (ferie !== null) dates.push({ jour, ferme: `fermé, ${ferie}` });
  }
  return dates.slice(0, max);
}

/** A date as a poster writes it: « 24 novembre », « 1er juillet ». */
export function formatDateAffichee(jour: Date): string {
  return formatJourMois(jour);
}
