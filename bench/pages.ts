/**
 * What the busiest pages cost on the demo data, beside a page that is one ready string, served by the same server in the
 * same run: CPU of the server's process for each request, and requests a second. PostgreSQL's own CPU is not in the first
 * figure; it is in the second.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import { seedDemo } from '../db/demo/index.ts';
import { createApp } from '../src/app.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import type { Order, Report } from './client.ts';
import { median, printFigures, type Reading } from './measure.ts';

const ROUNDS = 7;
const CALLS = 300;
const RATIO_MAX = 30;

type Page = { readonly name: string; readonly path: string; readonly cookie?: string };
type Sample = { readonly cpuMs: number; readonly perSecond: number };

async function sample(client: ChildProcess, origin: string, page: Page): Promise<Sample> {
  const order: Order = { url: `${origin}${page.path}`, cookie: page.cookie, calls: CALLS };
  const before = process.cpuUsage();
  client.send(order);
  const [report] = (await once(client, 'message')) as [Report];
  const { user, system } = process.cpuUsage(before);
  if (report.failures > 0) throw new Error(`${page.name}: ${report.failures} answers of ${CALLS} were not 200`);
  return { cpuMs: (user + system) / 1000 / CALLS, perSecond: (CALLS * 1000) / report.wallMs };
}

/** Rounds of every page in turn, so that a noisy moment of the machine falls on all of them; the first is not counted. */
async function measure(client: ChildProcess, origin: string, pages: readonly Page[]): Promise<Map<string, Sample>> {
  const samples = new Map<string, Sample[]>(pages.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const page of pages) {
      const one = await sample(client, origin, page);
      if (round > 0) samples.get(page.name)?.push(one);
    }
  }
  return new Map(
    [...samples].map(([name, all]) => [
      name,
      { cpuMs: median(all.map(({ cpuMs }) => cpuMs)), perSecond: median(all.map(({ perSecond }) => perSecond)) },
    ]),
  );
}

function readings(name: string, page: Sample, still: Sample): Reading[] {
  return [
    {
      mesure: `${name} : CPU du serveur par requête`,
      valeur: page.cpuMs,
      unite: 'ms',
      reference: still.cpuMs,
      objectif: { sur: 'ratio', auPlus: RATIO_MAX },
    },
    {
      mesure: `${name} : requêtes par seconde`,
      valeur: page.perSecond,
      unite: 'req/s',
      reference: still.perSecond,
      objectif: { sur: 'ratio', auMoins: 0.033 },
    },
  ];
}

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner, request, password } = server;
const asOwner = openDatabase(withParts(adminUrl, { role: owner, password, database: template }), { max: 2 });
const database = openDatabase(withParts(adminUrl, { role: request, password, database: template }));
const client = fork(new URL('./client.ts', import.meta.url), { execArgv: [] });
try {
  await importCommunes(asOwner);
  await seedDemo(asOwner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  // A server that has run for a minute has done it by itself.
  await sql`analyze`.execute(asOwner);
  const agent = await inTerritoire(database, demo.territoire, (db) =>
    openSession(db, demo.territoire, demo.comptes.agent, Temporal.Now.instant()),
  );
  const options = { database, demo: true, url: 'http://localhost', coffre: testCoffre, cles };
  const accueil = await (await createApp(options).request('http://localhost/')).text();
  const lieu = /href="(\/lieux\/[^"]+)"/.exec(accueil)?.[1];
  if (lieu === undefined) throw new Error('The home page of the demo shows no lieu');
  const app = createApp(options);
  app.get('/chaine', (c) => c.html(accueil));
  const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const still: Page = { name: 'chaîne', path: '/chaine' };
  const pages: Page[] = [
    { name: '/', path: '/' },
    { name: '/?ou=Céret', path: '/?ou=C%C3%A9ret' },
    { name: '/lieux/:lieu', path: lieu },
    { name: '/agenda', path: '/agenda', cookie: `${sessionCookie(false)}=${agent}` },
  ];
  const found = await measure(client, origin, [still, ...pages]);
  const reference = found.get(still.name);
  for (const { name } of pages) {
    const page = found.get(name);
    if (page !== undefined && reference !== undefined) printFigures(readings(name, page, reference));
  }
  http.close();
} finally {
  client.kill();
  await Promise.all([asOwner.destroy(), database.destroy()]);
  await stop();
}
process.exit();
