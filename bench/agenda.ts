/**
 * What the agenda of the whole team costs, as the équipe technique asks for it: a month of 60 agents who hold a séance a week in each of
 * 300 lieux all year, with 20,000 rendez-vous; and the same month once there are ten times as many rendez-vous. The page is made whole,
 * session and HTML included; what is counted is the time of the processor, ours and that of the process of the database that serves us,
 * together: a machine that does other things meanwhile does not change it. The database is to be on the same machine, under Linux.
 */

import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import { seedDemonstration } from '../db/demo/index.ts';
import { createApp } from '../src/app.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { type Database, inTerritoire, openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { median, printFigures } from './measure.ts';

const ROUNDS = 7;
const CALLS = 15;
const AGENTS = 60;
const LIEUX = 300;
const RENDEZ_VOUS = 20_000;
const LUNDI = Temporal.PlainDate.from('2027-01-04');
const MOIS = '2027-06-15';

/** 60 agents, 300 lieux, and a séance a week in each for a year: each agent has five a week, a day each. */
async function peupler(owner: Database): Promise<void> {
  await sql`delete from appel`.execute(owner);
  await sql`delete from rendez_vous`.execute(owner);
  await sql`
    insert into agent (territoire_id, id, prenom, nom, nature, contrat_debut, contrat_fin, port_attache)
    select '66', gen_random_uuid(), 'Banc', 'Agent ' || to_char(rang, 'FM000'), 'conseiller', '2026-01-01', '2029-12-31', '66136'
    from generate_series(1, ${AGENTS}::integer) rang`.execute(owner);
  await sql`
    insert into lieu (territoire_id, id, nom, adresse, code_postal, code_insee)
    select '66', gen_random_uuid(), 'Lieu ' || to_char(rang, 'FM000'), '1 rue du Banc', '66000', '66136'
    from generate_series(1, ${LIEUX}::integer) rang`.execute(owner);
  await sql`
    with a as (select id, row_number() over (order by nom) - 1 as rang from agent where territoire_id = '66' and prenom = 'Banc'),
      l as (select id, row_number() over (order by nom) - 1 as rang from lieu where territoire_id = '66' and adresse = '1 rue du Banc'),
      p as (insert into permanence (territoire_id, id, agent_id, lieu_id, jour_semaine, demi_journee, heure_debut, heure_fin, du)
        select '66', gen_random_uuid(), a.id, l.id, l.rang % 5 + 1, 'matin', '09:00', '12:00', ${LUNDI}
        from l join a on a.rang = l.rang / 5 returning *)
    insert into seance (territoire_id, id, permanence_id, agent_id, lieu_id, jour, heure_debut, heure_fin)
    select '66', gen_random_uuid(), p.id, p.agent_id, p.lieu_id, ${LUNDI}::date + (p.jour_semaine - 1) + 7 * semaine, '09:00', '12:00'
    from p, generate_series(0, 51) semaine`.execute(owner);
  await sql`insert into rdv_motif (territoire_id, id, nom, duree_minutes) values ('66', gen_random_uuid(), 'Banc', 15)`.execute(
    owner,
  );
}

/** Rendez-vous spread over the séances, from one rank to another. */
async function prendre(owner: Database, { de, a }: { readonly de: number; readonly a: number }): Promise<void> {
  await sql`
    insert into rendez_vous (territoire_id, id, seance_id, motif_id, debut, fin, statut, code_rdv, jeton_hash, canal, prenom, prevenir)
    select '66', gen_random_uuid(), seance_id, motif_id, '09:00'::time + rang * interval '1 minute',
      '09:01'::time + rang * interval '1 minute', 'recu', to_char(n, 'FM00000000'), decode(md5(n::text), 'hex'), 'agent', 'Banc', 'guichet'
    from (
      select s.id as seance_id, m.id as motif_id, rang, row_number() over (order by rang, md5(s.id::text)) as n
      from seance s join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id and l.adresse = '1 rue du Banc',
        rdv_motif m, generate_series(0, 13) rang where m.nom = 'Banc'
    ) possibles where n > ${de} and n <= ${a}`.execute(owner);
  await sql`vacuum analyze seance, rendez_vous, permanence, agent, lieu`.execute(owner);
}

/** The process of the server that serves our only connection. */
async function processOf(database: Database): Promise<number> {
  const asked = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database);
  return asked.rows[0]?.pid ?? 0;
}

/** Milliseconds of processor that a process has used, as Linux counts them, to the nanosecond. */
function processorMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** Median cost of one call in milliseconds of processor: ours, and the database's, together. The first round is not counted. */
async function costOfBoth(work: () => Promise<unknown>, backend: number): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [ours, theirs] = [process.cpuUsage(), processorMs(backend)];
    for (let call = 0; call < CALLS; call += 1) await work();
    const { user, system } = process.cpuUsage(ours);
    if (round > 0) costs.push(((user + system) / 1000 + processorMs(backend) - theirs) / CALLS);
  }
  return median(costs);
}

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner: role, request, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
// One connection: all that the database does for us, one process of it does.
const database = openDatabase(withParts(adminUrl, { role: request, password, database: template }), { max: 1 });
try {
  await importCommunes(owner);
  await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  await peupler(owner);
  const token = await inTerritoire(database, demo.territoire, (db) =>
    openSession(db, demo.territoire, demo.comptes.equipe, Temporal.Now.instant()),
  );
  const app = createApp({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles });
  const headers = { host: 'localhost', cookie: `${sessionCookie(false)}=${token}` };
  const cost = async (path: string): Promise<number> => {
    const ask = async () => (await app.request(path, { headers })).text();
    if (!(await ask()).includes('Banc Agent 060')) throw new Error(`${path} does not show the team`);
    // A connection left idle meanwhile was replaced.
    return costOfBoth(ask, await processOf(database));
  };
  await prendre(owner, { de: 0, a: RENDEZ_VOUS });
  const month = await cost(`/planning?vue=mois&jour=${MOIS}`);
  const week = await cost(`/planning?vue=semaine&jour=${MOIS}`);
  const day = await cost(`/planning?vue=jour&jour=${MOIS}`);
  await prendre(owner, { de: RENDEZ_VOUS, a: 10 * RENDEZ_VOUS });
  const fuller = await cost(`/planning?vue=mois&jour=${MOIS}`);
  const ms = { unite: 'ms', objectif: { sur: 'valeur', auPlus: 40 } } as const;
  printFigures([
    { mesure: 'planning : un mois de 60 agents, au lieu d’une semaine', valeur: month, reference: week, ...ms },
    { mesure: 'planning : un jour de 60 agents, au lieu d’une semaine', valeur: day, reference: week, ...ms },
    {
      mesure: 'planning : un mois avec dix fois plus de rendez-vous',
      valeur: fuller,
      reference: month,
      unite: 'ms',
      objectif: { sur: 'ratio', auPlus: 1.5 },
    },
  ]);
} finally {
  await Promise.all([owner.destroy(), database.destroy(), cles.close()]);
  await stop();
}
process.exit();
