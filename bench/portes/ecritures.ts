import { sql } from 'kysely';
import pg from 'pg';
import { demo, voisin } from '../../db/demo/ids.ts';
import { type AppOptions, createApp } from '../../src/app.ts';
import { type Database, inTerritoire } from '../../src/platform/db.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { startSealing } from '../../src/platform/sealer.ts';
import { openSession } from '../../src/platform/session.ts';
import { median, printFigures } from '../measure.ts';
import type * as writers from '../writers.ts';
import { child, listen, told } from './processes.ts';

const ROUNDS = 9;
const WRITERS = 20;
const WRITES = 600;

let journals = true;

/** Lets this process leave the journal's own statement unsent: as if no write had an entry. */
function interceptJournal(): void {
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function intercepted(this: pg.Client, ...args: unknown[]) {
    const isEntry = typeof args[0] === 'string' && args[0].includes('insert into journal_entree');
    return isEntry && !journals
      ? Promise.resolve({ command: 'INSERT', rowCount: 1, rows: [] })
      : query.apply(this, args);
  } as typeof pg.Client.prototype.query;
}

/** As many agents as there are writers, each with a session and a séance of its own, already held. */
async function lanes(database: Database, asOwner: Database, origin: string): Promise<writers.Lane[]> {
  const { rows } = await sql<{ compteId: string; seanceId: string }>`
    select distinct on (s.agent_id) c.id as compte_id, s.id as seance_id
    from seance s join compte c on c.territoire_id = s.territoire_id and c.agent_id = s.agent_id
      join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id
    where s.territoire_id = ${demo.territoire} and s.statut = 'prevue' and s.jour < current_date
      and coalesce(a.contrat_fin, 'infinity') > current_date
    order by s.agent_id, s.jour desc limit ${WRITERS}`.execute(asOwner);
  if (rows.length < WRITERS) throw new Error(`The demo has ${rows.length} agents at work, ${WRITERS} are needed`);
  return inTerritoire(database, demo.territoire, async (db) => {
    const made: writers.Lane[] = [];
    for (const { compteId, seanceId } of rows) {
      const token = await openSession(db, demo.territoire, compteId, Temporal.Now.instant());
      made.push({
        url: `${origin}/seances/${seanceId}/accompagnements/nouveau`,
        cookie: `${sessionCookie(false)}=${token}`,
      });
    }
    return made;
  });
}

const ACCOMPAGNEMENT = new URLSearchParams([
  ['thematiques', 'AideAuxDemarchesAdministratives'],
  ['demarches', 'SocialSante'],
  ['duree', '45'],
  ['issue', 'faite'],
  ['trancheAge', 'SoixanteDixPlus'],
  ['genre', 'Feminin'],
  ['statutSocial', 'Retraite'],
  ['objectif', 'permanence'],
]).toString();

/** Twenty agents note accompagnements at once, with the journal and its sealer, and without, in turn. */
export async function measureWriters(options: AppOptions, asOwner: Database): Promise<void> {
  interceptJournal();
  const { database } = options;
  const territoires = async () => (journals ? [demo.territoire, voisin.territoire] : []);
  const sealing = startSealing(database, territoires, (error) => console.error(error));
  const served = await listen(createApp({ ...options, afterWrite: sealing.soon }));
  const order: writers.Order = {
    lanes: await lanes(database, asOwner, served.origin),
    fields: ACCOMPAGNEMENT,
    calls: WRITES,
  };
  const sender = child('writers');
  const rates: { with: number; without: number }[] = [];
  const rate = async (on: boolean): Promise<number> => {
    journals = on;
    const { wallMs, failures } = await told<writers.Report>(sender, order);
    if (failures > 0) throw new Error(`${failures} writes of ${WRITES} were refused`);
    return (WRITES * 1000) / wallMs;
  };
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const without = await rate(false);
      const one = { with: await rate(true), without };
      if (round > 0) rates.push(one);
    }
  } finally {
    journals = true;
    await sealing.stop();
    sender.kill();
    served.close();
  }
  const entries = await asOwner
    .selectFrom('journalEntree')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('acte', '=', 'noter un accompagnement')
    .executeTakeFirstOrThrow();
  if (entries.count !== WRITES * (ROUNDS + 1))
    throw new Error(`${entries.count} entries: not one for each journalled write`);
  printFigures([
    {
      mesure: `${WRITERS} agents écrivent à la fois, avec le journal et son scelleur`,
      valeur: median(rates.map((one) => one.with)),
      unite: 'écritures/s',
      reference: median(rates.map((one) => one.without)),
      objectif: { sur: 'ratio', auMoins: 0.8 },
    },
  ]);
}
