import { type CalendrierOptions, estFerie } from '../../../domain/calendrier.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';

type Jour = Temporal.PlainDate;

/** What the clock of a request reads: when it came, whether the person was told of more time, when it was answered. */
export type Delai = {
  readonly recueLe: Jour;
  /** The day the person was told that two more months are needed. */
  readonly prolongeeLe: Jour | null;
  readonly repondueLe: Jour | null;
};

const MOIS = 1;
const MOIS_PROLONGES = 3;

/** Days before the last one on which the DPO is reminded. */
export const RAPPEL_JOURS = 7;

function estOuvre(jour: Jour, calendrier: CalendrierOptions): boolean {
  return jour.dayOfWeek <= 5 && !estFerie(jour, calendrier);
}

/**
 * Last day of so many months counted from a day, inclusive: the same day of the month, or the last of a shorter one; put off
 * to the next working day when it is a Saturday, a Sunday or a holiday.
 *
 * Source: art. 4.1 (règlement CEE, Euratom 1182/71, articles 3.2 c and 3.4). Unit: calendar months.
 * Example: 2026-01-31, 1 → 2026-02-28, a Saturday → 2026-03-02. 2026-03-10, 1 → 2026-04-10.
 */
export function dernierJourDuDelai(depuis: Jour, mois: number, calendrier: CalendrierOptions): Jour {
  let jour = depuis.add({ months: mois });
  while (!estOuvre(jour, calendrier)) jour = jour.add({ days: 1 });
  return jour;
}

/**
 * Last day on which a request may be answered in time, inclusive: a month from its receipt; three once extended, counted
 * from the receipt too. Asking who the person is suspends nothing: the text counts from the receipt, and knows of one
 * extension only.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 12.3, « dans un délai d’un mois à compter de la réception »).
 * Example: received 2026-03-10 → 2026-04-10; extended → 2026-06-10.
 */
export function dernierJourReponse({ recueLe, prolongeeLe }: Delai, calendrier: CalendrierOptions): Jour {
  return dernierJourDuDelai(recueLe, prolongeeLe === null ? MOIS : MOIS_PROLONGES, calendrier);
}

/** Last day on which the person may still be told that more time is needed: that of the first month. */
export function dernierJourProlongation(recueLe: Jour, calendrier: CalendrierOptions): Jour {
  return dernierJourDuDelai(recueLe, MOIS, calendrier);
}

/**
 * Since when a request is late: the day after its last one; null when it is not, or when it was answered in time. One that
 * was answered late stays so.
 * Example: last day 2026-04-10, on 2026-04-10 → null; on 2026-04-11 → 2026-04-11; answered 2026-04-12 → 2026-04-11 for ever.
 */
export function enRetardDepuis(delai: Delai, aujourdhui: Jour, calendrier: CalendrierOptions): Jour | null {
  const dernier = dernierJourReponse(delai, calendrier);
  return estApres(delai.repondueLe ?? aujourdhui, dernier) ? dernier.add({ days: 1 }) : null;
}

export type Rappel = 'avant' | 'retard';

/**
 * Which reminder of a request is due on a day: one from the seventh day before its last, one from the day after; each once.
 * A run that was missed is caught up by the next. An extension starts both again.
 * Example: last day 2026-04-10: `avant` from 2026-04-03, `retard` from 2026-04-11; null once answered.
 */
export function rappelDu(
  demande: Delai & { readonly rappelAvantLe: Jour | null; readonly rappelRetardLe: Jour | null },
  aujourdhui: Jour,
  calendrier: CalendrierOptions,
): Rappel | null {
  if (demande.repondueLe !== null) return null;
  const dernier = dernierJourReponse(demande, calendrier);
  if (estApres(aujourdhui, dernier)) return demande.rappelRetardLe === null ? 'retard' : null;
  const isNear = !estAvant(aujourdhui, dernier.subtract({ days: RAPPEL_JOURS }));
  return isNear && demande.rappelAvantLe === null ? 'avant' : null;
}
