/**
 * What it costs to receive a day's work of many agents: 200 of them send at the same instant the 40 records that their devices kept,
 * through the application as it serves, from a process of its own. Beside it, in the same run, the same rows by plain SQL: those that
 * the sendings have just written, in the same two tables with the same triggers and indexes, by the same role on as many connections,
 * one transaction an agent, one INSERT a row. Only the checks, the journal and HTTP are missing there.
 */
import { createApp } from '../src/app.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { seedSmallTerritoire } from '../test/small-territoire.ts';
import type { Order, Report } from './appareils.ts';
import { median, printFigures } from './measure.ts';
import { child, listen, told } from './portes/processes.ts';
import { file, insererTelles, insertAgents, lireLignes, vider } from './saisie-base.ts';

const AGENTS = 200;
const SAISIES = 40;
const ROUNDS = 3;
const WARM = 20;
const TOTAL = AGENTS * SAISIES;

const { server, stop } = await startTestServer();
const { adminUrl, template, owner: role, request: requestRole, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
const database = openDatabase(withParts(adminUrl, { role: requestRole, password, database: template }));
const now = Temporal.Now.instant();
const hier = Temporal.Now.plainDateISO('Europe/Paris').subtract({ days: 1 });
const cles = lazyKeys(() => server.clesUrl);
const served = await listen(createApp({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles }));
const devices = child('appareils');

function percentile99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0;
}

/** Throws unless each of the records sent is there, and there once. */
async function compter(sent: readonly string[], { etats }: Report): Promise<void> {
  // Sent again after an answer that never came, one is known already.
  const refused = sent.filter((id) => etats[id] !== 'acceptee' && etats[id] !== 'deja');
  const ids = (table: 'accompagnement' | 'accompagnementOperation') => owner.selectFrom(table).select('id').execute();
  for (const rows of [await ids('accompagnement'), await ids('accompagnementOperation')]) {
    const found = new Set(rows.map(({ id }) => id));
    const lost = sent.filter((id) => !found.has(id)).length;
    const twice = rows.length - found.size;
    if (refused.length + lost + twice > 0 || found.size !== sent.length)
      throw new Error(`${refused.length} refused, ${lost} lost, ${twice} twice, ${found.size} found`);
  }
}

try {
  await seedSmallTerritoire(owner);
  const agents = await insertAgents(owner, AGENTS, hier);
  const cookies = await inTerritoire(database, '66', async (db) => {
    const made: string[] = [];
    for (const { compteId } of agents) made.push(await openSession(db, '66', compteId, now));
    return made.map((token) => `${sessionCookie(false)}=${token}`);
  });
  const rounds: { readonly app: number; readonly sql: number; readonly p99: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    // Warm first, as a server is.
    const files = agents.slice(0, round === 0 ? WARM : AGENTS).map((one, rang) => ({
      cookie: cookies[rang] ?? '',
      corps: file(one, SAISIES, now.subtract({ hours: 8 })),
    }));
    const order: Order = { url: `${served.origin}/accompagnements/envoi`, files };
    await vider(owner);
    const report = await told<Report>(devices, order);
    const sent = files.flatMap(({ corps }) =>
      (JSON.parse(corps) as { operations: { id: string }[] }).operations.map(({ id }) => id),
    );
    await compter(sent, report);
    const lignes = await lireLignes(owner);
    await vider(owner);
    const start = performance.now();
    await insererTelles(database, lignes);
    const sqlMs = performance.now() - start;
    await compter(sent, report);
    const one = { app: (TOTAL * 1000) / report.wallMs, sql: (TOTAL * 1000) / sqlMs, p99: percentile99(report.waits) };
    console.error(
      `${round}: ${Math.round(one.app)} and ${Math.round(one.sql)} records/s, p99 ${Math.round(one.p99)} ms`,
    );
    if (round > 0) rounds.push(one);
  }
  const sqlRate = median(rounds.map(({ sql }) => sql));
  printFigures([
    {
      mesure: `saisies : ${AGENTS} agents envoient ${SAISIES} saisies au même instant, ${TOTAL} reçues, 0 perdue, 0 en double`,
      valeur: median(rounds.map(({ app }) => app)),
      unite: 'saisies/s',
      reference: sqlRate,
      objectif: { sur: 'ratio', auMoins: 0.5 },
    },
    {
      mesure: 'saisies : attente de 99 % des envois, à côté du temps que prend le SQL pour tout',
      valeur: median(rounds.map(({ p99 }) => p99)),
      unite: 'ms',
      reference: (TOTAL * 1000) / sqlRate,
      objectif: { sur: 'ratio', auPlus: 2 },
    },
  ]);
} finally {
  devices.kill();
  served.close();
  await Promise.all([owner.destroy(), database.destroy()]);
  await stop();
}
process.exit();
