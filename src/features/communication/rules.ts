import { nomFerie } from '../../domain/calendrier.ts';
import { formatJourMois } from '../../domain/date.ts';

type Date = Temporal.PlainDate;

/** Weeks ahead that a poster announces; printed again when they are over. */
export const SEMAINES_AFFICHEES = 6;

export type DatePrevue = { readonly jour: Date; readonly statut: 'prevue' | 'annulee' };

/** A date of a permanence: held when `ferme` is null, else why it is closed: a holiday's name, or « exceptionnellement ». */
export type DateAnnoncee = { readonly jour: Date; readonly ferme: string | null };

/**
 * The dates that a lieu announces for one weekly permanence, from the first one planned to `au`: each week has its date,
 * and a week without permanence says why (public holiday, or cancelled).
 *
 * Source: art. 1.2, « Les horaires d'intervention […] doivent être affichés de façon visible dans la structure ».
 * Example: lundis 22 March and 5 April 2027 planned → 29 March is closed, « lundi de Pâques ».
 */
export function datesAnnoncees(prevues: readonly DatePrevue[], { au, max }: { au: Date; max: number }): DateAnnoncee[] {
  const [first] = prevues;
  if (first === undefined) return [];
  const byDay = new Map(prevues.map((one) => [one.jour.toString(), one]));
  const dates: DateAnnoncee[] = [];
  for (let jour = first.jour; Temporal.PlainDate.compare(jour, au) <= 0; jour = jour.add({ weeks: 1 })) {
    const planned = byDay.get(jour.toString());
    const ferie = nomFerie(jour);
    if (planned?.statut === 'prevue') dates.push({ jour, ferme: null });
    else if (planned !== undefined) dates.push({ jour, ferme: 'exceptionnellement' });
    else if (ferie !== null) dates.push({ jour, ferme: ferie });
  }
  return dates.slice(0, max);
}

/** A date as a poster writes it: « 24 novembre », « 1er juillet ». */
export function formatDateAffichee(jour: Date): string {
  return formatJourMois(jour);
}
