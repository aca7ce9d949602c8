/**
 * What it costs to find the next free hours around a commune, and how that grows with what is taken: processor time of Escale
 * and of the database together, which other programs of the machine do not change. The first figure stands beside its wall time.
 */

import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { seedDemonstration } from '../db/demo/index.ts';
import { creneauxLibres } from '../src/features/rendez-vous/creneaux.ts';
import { listMotifs } from '../src/features/rendez-vous/motifs/store.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { insertRendezVous, insertSeries } from './creneaux-base.ts';
import { costOf, printFigures } from './measure.ts';

const CENTRES = ['66136', '66049', '66149', '66008'] as const;
const LIMITE = 20;
const RENDEZ_VOUS = 20_000;
const ROUNDS = 7;
const CALLS = 20;

const { server, stop } = await startTestServer();
const { adminUrl, template, owner: role, request: requestRole, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
// One connection: the processor time of its server process is that of the database.
const request = openDatabase(withParts(adminUrl, { role: requestRole, password, database: template }), { max: 1 });

/** Processor time of the server process that answers us, in milliseconds; it is on this machine. */
async function databaseMs(): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(request);
  const stat = await readFile(`/proc/${rows[0]?.pid}/stat`, 'latin1');
  // After the name in brackets, the 12th and 13th: user and system time, in hundredths of a second.
  const [user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}
try {
  await importCommunes(owner);
  await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  const { seances } = await insertSeries(owner, Temporal.Now.plainDateISO('Europe/Paris'));
  const centres = await owner
    .selectFrom('commune')
    .select(['latitude', 'longitude'])
    .where('codeInsee', 'in', [...CENTRES])
    .execute();
  const motif = (await inTerritoire(request, '66', (db) => listMotifs(db, '66'))).find(({ nom }) => nom === 'Banc');
  if (motif === undefined) throw new Error('No motif');
  const chercher = (call: number) =>
    inTerritoire(request, '66', async (db) => {
      const { latitude, longitude } = centres[call % centres.length] ?? {};
      if (typeof latitude !== 'number' || typeof longitude !== 'number') throw new Error('A centre is on no map');
      const now = Temporal.Now.instant();
      const asked = { autour: { latitude, longitude }, motif, canal: 'public', limite: LIMITE, now } as const;
      const found = await creneauxLibres(db, '66', asked);
      if (found.length !== LIMITE) throw new Error(`${found.length} hours were found`);
    });
  const mesurer = async (combien: number) => {
    await insertRendezVous(owner, combien);
    const { rows } = await sql<{ n: number }>`select count(*) as n from rendez_vous`.execute(owner);
    console.error(`${seances} séances, ${rows[0]?.n} rendez-vous`);
    await costOf(chercher, { rounds: 1, calls: CALLS });
    const before = await databaseMs();
    const { cpuMs, wallMs } = await costOf(chercher, { rounds: ROUNDS, calls: CALLS });
    // The first round of `costOf` is not counted by it, but the database worked for it.
    const inDatabase = ((await databaseMs()) - before) / (CALLS * (ROUNDS + 1));
    return { ms: cpuMs + inDatabase, wallMs };
  };
  const small = await mesurer(RENDEZ_VOUS / 10);
  const whole = await mesurer(RENDEZ_VOUS - RENDEZ_VOUS / 10);
  const large = await mesurer(RENDEZ_VOUS * 9);
  printFigures([
    {
      mesure: 'créneaux : les 20 prochains autour d’une commune, 300 lieux, 60 agents, 20 000 rendez-vous',
      valeur: whole.ms,
      unite: 'ms',
      reference: whole.wallMs,
      objectif: { sur: 'valeur', auPlus: 25 },
    },
    {
      mesure: 'créneaux : dix fois plus de rendez-vous, de 2 000 à 20 000',
      valeur: whole.ms,
      unite: 'ms',
      reference: small.ms,
      objectif: { sur: 'ratio', auPlus: 1.5 },
    },
    {
      mesure: 'créneaux : dix fois plus de rendez-vous, de 20 000 à 200 000',
      valeur: large.ms,
      unite: 'ms',
      reference: whole.ms,
      objectif: { sur: 'ratio', auPlus: 1.5 },
    },
  ]);
} finally {
  await Promise.all([owner.destroy(), request.destroy()]);
  await stop();
}
process.exit();
