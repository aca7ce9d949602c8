import { z } from 'zod';
import { writeCookie } from '../../../platform/http/cookies.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { RendezVousOptions } from '../chemin.ts';

/** Shows, on the device that asked, what somebody waits for: nothing of it is in an address, nor in a row of ours. */
const COOKIE = 'escale_attente';
const PLACE = 'attente:ticket';
/** Enough to print it; too short for whoever sits there next. */
const MINUTES = 20;

const ticket = z.object({ attente: z.uuid(), jusque: z.number() });

export function cookieDeLAttente({ coffre, url }: RendezVousOptions, now: Temporal.Instant, attente: string): string {
  const value = JSON.stringify({ attente, jusque: now.add({ minutes: MINUTES }).epochMilliseconds });
  const sealed = coffre.seal(Buffer.from(value), PLACE).toString('base64url');
  return writeCookie(COOKIE, sealed, { secure: url.startsWith('https:') });
}

/** Who waits, as this device may see it; undefined for anything else that was sent. */
export function attenteOuverte(rq: Rq, { coffre }: RendezVousOptions): string | undefined {
  const sealed = rq.cookie(COOKIE) ?? '';
  if (sealed.length === 0 || sealed.length > 1000) return undefined;
  try {
    const read = ticket.parse(JSON.parse(coffre.open(Buffer.from(sealed, 'base64url'), PLACE).toString('utf8')));
    return rq.now.epochMilliseconds < read.jusque ? read.attente : undefined;
  } catch {
    // Not ours, or of another key.
    return undefined;
  }
}
