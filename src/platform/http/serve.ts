import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { masquer } from '../../domain/secret.ts';
import { type Db, inTerritoire } from '../db.ts';
import { record } from '../journal.ts';
import { findSession, touchSession } from '../session.ts';
import { addressOf } from './address.ts';
import { answer, answerTrouble } from './answer.ts';
import { receiveForm, receiveJson } from './body.ts';
import { readCookies } from './cookies.ts';
import { decide, isKept } from './decide.ts';
import { emptyForm, type FormData as SentForm } from './form.ts';
import { noteLecture, noteMisnamed, noteRefusal } from './garde.ts';
import { isUuid } from './idempotence.ts';
import { abonne, type Limiter, RYTHME_COMPTE } from './limits.ts';
import { type Outcome, type ServerOptions, sessionCookie, type Trouble } from './options.ts';
import type { Room } from './room.ts';
import type { Route, Rq } from './route.ts';
import { comesFromHere, pageBefore } from './security.ts';

/** How long one question may hold the database on behalf of a page. */
const STATEMENT_MS = 15_000;

/** Thrown to undo the transaction of a POST that did not end in a redirect, carrying its answer out. */
class Undo {
  constructor(readonly outcome: Outcome) {}
}

/** What is counted before anything is served. */
export type Edge = { readonly limiter: Limiter; readonly served: Room; readonly received: Room; readonly heavy: Room };

/** Checks a request at the door, receives its form, then serves it while there is room. */
export async function serve(options: ServerOptions, edge: Edge, route: Route, c: Context): Promise<Response> {
  const isPost = route.method === 'POST';
  const host = c.req.header('host') ?? '';
  if (isPost && !comesFromHere(c.req.raw.headers, host)) return answerTrouble(options, c, 'foreign-origin');
  const params = route.libre ? c.req.param() : readParams(c.req.param());
  if (params === undefined && route.garde === undefined) return answerTrouble(options, c, 'not-found');
  const now = options.clock();
  const adresse = addressOf(c, options.proxies ?? 0);
  if (route.rythme !== undefined && adresse !== '') {
    const wait = edge.limiter.take(`${abonne(adresse)} ${route.path}`, route.rythme, now.epochMilliseconds);
    if (wait > 0) return answerTrouble(options, c, 'too-many', { wait });
  }
  const territoire = await options.findTerritoire(host);
  if (territoire === undefined) return answerTrouble(options, c, 'not-found');
  c.set('territoireId', territoire.id);
  const token = readCookies(c.req.header('cookie') ?? null).get(sessionCookie(options.secure));
  if (params === undefined) return misnamed(options, edge, route, c, { territoire, token, now });
  // A heavy form is read only from somebody who may send it, and not too many at once.
  const poids = await heavyFrom(options, route, territoire.id, token, now);
  using heavy = poids === undefined ? undefined : edge.heavy.enter('', poids);
  if (poids !== undefined && heavy === undefined) return answerTrouble(options, c, 'busy', { territoire });
  const sent = isPost ? await receive(edge.received, abonne(adresse), c, route, poids) : { form: emptyForm };
  if (typeof sent === 'string') return answerTrouble(options, c, sent, { territoire });
  using place = edge.served.enter();
  if (place === undefined) return answerTrouble(options, c, 'busy', { territoire });
  return await run(options, edge.limiter, route, c, {
    territoire,
    params,
    corps: undefined,
    ...sent,
    now,
    adresse,
    token,
  });
}

/** A guarded route asked by what is no identifier: nothing is there, and whoever asked leaves a line. The form is not read. */
async function misnamed(
  options: ServerOptions,
  edge: Edge,
  { garde = '' }: Route,
  c: Context,
  { territoire, token, now }: Pick<Received, 'territoire' | 'token' | 'now'>,
): Promise<Response> {
  using place = edge.served.enter();
  if (place === undefined) return answerTrouble(options, c, 'busy', { territoire });
  const asked = { territoireId: territoire.id, token, params: c.req.param(), now };
  return answerTrouble(options, c, await noteMisnamed(options.database, edge.limiter, garde, asked));
}

