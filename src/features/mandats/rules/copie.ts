import { finPrevue } from './duree.ts';

/**
 * Until when the copy that bears the code and the link of withdrawal may be printed again: the Paris midnight that follows the
 * signature. Then it goes: only the person holds it. [choice]
 * Example: signed 2026-11-26T09:00Z → 2026-11-26T23:00Z.
 */
export function finDeLaCopie(signeAt: Temporal.Instant): Temporal.Instant {
  return finPrevue(signeAt.toZonedDateTimeISO('Europe/Paris').toPlainDate());
}

export function copieImprimable(signeAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, finDeLaCopie(signeAt)) < 0;
}
