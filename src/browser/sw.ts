import { ouvrirAppareil } from './terrain/appareil.ts';
import { nouvelId } from './terrain/chiffre.ts';
import { synchroniser } from './terrain/envoi.ts';
import { ajouterDuWeb } from './terrain/file.ts';
import { estGardable, operationsDuWeb } from './terrain/formulaire-web.ts';
import type { Demande, Travailleur } from './terrain/travailleur.ts';

/**
 * The worker that opens the agent's day without network. It keeps the shell, which holds nobody's data, and its files; every other page
 * comes from the server or not at all. Workbox was not needed: one page and some ten files, whose list the server writes, are kept in
 * thirty lines, where its router and its strategies weigh more than all of this; its queue would keep whole requests in clear.
 */

const worker = self as unknown as Travailleur;
const { version = 'nue', coquille = '/terrain', fichiers = [] } = worker.ESCALE ?? {};
const CACHE = `escale-${version}`;

/** Longest wait for a page, then for the answer to a form, before the device does without the network. */
const PATIENCE_PAGE_MS = 4_000;
const PATIENCE_ENVOI_MS = 15_000;

/** Pages of an agent, which without network lead to his day. */
const PAGES_AGENT = /^\/(?:|accueil|agenda|seances\/.*|accompagnements(?:\/.*)?)$/;

worker.addEventListener('install', (event) => {
  event.waitUntil(garnir().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(nettoyer().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'garnir') event.waitUntil(garnirSiVide());
});

worker.addEventListener('sync', (event) => {
  if (event.tag === 'envoi') event.waitUntil(envoyer());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === 'navigate') naviguer(event, pathname);
  else if (request.method === 'GET' && isFichier(request.url)) event.respondWith(gardeOuReseau(request));
});

function naviguer(event: Demande, pathname: string): void {
  const { request } = event;
  if (request.method === 'POST' && estGardable(pathname)) event.respondWith(envoiOuFile(request));
  // Kept whole with its files: one version of them all, whatever was deployed since.
  else if (pathname === coquille) event.respondWith(gardeOuReseau(request, coquille));
  else if (request.method === 'POST' && PAGES_AGENT.test(pathname)) event.respondWith(envoiOuRien(fetch(request)));
  else if (request.method === 'GET' && PAGES_AGENT.test(pathname)) event.respondWith(pageOuCoquille(request, pathname));
}

function isFichier(url: string): boolean {
  const { pathname, search } = new URL(url);
  return pathname.startsWith('/assets/') || fichiers.includes(pathname + search);
}

/** The shell is asked as the person signed in: without a session there is nothing to keep, until somebody comes back. */
async function garnir(): Promise<void> {
  const shell = await fetch(coquille, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store' });
  if (shell.status !== 200) return;
  const named = [...(await shell.clone().text()).matchAll(/(?:href|src)="(\/(?:assets\/|logo\?)[^"]+)"/g)];
  const all = new Set([...fichiers, ...named.map(([, path = '']) => path.replaceAll('&amp;', '&'))]);
  const cache = await caches.open(CACHE);
  await cache.addAll([...all]);
  // Last: a shell that is there has all that it needs.
  await cache.put(coquille, shell);
}

async function garnirSiVide(): Promise<void> {
  if (await isGarni()) return;
  await garnir();
  await nettoyer();
}

async function isGarni(): Promise<boolean> {
  return (await caches.match(coquille, { cacheName: CACHE })) !== undefined;
}

/** The versions before this one, once it has its own shell: deployed while the session was over, it works with the old one. */
async function nettoyer(): Promise<void> {
  if (!(await isGarni())) return;
  for (const name of await caches.keys()) {
    if (name.startsWith('escale-') && name !== CACHE) await caches.delete(name);
  }
}

async function gardeOuReseau(request: Request, key: Request | string = request): Promise<Response> {
  return (await caches.match(key, { cacheName: CACHE })) ?? (await caches.match(key)) ?? fetch(request);
}

async function pageOuCoquille(request: Request, pathname: string): Promise<Response> {
  const answer = await auPlus(fetch(request), PATIENCE_PAGE_MS);
  if (answer !== undefined) return answer;
  if ((await caches.match(coquille)) === undefined) return fetch(request);
  const [, seance] = /^\/seances\/([0-9a-f-]{36})/.exec(pathname) ?? [];
  return Response.redirect(`${coquille}?hors-ligne=1${seance === undefined ? '' : `#seance-${seance}`}`, 302);
}

/** What it gives; undefined when it fails, or takes longer. */
async function auPlus<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms));
  return Promise.race([work.catch(() => undefined), late]);
}

/** A form of the server: received, or kept here under the same ids, which the server knows again if it did receive it. */
async function envoiOuFile(request: Request): Promise<Response> {
  const copy = request.clone();
  const sending = fetch(request);
  const answer = await auPlus(sending, PATIENCE_ENVOI_MS);
  if (answer !== undefined) return answer;
  const kept = await garder(copy).catch(() => 0);
  return kept > 0 ? Response.redirect(`${coquille}?garde=${kept}`, 303) : envoiOuRien(sending);
}

/** A form that the device cannot keep: without network its page stays as it is, with all that was typed, and says so. */
async function envoiOuRien(sending: Promise<Response>): Promise<Response> {
  try {
    return await sending;
  } catch {
    for (const client of await worker.clients.matchAll()) client.postMessage('pas-envoye');
    return new Response(null, { status: 204 });
  }
}

/** How many records of a form are kept. */
async function garder(request: Request): Promise<number> {
  const appareil = await ouvrirAppareil();
  if (!('magasin' in appareil)) return 0;
  const { magasin } = appareil;
  const etat = await magasin.etat();
  if (etat === undefined) return 0;
  const saisiAt = new Date(await magasin.maintenant()).toISOString();
  const operations = operationsDuWeb(new URL(request.url).pathname, await request.formData(), saisiAt);
  if (operations.length === 0) return 0;
  await magasin.changer(etat.compte, (file) =>
    operations.reduce((kept, one) => ajouterDuWeb(kept, etat.compte, one, nouvelId()), file),
  );
  return operations.length;
}

/** Rejects while something waits: the browser then asks again by itself, less and less often. */
async function envoyer(): Promise<void> {
  const appareil = await ouvrirAppareil();
  const etat = 'magasin' in appareil ? await appareil.magasin.etat() : undefined;
  if (!('magasin' in appareil) || etat === undefined) return;
  const bilan = await synchroniser(appareil.magasin, etat.compte, { relire: false });
  if (['hors-ligne', 'portail', 'plus-tard'].includes(bilan.etat)) throw new Error(`Not sent: ${bilan.etat}`);
}