/** What was sent: a form, or the JSON of a route of `donnees`. */
async function receive(
  room: Room,
  who: string,
  c: Context,
  { donnees }: Route,
  poids: number | undefined,
): Promise<{ readonly form: SentForm; readonly corps?: unknown } | Trouble> {
  using place = room.enter(who);
  if (place === undefined) return 'busy';
  if (donnees) {
    const read = await receiveJson(c.req.raw);
    // What is no JSON is its handler's to refuse, once it is known who sends it.
    if (read === 'stale-form') return { form: emptyForm };
    return typeof read === 'string' ? read : { form: emptyForm, corps: read.json };
  }
  const form = await receiveForm(c.req.raw, poids);
  return typeof form === 'string' ? form : { form };
}

type Received = Pick<Rq, 'territoire' | 'params' | 'form' | 'corps' | 'now' | 'adresse' | 'token'>;

/** Decides in one transaction of the territoire, which a POST commits on a redirect alone. */
async function run(
  options: ServerOptions,
  limiter: Limiter,
  route: Route,
  c: Context,
  { territoire, params, form, corps, now, adresse, token }: Received,
): Promise<Response> {
  const isPost = route.method === 'POST';
  const work = async (db: Db): Promise<Outcome & { stale: boolean }> => {
    const session = token === undefined ? undefined : await findSession(db, territoire.id, token, now);
    // Half signed in is not signed in, except where the second factor is asked.
    const isEnough = session !== undefined && (session.session.niveau === 'double' || route.niveau === 'lien');
    const acteur = route.anonyme ? null : (session?.session.acteur ?? null);
    const rq: Rq = {
      territoire,
      compte: isEnough ? session.compte : undefined,
      session: session?.session,
      cookie: (name) => readCookies(c.req.header('cookie') ?? null).get(name),
      adresse,
      depuis: pageBefore(c.req.raw.headers, c.req.header('host') ?? ''),
      navigateur: c.req.header('user-agent') ?? '',
      note: (acte, objet) => record(db, territoire.id, { acteur, acte, objet }),
      db,
      params,
      query: readQuery(c.req.url),
      form,
      corps,
      now,
      today: now.toZonedDateTimeISO('Europe/Paris').toPlainDate(),
      path: c.req.path,
      key: randomUUID(),
      token,
    };
    const wait =
      isPost && rq.compte !== undefined ? limiter.take(rq.compte.id, RYTHME_COMPTE, now.epochMilliseconds) : 0;
    const reply = wait > 0 ? 'too-many' : await decide(options, route, rq);
    if (isPost && !isKept(reply)) throw new Undo({ reply, rq });
    return { reply, rq, stale: !route.machinale && (session?.stale ?? false) };
  };
  const told = async (outcome: Outcome) => {
    await noteLecture(options.database, route, outcome);
    return noteRefusal(options.database, limiter, route, outcome);
  };
  try {
    const readOnly = !isPost && route.acte === undefined;
    const { reply, rq, stale } = await inTerritoire(options.database, territoire.id, work, {
      readOnly,
      statementMs: STATEMENT_MS,
    });
    if (stale && token !== undefined) {
      await inTerritoire(options.database, territoire.id, (db) => touchSession(db, territoire.id, token, now));
    }
    if (isPost) options.afterWrite();
    return answer(options, c, await told({ reply, rq }), route);
  } catch (thrown) {
    if (thrown instanceof Undo) return answer(options, c, await told(thrown.outcome), route);
    throw thrown;
  }
}

/** How heavy a form this session may send to this route; undefined: as heavy as any. */
async function heavyFrom(
  { database }: ServerOptions,
  { poids, access }: Route,
  territoireId: string,
  token: string | undefined,
  now: Temporal.Instant,
): Promise<number | undefined> {
  if (poids === undefined || token === undefined || access === 'public') return undefined;
  const found = await inTerritoire(database, territoireId, (db) => findSession(db, territoireId, token, now), {
    readOnly: true,
  });
  const isAllowed = found?.session.niveau === 'double' && access[found.compte.role] !== undefined;
  return isAllowed ? poids : undefined;
}

/**
 * What the path names, each by its id; undefined when one is not an id. A name may bear an ending: « jeton » in
 * `/calendrier/:jeton.ics`.
 */
function readParams(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const ending = /\..*$/.exec(name)?.[0] ?? '';
    const id = value.slice(0, value.length - ending.length);
    if (!value.endsWith(ending) || !isUuid(id)) return undefined;
    params[name.slice(0, name.length - ending.length)] = id;
  }
  return params;
}

/** What follows the « ? », without the NUL that PostgreSQL refuses to read, nor the secrets that nobody may search for. */
function readQuery(url: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new URL(url).searchParams) query.append(name, masquer(value.replaceAll('\0', '')));
  return query;
}
