import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { isDatabaseAway } from '../db.ts';

/** One database that holds keys. Each key is in all of them, and gone from all once destroyed. */
export type KeyPlace = pg.Pool;

/** How long a connection, then an answer, is waited for before the place is said to be away: a request waits for it. */
const PATIENCE_MS = 2_500;
/** A place that made somebody wait that long is not asked again for a while; one that refuses at once costs nothing to ask. */
const SLOW_MS = 1_000;
const REST_MS = 10_000;

/** A place that is not asked, or whose keys are being changed. Its code is PostgreSQL's « cannot connect now ». */
export class PlaceAway extends Error {
  override name = 'PlaceAway';
  readonly code = '57P03';
}

/**
 * `readOnly`: nothing is ever written there, even by mistake. `isPatient`: an answer is waited for as long as it takes, for who
 * works on every key.
 */
export function openKeyPlace(url: string, { readOnly = false, isPatient = false, max = 4 } = {}): KeyPlace {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: PATIENCE_MS,
    ...(isPatient ? {} : { query_timeout: PATIENCE_MS }),
    ...(readOnly ? { options: '-c default_transaction_read_only=on' } : {}),
  });
  // An idle connection cut by the server is replaced at the next query; without a listener it would stop the process.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * What a place of keys is made of. `magasin` says which installation it serves, `passage` how far that one has gone; `remplissage` has a row while the place is not yet a copy of the others (see filling); `cle_territoire` wraps data keys, itself
 * wrapped by the master key whose print it bears; `cle` is a data key, wrapped by that version of its territoire's key.
 */
const SCHEMA = `
  create table if not exists magasin (
    seul boolean primary key default true check (seul),
    installation uuid not null
  );
  create table if not exists passage (
    territoire_id text primary key,
    numero integer not null
  );
  create table if not exists remplissage (
    seul boolean primary key default true check (seul)
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

/** Until when a place that was too slow is left alone, in milliseconds of the process. */
const resting = new WeakMap<KeyPlace, number>();

/**
 * Asks one place. One that has just made somebody wait in vain is away at once for everybody; when its rest is over, the first who
 * comes tries it, and the others do not wait with them. Throws what says that it is away (`isDatabaseAway`), or its refusal.
 */
export async function askPlace<R extends object>(
  place: KeyPlace,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const start = performance.now();
  const until = resting.get(place);
  if (until !== undefined) {
    if (start < until) throw new PlaceAway('A place of keys that did not answer is left alone for a while');
    resting.set(place, start + REST_MS);
  }
  try {
    const { rows } = await place.query<R>(text, [...values]);
    resting.delete(place);
    return rows;
  } catch (error) {
    const now = performance.now();
    if (!isDatabaseAway(error)) resting.delete(place);
    else if (until !== undefined || now - start >= SLOW_MS) resting.set(place, now + REST_MS);
    throw error;
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
      return await askPlace<R>(place, text, values);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      away = error;
    }
  }
  throw away;
}

const ROTATION = `hashtext('escale rotation des clés')`;
const TRY_AGAIN_MS = 100;

/** Runs `work` while no other rotation goes on: the first place keeps the lock, for as long as the connection lives. */
export async function rotateAlone<T>(first: KeyPlace, work: () => Promise<T>): Promise<T> {
  const client = await first.connect();
  try {
    await client.query(`select pg_advisory_lock(${ROTATION})`);
    return await work();
  } finally {
    // Closed, which gives the lock back, whatever happened to it.
    client.release(true);
  }
}

/** The last of those of this process who try to keep rotations away, by first place. */
const lastInTurn = new WeakMap<KeyPlace, Promise<unknown>>();

/** Runs `work` once whoever came before has ended: each keeps a connection while it asks for others, and they are few. */
function inTurn<T>(first: KeyPlace, work: () => Promise<T>): Promise<T> {
  const done = (lastInTurn.get(first) ?? Promise.resolve()).then(work);
  lastInTurn.set(
    first,
    done.catch(() => undefined),
  );
  return done;
}

/** Runs `work` if no rotation goes on now. */
async function tryOutsideRotations<T>(first: KeyPlace, work: () => Promise<T>): Promise<{ readonly done: T } | null> {
  const client = await first.connect();
  let isBroken = true;
  try {
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock_shared(${ROTATION}) as held`);
    if (rows[0]?.held !== true) {
      isBroken = false;
      return null;
    }
    const done = await work();
    await client.query(`select pg_advisory_unlock_shared(${ROTATION})`);
    isBroken = false;
    return { done };
  } finally {
    // A connection that failed midway keeps its lock: it is closed, which gives it back.
    client.release(isBroken);
  }
}

/**
 * Runs `work` while no rotation does. One that goes on may take minutes: it is waited for as any answer is, without keeping from the
 * others the connections by which they read, then the place is said to be away (PlaceAway).
 */
export async function outsideRotations<T>(first: KeyPlace, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  for (;;) {
    const tried = await inTurn(first, () => tryOutsideRotations(first, work));
    if (tried !== null) return tried.done;
    if (performance.now() - start > PATIENCE_MS) throw new PlaceAway('The keys of the territoires are being changed');
    await wait(TRY_AGAIN_MS);
  }
}
