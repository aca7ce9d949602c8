import { z } from 'zod';
import type { Coffre } from '../../../platform/coffre.ts';
import { writeCookie } from '../../../platform/http/cookies.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { RendezVousOptions } from '../chemin.ts';

/** What a rendez-vous is known by on the device that took it: nothing of it is in an address, nor in a row of ours. */
const COOKIE = 'escale_rdv';
const PLACE = 'rendez-vous:ticket';
/** Enough to print it or copy the code; too short for whoever sits there next. */
const MINUTES = 20;

const ticket = z.object({ rdv: z.uuid(), jusque: z.number() });

function open(coffre: Coffre, sealed: string, now: Temporal.Instant): string | undefined {
  if (sealed.length === 0 || sealed.length > 1000) return undefined;
  try {
    const read = ticket.parse(JSON.parse(coffre.open(Buffer.from(sealed, 'base64url'), PLACE).toString('utf8')));
    return now.epochMilliseconds < read.jusque ? read.rdv : undefined;
  } catch {
    // Not ours, or of another key.
    return undefined;
  }
}

/** The cookie that shows a rendez-vous on this device for a while; it goes when the browser closes. */
export function cookieDuTicket({ coffre, url }: RendezVousOptions, now: Temporal.Instant, rdv: string): string {
  const value = JSON.stringify({ rdv, jusque: now.add({ minutes: MINUTES }).epochMilliseconds });
  const sealed = coffre.seal(Buffer.from(value), PLACE).toString('base64url');
  return writeCookie(COOKIE, sealed, { secure: url.startsWith('https:') });
}

/** The id of the rendez-vous that this device may see; undefined for anything else that was sent. */
export function ticketOuvert(rq: Rq, { coffre }: RendezVousOptions): string | undefined {
  return open(coffre, rq.cookie(COOKIE) ?? '', rq.now);
}
