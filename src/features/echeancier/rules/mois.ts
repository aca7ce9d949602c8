import { contains, type Periode } from '../../../domain/periode.ts';
import type { Element } from './element.ts';

type Jour = Temporal.PlainDate;

/** A day of a month as a calendar draws it; null: the square belongs to another month. */
export type Case = { readonly jour: Jour; readonly elements: readonly Element[] } | null;

/** The seven days of the week of a day, Monday first. Example: 2026-11-26 → 2026-11-23 → 2026-11-29. */
export function semaineDuJour(jour: Jour): Periode {
  const debut = jour.subtract({ days: jour.dayOfWeek - 1 });
  return { debut, fin: debut.add({ days: 6 }) };
}

/** First and last days of a month. Example: 2026-02 → 2026-02-01 → 2026-02-28. */
export function joursDuMois(mois: Temporal.PlainYearMonth): Periode {
  const debut = mois.toPlainDate({ day: 1 });
  return { debut, fin: debut.with({ day: mois.daysInMonth }) };
}

/** The deadlines whose day is within a period, both its days included. */
export function dansLaPeriode(elements: readonly Element[], periode: Periode): readonly Element[] {
  return elements.filter(({ le }) => le !== null && contains(periode, le));
}

/**
 * A month as weeks of seven squares, Monday first, each day with what falls due then.
 * Example: 2026-11 begins on a Sunday → six squares of October, then the 1st, and six weeks in all.
 */
export function grilleDuMois(
  mois: Temporal.PlainYearMonth,
  elements: readonly Element[],
): readonly (readonly Case[])[] {
  const { debut, fin } = joursDuMois(mois);
  const byDay = Map.groupBy(elements, ({ le }) => String(le));
  const before: Case[] = Array.from({ length: debut.dayOfWeek - 1 }, () => null);
  const days = Array.from({ length: mois.daysInMonth }, (_, rank): Case => {
    const jour = debut.add({ days: rank });
    return { jour, elements: byDay.get(jour.toString()) ?? [] };
  });
  const after: Case[] = Array.from({ length: 7 - fin.dayOfWeek }, () => null);
  const squares = [...before, ...days, ...after];
  return Array.from({ length: squares.length / 7 }, (_, week) => squares.slice(week * 7, week * 7 + 7));
}
