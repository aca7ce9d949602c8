import type { ChildProcess } from 'node:child_process';
import { demo } from '../../db/demo/ids.ts';
import { type AppOptions, appRoutes, createApp } from '../../src/app.ts';
import type { Compte } from '../../src/domain/compte.ts';
import { findCompte } from '../../src/features/comptes/store.ts';
import { territoireFinder } from '../../src/features/territoires/store.ts';
import { serveAssets } from '../../src/platform/assets.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createServer, sessionCookie } from '../../src/platform/http/server.ts';
import { openSession } from '../../src/platform/session.ts';
import { layout, trouble } from '../../src/site.tsx';
import type * as client from '../client.ts';
import { median, printFigures } from '../measure.ts';
import { child, listen, told } from './processes.ts';

const ROUNDS = 9;
const CALLS = 300;

/** The same pages for an account that nobody has to prove: no session is looked for, nothing is written in the journal. */
function withoutDoors(options: AppOptions, compte: Compte) {
  const open = (route: Route): Route => ({
    ...route,
    access: 'public',
    acte: undefined,
    handle: (rq, object) => route.handle({ ...rq, compte }, object),
  });
  const draw = layout(options.demo);
  return createServer({
    before: [serveAssets()],
    database: options.database,
    routes: appRoutes(options).map(open),
    demo: options.demo,
    secure: false,
    clock: () => Temporal.Now.instant(),
    print: options.coffre.print,
    findTerritoire: territoireFinder(options.database).find,
    layout: (view, content) => draw({ ...view, compte }, content),
    trouble,
    afterWrite: () => undefined,
    onBug: (error) => console.error(error),
  });
}

type Sample = { readonly cpuMs: number; readonly perSecond: number };

async function samplePage(asker: ChildProcess, url: string, cookie: string | undefined): Promise<Sample> {
  const order: client.Order = { url, cookie, calls: CALLS };
  const before = process.cpuUsage();
  const report = await told<client.Report>(asker, order);
  const { user, system } = process.cpuUsage(before);
  if (report.failures > 0) throw new Error(`${url}: ${report.failures} answers of ${CALLS} were not 200`);
  return { cpuMs: (user + system) / 1000 / CALLS, perSecond: (CALLS * 1000) / report.wallMs };
}

/** One page, with its doors and without, in turn. */
export async function measurePage(options: AppOptions, compteId: string, path: string): Promise<void> {
  const { database } = options;
  const { token, compte } = await inTerritoire(database, demo.territoire, async (db) => ({
    token: await openSession(db, demo.territoire, compteId, Temporal.Now.instant()),
    compte: await findCompte(db, demo.territoire, compteId),
  }));
  if (compte === undefined) throw new Error(`The demo has no account ${compteId}`);
  const cookie = `${sessionCookie(false)}=${token}`;
  const [guarded, open] = [await listen(createApp(options)), await listen(withoutDoors(options, compte))];
  const asker = child('client');
  const samples: { with: Sample; without: Sample }[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const without = await samplePage(asker, `${open.origin}${path}`, undefined);
      const one = { with: await samplePage(asker, `${guarded.origin}${path}`, cookie), without };
      if (round > 0) samples.push(one);
    }
  } finally {
    asker.kill();
    guarded.close();
    open.close();
  }
  const middle = (of: (sample: (typeof samples)[number]) => number): number => median(samples.map(of));
  printFigures([
    {
      mesure: `${path} : CPU du serveur par requête, avec session et journal`,
      valeur: middle((one) => one.with.cpuMs),
      unite: 'ms',
      reference: middle((one) => one.without.cpuMs),
      objectif: { sur: 'ratio', auPlus: 1.5 },
    },
    {
      mesure: `${path} : requêtes par seconde, avec session et journal`,
      valeur: middle((one) => one.with.perSecond),
      unite: 'req/s',
      reference: middle((one) => one.without.perSecond),
      objectif: { sur: 'ratio', auMoins: 0.67 },
    },
  ]);
}
