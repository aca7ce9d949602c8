import { type Database, inTerritoire } from '../db.ts';
import { type Objet, record } from '../journal.ts';
import { acteurOf } from '../session.ts';
import type { Limiter, Rythme } from './limits.ts';
import type { Route, Rq } from './route.ts';
import type { Outcome } from './server.ts';

/** What the journal says of somebody who asked for what they may not have. */
export const ACCES_REFUSE = 'accès refusé';

/** Refusals of one account, each a line of the journal: beyond, it waits, and nothing is tried without leaving one. */
const RYTHME_REFUS: Rythme = { fois: 300, minutes: 10 };

/** Refused outright, not found, or not theirs; or asked by a session that is no longer one. */
function isRefused(route: Route, { reply, rq }: Outcome): boolean {
  if (reply === 'forbidden' || reply === 'not-found') return true;
  if (typeof reply === 'object' && reply.kind === 'not-found') return true;
  return route.access !== 'public' && rq?.session === undefined && rq?.token !== undefined;
}

/** The guarded object as it was asked for, whether it exists or not. */
function objetOf(garde: string, { params }: Rq): Objet | undefined {
  const id = params[garde];
  return id === undefined ? undefined : [garde, id];
}

/**
 * Journals a refusal of a guarded route, in a transaction of its own: that of the request read only, or was undone. The
 * answer stays what it was; once too many were refused to one account, it is to wait. Somebody not signed in has no name
 * here and leaves no line. What exists and what does not cost the same work.
 */
export async function noteRefusal(
  database: Database,
  limiter: Limiter,
  route: Route,
  outcome: Outcome,
): Promise<Outcome> {
  const { garde } = route;
  const { rq } = outcome;
  if (garde === undefined || rq === undefined || !isRefused(route, outcome)) return outcome;
  const { territoire, session, compte, token, now } = rq;
  const isNoted = await inTerritoire(database, territoire.id, async (db) => {
    const known = token === undefined ? undefined : await acteurOf(db, territoire.id, token);
    const acteur = session?.acteur ?? known;
    if (acteur === undefined) return true;
    if (limiter.take(`refus ${compte?.id ?? acteur}`, RYTHME_REFUS, now.epochMilliseconds) > 0) return false;
    await record(db, territoire.id, { acteur, acte: ACCES_REFUSE, objet: objetOf(garde, rq) });
    return true;
  });
  return isNoted ? outcome : { reply: 'too-many', rq };
}

/** Journals a form that was answered by a page (`lecture`), in a transaction of its own: that of the request was undone. */
export async function noteLecture(database: Database, route: Route, { reply, rq }: Outcome): Promise<void> {
  const { acte, lecture } = route;
  if (!lecture || acte === undefined || rq === undefined) return;
  if (typeof reply === 'string' || reply.kind !== 'page' || reply.status !== 200) return;
  const acteur = rq.session?.acteur ?? null;
  await inTerritoire(database, rq.territoire.id, (db) => record(db, rq.territoire.id, { acteur, acte }));
}
