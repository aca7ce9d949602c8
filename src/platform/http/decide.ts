import { direNomRetire } from '../../domain/secret.ts';
import type { Objet } from '../journal.ts';
import { isConfirmed } from '../session.ts';
import { KEY_FIELD, type FormData as SentForm } from './form.ts';
import { claimKey, contentOf, isUuid, rememberOutcome } from './idempotence.ts';
import type { ServerOptions, Trouble } from './options.ts';
import { type Redirect, type Reply, redirect } from './reply.ts';
import { authorise, type Route, type Rq, type Verdict } from './route.ts';

/** Whether a POST that is answered so is committed. */
export function isKept(reply: Reply | Trouble): boolean {
  return typeof reply !== 'string' && (reply.kind === 'redirect' || (reply.kind === 'donnees' && reply.status < 400));
}

export async function decide(options: ServerOptions, route: Route, rq: Rq): Promise<Reply | Trouble> {
  const before = verdict(route, rq);
  if (before === 'sign-in') return redirect(thenBack('/connexion', options, rq, route));
  if (before === 'second-factor') return redirect(thenBack('/connexion/code', options, rq, route));
  if (before === 'confirm') return redirect(orBack(thenBack('/confirmer', options, rq, route), options, rq));
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

/** `door`, and the page where whoever gives up goes back: the one that led here, unless it asks for the same proof. */
function orBack(door: string, { routes }: ServerOptions, { depuis }: Rq): string {
  if (depuis === undefined) return door;
  const [path = ''] = depuis.split('?');
  const isAsking = ({ method, niveau, path: pattern }: Route) =>
    method === 'GET' && niveau === 'confirme' && new RegExp(`^${pattern.replace(/:[a-z]+/g, '[^/]+')}$`).test(path);
  if (path.startsWith('/confirmer') || routes.some(isAsking)) return door;
  return `${door}${door.includes('?') ? '&' : '?'}retour=${encodeURIComponent(depuis)}`;
}
