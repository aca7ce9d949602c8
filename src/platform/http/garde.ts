import { masquer } from '../../domain/secret.ts';
import { type Database, inTerritoire } from '../db.ts';
import { type Objet, record } from '../journal.ts';
import { acteurOf, findSession } from '../session.ts';
import type { Limiter, Rythme } from './limits.ts';
import type { Outcome } from './options.ts';
import type { Route, Rq } from './route.ts';

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

/** What is kept of an address that is not an identifier: the longest that a journal takes is twice that. */
const LONGEST_MISNAMED = 60;

/**
 * What was put in the place of an identifier, as a line of the journal may bear it: without the secrets that somebody may have
 * pasted there, nor any sign that could pass for another, and short.
 *
 * Example: « a b/<script> » → « a%20b%2F%3Cscript%3E »; 200 letters → the first 60, then « … ».
 */
function misnamed(value: string): string {
  const escaped = encodeURIComponent(masquer(value).toWellFormed());
  return escaped.length > LONGEST_MISNAMED ? `${escaped.slice(0, LONGEST_MISNAMED)}…` : escaped;
}

/** A request for a guarded route by what is not an identifier. */
export type Misnamed = {
  readonly territoireId: string;
  readonly token: string | undefined;
  /** What the path holds, each by its name. */
  readonly params: Readonly<Record<string, string>>;
  readonly now: Temporal.Instant;
};

/**
 * As `noteRefusal`, for a path that names nothing since it holds no identifier: whoever tries anything leaves the same line, and is
 * counted with the rest of what they were refused. Returns what to answer.
 */
export function noteMisnamed(
  database: Database,
  limiter: Limiter,
  garde: string,
  { territoireId, token, params, now }: Misnamed,
): Promise<'not-found' | 'too-many'> {
  if (token === undefined) return Promise.resolve('not-found');
  return inTerritoire(database, territoireId, async (db) => {
    const found = await findSession(db, territoireId, token, now);
    const acteur = found?.session.acteur ?? (await acteurOf(db, territoireId, token));
    if (acteur === undefined) return 'not-found';
    if (limiter.take(keyOf(found?.compte, acteur), RYTHME_REFUS, now.epochMilliseconds) > 0) return 'too-many';
    const value = params[garde];
    const objet: Objet | undefined = value === undefined ? undefined : [garde, misnamed(value)];
    await record(db, territoireId, { acteur, acte: ACCES_REFUSE, objet });
    return 'not-found';
  });
}

/** Under which refusals are counted: the account, or the name of a session that is over. */
const keyOf = (compte: { readonly id: string } | undefined, acteur: string): string => `refus ${compte?.id ?? acteur}`;

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
    if (limiter.take(keyOf(compte, acteur), RYTHME_REFUS, now.epochMilliseconds) > 0) return false;
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
