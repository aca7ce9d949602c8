/**
 * What a large portfolio costs: reading 5,000 conventions and their 30,000 events for a chosen day, beside 500 of them; a
 * convention with its annexes, beside a poster; the pages that read the whole portfolio, beside those of the demo.
 */
import type { Hono } from 'hono';
import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import { seedDemo } from '../db/demo/index.ts';
import { createApp } from '../src/app.ts';
import { renderAffiche } from '../src/features/communication/affiche.ts';
import { renderConvention } from '../src/features/conventions/document.ts';
import { alertes, type Convention, echeances, finConvention, statutAu } from '../src/features/conventions/rules.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { closePdf } from '../src/platform/pdf/render.ts';
import { openSession } from '../src/platform/session.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { affiche, convention } from './documents.ts';
import { costOf, median, printFigures } from './measure.ts';
import { conventionDeRang } from './portefeuille.ts';
import { insertPortefeuille } from './portefeuille-base.ts';

const ROUNDS = 9;
const NOMBRE = 5000;
const today = Temporal.PlainDate.from('2026-11-26');

const portefeuille = Array.from({ length: NOMBRE }, (_, rang) =>
  conventionDeRang(rang, today, (evenement) => `${String(rang).padStart(5, '0')}-${evenement}`),
);

/** The same as just loaded: nothing has been asked of them yet. */
function fresh(nombre: number): readonly Convention[] {
  return portefeuille.slice(0, nombre).map((one) => ({ ...one, evenements: [...one.evenements] }));
}

/** CPU of one reading of each convention for the day: state, end, deadlines and alerts. In milliseconds. */
function readOnce(conventions: readonly Convention[]): number {
  let found = 0;
  const before = process.cpuUsage();
  for (const convention of conventions) {
    found += statutAu(convention, today).length;
    found += echeances(convention, today).length + alertes(convention, today).length;
    if (finConvention(convention) !== null) found += 1;
  }
  const { user, system } = process.cpuUsage(before);
  if (found === 0) throw new Error('Nothing was read');
  return (user + system) / 1000;
}

function measureDeadlines(): void {
  const all: number[] = [];
  const tenth: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = readOnce(fresh(NOMBRE));
    // As many conventions in all, so that both are as warm, and as often tidied behind.
    const other = Array.from({ length: 10 }, () => readOnce(fresh(NOMBRE / 10)));
    if (round === 0) continue;
    all.push(one);
    tenth.push(other.reduce((sum, cpu) => sum + cpu, 0) / other.length);
  }
  printFigures([
    {
      mesure: `échéances de ${NOMBRE} conventions : CPU`,
      valeur: median(all),
      unite: 'ms',
      reference: median(tenth),
      objectif: { sur: 'valeur', auPlus: 150 },
    },
    {
      mesure: `échéances, CPU par convention : ${NOMBRE} à côté de ${NOMBRE / 10}`,
      valeur: (1000 * median(all)) / NOMBRE,
      unite: 'µs',
      reference: (10_000 * median(tenth)) / NOMBRE,
      objectif: { sur: 'ratio', auPlus: 1.2 },
    },
  ]);
}

/** CPU of the server's process for a page, answered one at a time; the first answers are not counted. */
async function answer(app: Hono, path: string, token: string): Promise<number> {
  const headers = { host: 'localhost', cookie: `${sessionCookie(false)}=${token}` };
  const { cpuMs } = await costOf(
    async () => {
      const response = await app.request(path, { headers });
      await response.text();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    },
    { rounds: 7, calls: 2 },
  );
  return cpuMs;
}

const PAGES = [
  { path: '/conventions', auPlus: 300 },
  { path: '/conventions?sous=30&manque=assurance&tri=echeance', auPlus: 400 },
  { path: '/tableau-de-bord', auPlus: 1000 },
];

/** The pages that read the whole portfolio, beside the same on the demo alone. */
async function measurePages(): Promise<void> {
  const { server, stop } = await startTestServer();
  const cles = lazyKeys(() => server.clesUrl);
  const { adminUrl, template, owner, request, password } = server;
  const asOwner = openDatabase(withParts(adminUrl, { role: owner, password, database: template }), { max: 2 });
  const database = openDatabase(withParts(adminUrl, { role: request, password, database: template }));
  try {
    const jour = Temporal.Now.plainDateISO('Europe/Paris');
    await importCommunes(asOwner);
    await seedDemo(asOwner, { today: jour, coffre: testCoffre });
    const token = await inTerritoire(database, demo.territoire, (db) =>
      openSession(db, demo.territoire, demo.comptes.equipe, Temporal.Now.instant()),
    );
    const app = createApp({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles });
    const few = new Map<string, number>();
    for (const { path } of PAGES) few.set(path, await answer(app, path, token));
    await insertPortefeuille(asOwner, NOMBRE, jour);
    await sql`analyze`.execute(asOwner);
    for (const { path, auPlus } of PAGES) {
      const cpuMs = await answer(app, path, token);
      printFigures([
        {
          mesure: `${path} avec ${NOMBRE} conventions : CPU`,
          valeur: cpuMs,
          unite: 'ms',
          reference: few.get(path) ?? Number.NaN,
          objectif: { sur: 'valeur', auPlus },
        },
      ]);
    }
  } finally {
    await Promise.all([asOwner.destroy(), database.destroy()]);
    await stop();
  }
}

/** A convention with its annexes, each different from the one before. */
async function measureDocument(): Promise<void> {
  const one = await costOf((call) => renderConvention(convention(call)));
  const first = await costOf((call) => renderAffiche(affiche(call)));
  printFigures([
    {
      mesure: 'une convention et ses annexes, en PDF : CPU',
      valeur: one.cpuMs,
      unite: 'ms',
      reference: first.cpuMs,
      objectif: { sur: 'valeur', auPlus: 150 },
    },
  ]);
  await closePdf();
}

measureDeadlines();
await measureDocument();
await measurePages();
process.exit();
