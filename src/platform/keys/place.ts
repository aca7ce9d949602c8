import pg from 'pg';
import { isDatabaseAway } from '../db.ts';

/** One database that holds keys. Each key is in all of them, and gone from all once destroyed. */
export type KeyPlace = pg.Pool;

/** How long a key is waited for before the place is said to be away. */
const PATIENCE_MS = 10_000;

/** `readOnly`: nothing is ever written there, even by mistake. */
export function openKeyPlace(url: string, { readOnly = false, max = 4 } = {}): KeyPlace {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: PATIENCE_MS,
    ...(readOnly ? { options: '-c default_transaction_read_only=on' } : {}),
  });
  // An idle connection cut by the server is replaced at the next query; without a listener it would stop the process.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * What a place of keys is made of. `magasin` says which installation may sweep it; `cle_territoire` wraps data keys, itself
 * wrapped by the master key whose print it bears; `cle` is a data key, wrapped by that version of its territoire's key.
 */
const SCHEMA = `
  create table if not exists magasin (
    seul boolean primary key default true check (seul),
    installation uuid not null
  );
  create table if not exists cle_territoire (
    territoire_id text not null,
    version integer not null check (version >= 1),
    maitre text not null check (maitre ~ '^[0-9a-f]{16}$'),
    enveloppe bytea not null,
    created_at timestamptz not null default now(),
    primary key (territoire_id, version)
  );
  create table if not exists cle (
    territoire_id text not null,
    id uuid not null,
    version integer not null,
    enveloppe bytea not null,
    created_at timestamptz not null default now(),
    primary key (territoire_id, id),
    foreign key (territoire_id, version) references cle_territoire (territoire_id, version)
  );
  create index if not exists cle_version on cle (territoire_id, version);
  create index if not exists cle_age on cle (territoire_id, created_at);
  alter table cle set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50)`;

/** Makes the tables of a place that has none, as the role of its address, who owns them. */
export async function prepareKeyPlace(place: KeyPlace): Promise<void> {
  const client = await place.connect();
  try {
    await client.query('begin');
    // Two Escales that start at once would both create.
    await client.query(`select pg_advisory_xact_lock(hashtext('escale magasin des clés'))`);
    await client.query(SCHEMA);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** What the first place that answers says. What was destroyed in a place that is away is told by the database, not here. */
export async function askPlaces<R extends object>(
  places: readonly KeyPlace[],
  text: string,
  values: readonly unknown[],
): Promise<R[]> {
  let away: unknown;
  for (const place of places) {
    try {
      return (await place.query<R>(text, [...values])).rows;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      away = error;
    }
  }
  throw away;
}

/**
 * Runs `work` while no other rotation goes on (`alone`), or while none does (`shared`): the first place keeps the lock, for
 * as long as the connection lives.
 */
export async function holdRotation<T>(
  first: KeyPlace,
  how: 'alone' | 'shared',
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const suffix = how === 'shared' ? '_shared' : '';
  const client = await first.connect();
  let isBroken = true;
  try {
    await client.query(`select pg_advisory_lock${suffix}(hashtext('escale rotation des clés'))`);
    const done = await work(client);
    await client.query(`select pg_advisory_unlock${suffix}(hashtext('escale rotation des clés'))`);
    isBroken = false;
    return done;
  } finally {
    // A connection that failed midway keeps its lock: it is closed, which gives it back.
    client.release(isBroken);
  }
}
