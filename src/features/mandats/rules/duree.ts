/**
 * First instant at which a mandat is over by itself: the Paris midnight that follows its last day.
 *
 * Source: art. 2, « au terme légal »; [choice] a day is a day in Paris, whatever the clock of the tablet.
 * Example: last day 2026-10-24 → 2026-10-24T22:00Z; the day after, when clocks go back, → 2026-10-25T23:00Z.
 */
export function finPrevue(dernierJour: Temporal.PlainDate): Temporal.Instant {
  return dernierJour.add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant();
}

/** Last day of a mandat, inclusive, from its first instant of being over. */
export function dernierJour(finPrevueAt: Temporal.Instant): Temporal.PlainDate {
  return finPrevueAt.toZonedDateTimeISO('Europe/Paris').toPlainDate().subtract({ days: 1 });
}

/**
 * Last day, inclusive, of a mandat signed on `signeLe` for `mois` calendar months.
 * Example: signed 2026-08-31 for 6 months → 2027-02-28; 2026-11-26 for 3 → 2027-02-26.
 */
export function dernierJourPour(signeLe: Temporal.PlainDate, mois: number): Temporal.PlainDate {
  return signeLe.add({ months: mois });
}
