import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Database, type Db, inTerritoire } from './db.ts';

/** An entry as it is sealed: everything that it says, in this order. */
export type Scellee = {
  readonly id: string;
  readonly at: string;
  readonly acteur: string | null;
  readonly acte: string;
  readonly objetType: string | null;
  readonly objetId: string | null;
};

const BATCH = 1_000;

/** What stands before the first link of a territoire: no chain can be passed off as another's. */
export function amorce(territoireId: string): Buffer {
  return createHash('sha256').update(`escale journal ${territoireId}`).digest();
}

/** The link of an entry: SHA-256 of the link before and of all that the entry says, its rank included. */
export function maillon(precedent: Uint8Array, rang: number, entree: Scellee): Buffer {
  const { id, at, acteur, acte, objetType, objetId } = entree;
  return createHash('sha256')
    .update(precedent)
    .update(JSON.stringify([rang, id, at, acteur, acte, objetType, objetId]))
    .digest();
}

/** The instant of an entry as it is sealed: microseconds, in UTC, whatever the session's time zone. */
export const AT_TEXT = sql<string>`to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Chains what waits in one territoire, a batch at most, and returns how many entries were sealed. One sealer at a time (an
 * advisory lock held by the transaction): another one leaves at once with 0. Writers take no lock that it waits for.
 */
export async function sealBatch(db: Db, territoireId: string): Promise<number> {
  const { rows: lock } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`journal ${territoireId}`}, 0)) as taken`.execute(db);
  if (lock[0]?.taken !== true) return 0;
  // What waits is named first: joined at once, a long journal would be read from its beginning to find a short queue.
  const { rows } = await sql<Scellee>`
    with attente as materialized (
      select entree_id from journal_attente where territoire_id = ${territoireId} order by entree_id limit ${BATCH}
    )
    select e.id, ${AT_TEXT} as at, e.acteur, e.acte, e.objet_type, e.objet_id
    from attente join journal_entree e on e.territoire_id = ${territoireId} and e.id = attente.entree_id
    order by e.id`.execute(db);
  if (rows.length === 0) return 0;
  const last = await lastMaillon(db, territoireId);
  let rang = last?.rang ?? 0;
  let precedent: Uint8Array = last?.empreinte ?? amorce(territoireId);
  const maillons = rows.map((entree) => {
    rang += 1;
    precedent = maillon(precedent, rang, entree);
    return { territoireId, rang, entreeId: entree.id, empreinte: Buffer.from(precedent) };
  });
  await db.insertInto('journalMaillon').values(maillons).execute();
  await db
    .deleteFrom('journalAttente')
    .where('territoireId', '=', territoireId)
    .where(
      'entreeId',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  return rows.length;
}

export type Maillon = { readonly rang: number; readonly empreinte: Uint8Array; readonly scelleAt: Temporal.Instant };

/** The last link of a chain; undefined before the first. */
export async function lastMaillon(db: Db, territoireId: string): Promise<Maillon | undefined> {
  return db
    .selectFrom('journalMaillon')
    .select(['rang', 'empreinte', 'scelleAt'])
    .where('territoireId', '=', territoireId)
    .orderBy('rang', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The print of the link of that rank; undefined when the chain has none. */
export async function maillonAu(db: Db, territoireId: string, rang: number): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('journalMaillon')
    .select('empreinte')
    .where('territoireId', '=', territoireId)
    .where('rang', '=', rang)
    .executeTakeFirst();
  return row?.empreinte;
}

/** Seals all that waits, territoire by territoire: one that fails does not hold the others back, and is told once all are done. */
export async function sealAll(database: Database, territoireIds: readonly string[]): Promise<number> {
  let sealed = 0;
  const failures: unknown[] = [];
  for (const id of territoireIds) {
    try {
      let batch: number;
      do {
        batch = await inTerritoire(database, id, (db) => sealBatch(db, id));
        sealed += batch;
      } while (batch === BATCH);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  return sealed;
}

const SWEEP_MS = 2_000;
const PAUSE_MS = 200;

export type Sealing = {
  /** Something was written: it is sealed within the second. */
  readonly soon: () => void;
  /** Ends the round in hand, and begins no other. */
  readonly stop: () => Promise<void>;
};

/**
 * Seals a moment after each write, and every two seconds what others wrote. One round at a time, five a second at most: under
 * a crowd of writers entries are sealed by the dozen, and the database stays with those who write.
 */
export function startSealing(
  database: Database,
  territoireIds: () => Promise<readonly string[]>,
  onError: (error: unknown) => void,
): Sealing {
  let round = Promise.resolve();
  let isDue = false;
  const seal = async (): Promise<void> => {
    await wait(PAUSE_MS);
    isDue = false;
    await sealAll(database, await territoireIds());
  };
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    round = round.then(seal).catch(onError);
  };
  const timer = setInterval(soon, SWEEP_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await round;
  };
  return { soon, stop };
}
