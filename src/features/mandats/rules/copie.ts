import { finPrevue } from './duree.ts';

/** What tells when the copy of a mandat was made. */
export type MandatCopie = {
  readonly forme: 'tablette' | 'papier';
  readonly signeAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
};

/**
 * Until when the copy that bears the code and the link of withdrawal may be printed again: the Paris midnight that follows the
 * signature, or the recording of a mandat signed on paper, whose copy is made then. After that it goes: only the person holds it.
 * Null for what is not signed. [choice]
 * Example: signed 2026-11-26T09:00Z → 2026-11-26T23:00Z; signed on paper that day, recorded the next one → 2026-11-27T23:00Z.
 */
export function finDeLaCopie({ forme, signeAt, createdAt }: MandatCopie): Temporal.Instant | null {
  if (signeAt === null) return null;
  const made = forme === 'papier' ? createdAt : signeAt;
  return finPrevue(made.toZonedDateTimeISO('Europe/Paris').toPlainDate());
}

export function copieImprimable(mandat: MandatCopie, now: Temporal.Instant): boolean {
  const fin = finDeLaCopie(mandat);
  return fin !== null && Temporal.Instant.compare(now, fin) < 0;
}
