import { sql } from 'kysely';
import { seedDemonstration } from '../db/demo/index.ts';
import { seedMandats } from '../db/demo/mandats.ts';
import { importCommunes } from './features/territoires/communes.ts';
import { JOBS } from './jobs.ts';
import type { Coffre } from './platform/coffre.ts';
import { type Database, openDatabase } from './platform/db.ts';
import { markNature, readNature, requireNature } from './platform/installation.ts';
import { installJobs } from './platform/jobs.ts';
import type { DataKeys } from './platform/keys/store.ts';
import { migrate, readMigrationState, refuseNewerDatabase } from './platform/migrations.ts';
import { checkOwner } from './platform/postgres/admission.ts';
import type { Sealers } from './platform/seal/sealers.ts';
import { StartupRefusal } from './platform/startup-refusal.ts';

/** With what a demo is made: a day in Paris, what seals its second factors, what its mandats are signed and sealed with. */
type Demo = {
  readonly today: Temporal.PlainDate;
  readonly coffre: Coffre;
  readonly cles: DataKeys;
  readonly sealers: Sealers;
  readonly url: string;
};

/**
 * Brings the database to what this code expects, as its owner: migrations, the queues of
 * the jobs, the communes of France, the mark « demo » or
 * « réelle », and the demo département with its neighbour on the first start of a demo. Each step that is already done costs one query, and
 * a start cut short is completed by the next. `demo` says with what to make it; null for a real installation.
 * Throws a StartupRefusal when the database is newer than the code, or is not of the nature asked for.
 */
export async function prepareDatabase(ownerUrl: string, demo: Demo | null): Promise<void> {
  await checkOwner(ownerUrl);
  await migrate(ownerUrl);
  await installJobs(ownerUrl, JOBS);
  const owner = openDatabase(ownerUrl, { max: 2 });
  try {
    await settleNature(owner, demo !== null);
    const wasBare = await isEmpty(owner, 'commune');
    if (wasBare) await importCommunes(owner);
    if (demo !== null && (await isEmpty(owner, 'territoire'))) await seedDemonstration(owner, demo);
    if (demo !== null && (await isEmpty(owner, 'mandatReglages'))) await seedMandats(owner, demo);
    // The planner knows nothing of rows that came all at once.
    if (wasBare) await sql`analyze`.execute(owner);
  } finally {
    await owner.destroy();
  }
}

/** A database that nobody has marked but that already serves a territoire is a real one: it never becomes a demo. */
async function settleNature(owner: Database, demo: boolean): Promise<void> {
  if ((await readNature(owner)) === undefined) {
    const isBlank = await isEmpty(owner, 'territoire');
    await markNature(owner, demo && isBlank ? 'demo' : 'reelle');
  }
  requireNature(await readNature(owner), demo ? 'demo' : 'reelle');
}

async function isEmpty(owner: Database, table: 'commune' | 'territoire' | 'mandatReglages'): Promise<boolean> {
  const row = await owner.selectFrom(table).select(sql`1`.as('un')).limit(1).executeTakeFirst();
  return row === undefined;
}

/** What `prepareDatabase` would have done is checked, when this Escale was not given the owner's address. */
export async function checkPrepared(database: Database, demo: boolean): Promise<void> {
  const { pending, unknown } = await readMigrationState(database);
  refuseNewerDatabase(unknown);
  if (pending.length > 0) {
    throw new StartupRefusal(
      `La base attend ${pending.length === 1 ? 'une mise à jour' : `${pending.length} mises à jour`} (« ${pending.join(' », « ')} ») : lancez Escale une fois avec DATABASE_URL_PROPRIETAIRE.`,
    );
  }
  requireNature(await readNature(database), demo ? 'demo' : 'reelle');
}
