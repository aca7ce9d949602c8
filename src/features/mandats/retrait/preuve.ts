import { z } from 'zod';
import type { Coffre } from '../../../platform/coffre.ts';

const PREUVE = 'retrait:preuve';
const RECU = 'retrait:recu';
/** How long the two codes are good for, once given. */
const PREUVE_MINUTES = 15;
/** How long a receipt shows on the device that withdrew: enough to keep it, too short for whoever sits there next. */
export const RECU_MINUTES = 10;

const preuve = z.object({
  mandat: z.uuid(),
  compte: z.uuid(),
  canal: z.enum(['guichet', 'telephone']),
  jusque: z.number(),
});
const recu = z.object({ mandat: z.uuid(), at: z.number(), jusque: z.number() });

/** That an account was given both codes of a mandat a moment ago, and how the person told them. */
export type Preuve = Omit<z.infer<typeof preuve>, 'jusque'>;
/** Which withdrawal a receipt is of. */
export type RecuOuvert = { readonly mandat: string; readonly at: Temporal.Instant };

function seal(coffre: Coffre, value: object, place: string): string {
  return coffre.seal(Buffer.from(JSON.stringify(value)), place).toString('base64url');
}

/** What was sealed, while it is fresh; undefined for anything else, whatever was sent. */
function open<S extends z.ZodType<{ jusque: number }>>(
  coffre: Coffre,
  schema: S,
  { sealed, place, now }: { readonly sealed: string; readonly place: string; readonly now: Temporal.Instant },
): z.infer<S> | undefined {
  if (sealed.length === 0 || sealed.length > 1000) return undefined;
  try {
    const read = schema.parse(JSON.parse(coffre.open(Buffer.from(sealed, 'base64url'), place).toString('utf8')));
    return now.epochMilliseconds < read.jusque ? read : undefined;
  } catch {
    // Not ours, or of another key.
    return undefined;
  }
}

const inMinutes = (now: Temporal.Instant, minutes: number): number => now.add({ minutes }).epochMilliseconds;

export function sealPreuve(coffre: Coffre, given: Preuve, now: Temporal.Instant): string {
  return seal(coffre, { ...given, jusque: inMinutes(now, PREUVE_MINUTES) }, PREUVE);
}

/** The proof that an account sealed for itself; another account's opens nothing. */
export function openPreuve(
  coffre: Coffre,
  sealed: string,
  compteId: string,
  now: Temporal.Instant,
): Preuve | undefined {
  const read = open(coffre, preuve, { sealed, place: PREUVE, now });
  return read?.compte === compteId ? read : undefined;
}

/** Its receipt, for so long after the withdrawal itself, however late it is sealed. */
export function sealRecu(coffre: Coffre, { mandat, at }: RecuOuvert): string {
  return seal(coffre, { mandat, at: at.epochMilliseconds, jusque: inMinutes(at, RECU_MINUTES) }, RECU);
}

export function openRecu(coffre: Coffre, sealed: string, now: Temporal.Instant): RecuOuvert | undefined {
  const read = open(coffre, recu, { sealed, place: RECU, now });
  return read && { mandat: read.mandat, at: Temporal.Instant.fromEpochMilliseconds(read.at) };
}
