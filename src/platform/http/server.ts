import { randomBytes, randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import type { Donnee } from '../../domain/conservation.ts';
import { direNomRetire, masquer } from '../../domain/secret.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { type Database, type Db, inTerritoire, isDatabaseAway } from '../db.ts';
import { type Objet, record } from '../journal.ts';
import { findSession, isConfirmed, touchSession } from '../session.ts';
import { addressOf } from './address.ts';
import { receiveForm, receiveJson } from './body.ts';
import { readCookies, writeCookie } from './cookies.ts';
import { fileResponse } from './file.ts';
import { emptyForm, KEY_FIELD, type FormData as SentForm } from './form.ts';
import { noteLecture, noteMisnamed, noteRefusal } from './garde.ts';
import { claimKey, contentOf, isUuid, rememberOutcome } from './idempotence.ts';
import { abonne, createLimiter, type Limiter, RYTHME_COMPTE } from './limits.ts';
import { type Observer, observe } from './observation.ts';
import { type PageContent, type Redirect, type Reply, redirect } from './reply.ts';
import { createRoom, type Room } from './room.ts';
import { authorise, collecteDe, type Route, type Rq, type Verdict, type Watch } from './route.ts';
import { comesFromHere, contentSecurityPolicy, hasBearer, headersOf, securityHeaders } from './security.ts';

/** The session's cookie. Behind https its name binds it to this very host: no other site of the domain can plant one. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-escale_session' : 'escale_session';
}
const FLASH_COOKIE = 'escale_message';

/** A page that answers something else than what was asked. */
export type Trouble =
  | 'not-found'
  | 'forbidden'
  | 'stale-form'
  | 'foreign-origin'
  | 'too-large'
  | 'too-many'
  | 'already-sent'
  | 'busy'
  | 'away'
  | 'bug';

export const troubleStatus: Record<Trouble, 400 | 403 | 404 | 409 | 413 | 429 | 500 | 503> = {
  'not-found': 404,
  forbidden: 403,
  'stale-form': 400,
  'foreign-origin': 403,
  'too-large': 413,
  'too-many': 429,
  'already-sent': 409,
  busy: 503,
  away: 503,
  bug: 500,
};

/** When to come back, where the answer does not say it better. */
const RETRY_SECONDS: Partial<Record<Trouble, number>> = { away: 10, busy: 5, 'too-many': 60 };

/** Requests served at once; on two cores, the last one has waited a few seconds. */
const MAX_IN_FLIGHT = 400;
/** Forms being received at once, in all and from one address, slow ones included: they hold none of the places above. */
const MAX_RECEIVED = { max: 1_000, each: 250 } as const;
/** How long one question may hold the database on behalf of a page. */
const STATEMENT_MS = 15_000;
/** Bytes of heavy forms received at once: each is held whole in memory, a few times over while it is read. */
const HEAVY_BYTES = 72 * 1024 * 1024;

export type View = {
  readonly territoire: Territoire | undefined;
  readonly compte: Rq['compte'];
  readonly path: string;
  readonly flash: string | undefined;
  /** What the forms of the page collect of people. */
  readonly collecte: readonly Donnee[];
  readonly key: string;
  readonly nonce: string;
};

export type ServerOptions = {
  readonly database: Database;
  readonly routes: readonly Route[];
  /** Run first, before any session: assets, health. */
  readonly before: readonly MiddlewareHandler[];
  readonly demo: boolean;
  /** Whether the site is reached by https: cookies are then marked Secure. */
  readonly secure: boolean;
  readonly clock: () => Temporal.Instant;
  /** A keyed print: of what a form says, so that another one sent with its key is told apart. */
  readonly print: (text: string) => Buffer;
  readonly findTerritoire: (host: string) => Promise<Territoire | undefined>;
  readonly layout: (view: View, content: PageContent) => string;
  /** `reference`: what to quote when asking for help, on the page of a bug. */
  readonly trouble: (trouble: Trouble, reference: string | undefined) => PageContent;
  /** Requests served at once, beyond which the others are told to come back. */
  readonly maxInFlight?: number;
  /** How many proxies of ours stand in front: each adds one address to X-Forwarded-For. */
  readonly proxies?: number;
  /** Called after each committed write: what waits to be sent may leave. */
  readonly afterWrite: () => void;
  /** Told of every throw that no rule foresaw: by which route, « GET /structures/:structure », and for which request. */
  readonly onBug: (error: unknown, where: string, requestId: string) => void;
  /** Told of every request. */
  readonly observers?: readonly Observer[];
  /** Pages for programs that watch; `jeton` opens those that ask for one, which without it do not exist. */
  readonly watches?: readonly Watch[];
  readonly jeton?: string | undefined;
};

/** Thrown to undo the transaction of a POST that did not end in a redirect, carrying its answer out. */
class Undo {
  constructor(readonly outcome: Outcome) {}
}

/** What a request comes to. */
export type Outcome = { readonly reply: Reply | Trouble; readonly rq: Rq | undefined };

/** What is counted before anything is served. */
type Edge = { readonly limiter: Limiter; readonly served: Room; readonly received: Room; readonly heavy: Room };

/** Builds the server from the declared routes: each is authorised, loaded and run in one transaction of its territoire. */
export function createServer(options: ServerOptions): Hono {
  const app = new Hono();
  const edge: Edge = {
    limiter: createLimiter(),
    // Beyond, each would wait longer than people do: better told at once, before the database is asked anything.
    served: createRoom({ max: options.maxInFlight ?? MAX_IN_FLIGHT }),
    received: createRoom(MAX_RECEIVED),
    heavy: createRoom({ max: HEAVY_BYTES }),
  };
  app.use(observe(options.observers ?? [], options.proxies ?? 0));
  for (const middleware of options.before) app.use(middleware);
  for (const watch of options.watches ?? []) serveWatch(app, watch, options.jeton);
  for (const route of options.routes) {
    if (route.demo && !options.demo) continue;
    app.on(route.method, route.path, async (c) => {
      c.set('route', route.path);
      return serve(options, edge, route, c);
    });
  }
  app.notFound((c) => answerTrouble(options, c, 'not-found'));
  app.onError((error, c) => {
    const trouble = isDatabaseAway(error) ? 'away' : 'bug';
    options.onBug(error, `${c.req.method} ${c.get('route') ?? ''}`.trim(), c.get('requestId'));
    return answerTrouble(options, c, trouble);
  });
  return app;
}

function serveWatch(app: Hono, { method, path, access, handle }: Watch, jeton: string | undefined): void {
  if (access === 'jeton' && jeton === undefined) return;
  app.on(method, path, async (c) => {
    c.set('route', path);
    c.set('watched', true);
    if (access === 'public' || hasBearer(c.req.header('authorization'), jeton)) return handle();
    return new Response(null, { status: 401, headers: { ...securityHeaders, 'www-authenticate': 'Bearer' } });
  });
}

/** Checks a request at the door, receives its form, then serves it while there is room. */
async function serve(options: ServerOptions, edge: Edge, route: Route, c: Context): Promise<Response> {
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

/** Whether a POST that is answered so is committed. */
function isKept(reply: Reply | Trouble): boolean {
  return typeof reply !== 'string' && (reply.kind === 'redirect' || (reply.kind === 'donnees' && reply.status < 400));
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

async function decide(options: ServerOptions, route: Route, rq: Rq): Promise<Reply | Trouble> {
  const before = verdict(route, rq);
  if (before === 'sign-in') return redirect(thenBack('/connexion', options, rq, route));
  if (before === 'second-factor') return redirect(thenBack('/connexion/code', options, rq, route));
  if (before === 'confirm') return redirect(thenBack('/confirmer', options, rq, route));
  if (before !== 'allowed') return before;
  if (route.method === 'GET') {
    const object = await loadAllowed(route, rq);
    if (object === undefined) return 'not-found';
    const reply = await route.handle(rq, object);
    if (route.acte !== undefined && reply.kind !== 'not-found') await rq.note(route.acte, objetOf(route, rq));
    return reply;
  }

  if (route.donnees) return decideDonnees(route, rq);
  const key = rq.form.values[KEY_FIELD]?.[0] ?? '';
  const sending = {
    territoireId: rq.territoire.id,
    key,
    compteId: rq.compte?.id ?? null,
    path: rq.path,
    contenuEmpreinte: options.print(await contentOf(rq.form)),
  };
  // Before the object: once it is deleted, the form that deleted it is still answered as it was the first time.
  const claim = isUuid(key) ? await claimKey(rq.db, sending) : 'foreign';
  if (typeof claim === 'object') return redirect(claim.to, { cookies: (await route.cookiesEncore?.(rq)) ?? [] });
  const object = await loadAllowed(route, rq);
  if (object === undefined) return 'not-found';
  if (claim === 'foreign') return 'stale-form';
  if (claim === 'changed') return 'already-sent';
  const reply = await route.handle(rq, object);
  if (reply.kind !== 'redirect') return reply;
  await rememberOutcome(rq.db, sending, reply.to);
  await rq.note(route.acte ?? route.path, reply.objet ?? objetOf(route, rq));
  return withRenaming(reply, rq.form);
}

/** What a script of ours asks: each thing bears its own key, and is answered for itself. */
async function decideDonnees(route: Route, rq: Rq): Promise<Reply | Trouble> {
  const object = await loadAllowed(route, rq);
  if (object === undefined) return 'not-found';
  const reply = await route.handle(rq, object);
  if (isKept(reply)) await rq.note(route.acte ?? route.path, objetOf(route, rq));
  return reply;
}

/** Tells whoever sent a file, besides what the page says, that its name held a secret and no longer does. */
function withRenaming(reply: Redirect, { secretsOfNames = [] }: SentForm): Redirect {
  if (secretsOfNames.length === 0) return reply;
  const renamed = direNomRetire(secretsOfNames);
  return { ...reply, flash: reply.flash === undefined ? renamed : `${reply.flash} ${renamed}` };
}

/** The permission, then what the session must have proved. */
function verdict(route: Route, rq: Rq): Verdict {
  const permission = authorise(route, rq.compte);
  if (permission === 'sign-in' && rq.session?.niveau === 'lien') return 'second-factor';
  if (permission !== 'allowed' || route.niveau !== 'confirme' || route.access === 'public') return permission;
  return rq.session !== undefined && isConfirmed(rq.session, rq.now) ? 'allowed' : 'confirm';
}

/** The object that the path names last: « structure » and its id for /structures/:structure/modifier. */
function objetOf(route: Route, rq: Rq): Objet | undefined {
  const name = [...route.path.matchAll(/:([a-z]+)/g)].at(-1)?.[1];
  return name === undefined ? undefined : [name, rq.params[name] ?? ''];
}

/** The object that the path names; undefined when there is none, or when it is not this account's. */
async function loadAllowed(route: Route, rq: Rq): Promise<unknown> {
  const object = await route.load(rq);
  return object !== undefined && authorise(route, rq.compte, { object }) === 'allowed' ? object : undefined;
}

/**
 * Where to prove who one is, then come back: to the page asked for; for a form, to the page that bears its address, or the
 * one just above, where its button is.
 */
function thenBack(door: string, { routes }: ServerOptions, rq: Rq, route: Route): string {
  const isPage = (path: string) => routes.some((one) => one.method === 'GET' && one.path === path);
  const above = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const query = route.method === 'GET' && rq.query.size > 0 ? `?${rq.query}` : '';
  if (isPage(route.path)) return `${door}?suite=${encodeURIComponent(rq.path + query)}`;
  return isPage(above(route.path)) ? `${door}?suite=${encodeURIComponent(above(rq.path))}` : door;
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

function answer(options: ServerOptions, c: Context, { reply, rq }: Outcome, route: Route): Response {
  if (typeof reply === 'string') return answerTrouble(options, c, reply, rq);
  switch (reply.kind) {
    case 'not-found':
      return answerTrouble(options, c, 'not-found', rq);
    case 'page':
      return answerPage(options, c, reply.page, reply.status, rq, collecteDe(route, options.routes));
    case 'file':
      return fileResponse(reply, {
        secure: options.secure,
        known: c.req.header('if-none-match') ?? '',
        accepted: c.req.header('accept-encoding') ?? '',
      });
    case 'donnees':
      return new Response(JSON.stringify(reply.json), {
        status: reply.status,
        headers: {
          ...headersOf(options.secure),
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
        },
      });
    case 'redirect': {
      const headers = new Headers({ ...headersOf(options.secure), location: reply.to, 'cache-control': 'no-store' });
      if (reply.oublier === true) headers.set('clear-site-data', '"cache", "storage"');
      for (const cookie of reply.cookies ?? []) headers.append('set-cookie', cookie);
      if (reply.flash !== undefined) {
        headers.append(
          'set-cookie',
          writeCookie(FLASH_COOKIE, reply.flash, { secure: options.secure, maxAgeSeconds: 60 }),
        );
      }
      return new Response(null, { status: 303, headers });
    }
  }
}

function answerPage(
  options: ServerOptions,
  c: Context,
  content: PageContent,
  status: number,
  rq?: Partial<Rq>,
  collecte: readonly Donnee[] = [],
): Response {
  // A page that a device keeps leaves the message to the next one, that its person sees.
  const flash = content.coquille === true ? undefined : readCookies(c.req.header('cookie') ?? null).get(FLASH_COOKIE);
  const nonce = randomBytes(16).toString('base64');
  const html = options.layout(
    // Half signed in, nothing of one's space is offered yet.
    {
      territoire: rq?.territoire,
      compte: rq?.session?.niveau === 'lien' ? undefined : rq?.compte,
      path: c.req.path,
      flash,
      collecte,
      key: rq?.key ?? randomUUID(),
      nonce,
    },
    content,
  );
  const headers = new Headers({
    ...headersOf(options.secure),
    'content-security-policy': contentSecurityPolicy(nonce),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  if (content.refreshSeconds !== undefined) headers.set('refresh', String(content.refreshSeconds));
  if (flash !== undefined) {
    headers.append('set-cookie', writeCookie(FLASH_COOKIE, '', { secure: options.secure, maxAgeSeconds: 0 }));
  }
  return new Response(html, { status, headers });
}

function answerTrouble(
  options: ServerOptions,
  c: Context,
  trouble: Trouble,
  { wait = RETRY_SECONDS[trouble], ...rq }: Partial<Rq> & { readonly wait?: number | undefined } = {},
): Response {
  const content = options.trouble(trouble, trouble === 'bug' ? c.get('requestId') : undefined);
  const response = answerPage(options, c, content, troubleStatus[trouble], rq);
  if (wait !== undefined) response.headers.set('retry-after', String(wait));
  return response;
}
