import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from '../../db/types.ts';

export type Database = Kysely<DB>;
/** A transaction that has said which territoire it serves: the only handle a store ever receives. */
export type Db = Transaction<DB>;

const { builtins } = pg.types;
const DATE_ARRAY = 1182;

function parseInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function parseArray(text: string): (string | null)[] {
  const items = text === '{}' ? [] : text.slice(1, -1).split(',');
  return items.map((item) => (item === 'NULL' ? null : item));
}

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.DATE, Temporal.PlainDate.from],
  [builtins.TIME, Temporal.PlainTime.from],
  [builtins.TIMESTAMPTZ, parseInstant],
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
  [DATE_ARRAY, (text) => parseArray(text).map((date) => (date === null ? null : Temporal.PlainDate.from(date)))],
]);

const types = {
  getTypeParser(oid: number, format?: string): (value: never) => unknown {
    const parse = format === 'binary' ? undefined : parsers.get(oid);
    return (parse ?? pg.types.getTypeParser(oid, format as 'text')) as (value: never) => unknown;
  },
};

/** Temporal values travel as their ISO text; node-postgres would send them as quoted JSON. */
function toParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toParameter);
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.PlainTime || value instanceof Temporal.Instant) {
    return value.toString();
  }
  return value;
}

class TemporalClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A connection cut in the middle of a request fails its query, which tells; unheard, it would stop the process too.
    this.on('error', () => undefined);
  }

  // The pool and Kysely call query(text, values); every other form is passed through untouched.
  override query = ((...args: unknown[]) => {
    if (Array.isArray(args[1])) args[1] = args[1].map(toParameter);
    return (pg.Client.prototype.query as (...all: unknown[]) => unknown).apply(this, args);
  }) as pg.Client['query'];
}

/** How long a request waits for a connection before it is told that the database is away. */
const PATIENCE_MS = 15_000;

/**
 * Opens a pool on `url`. Dates come out as Temporal values, counts as numbers, columns in camelCase.
 * `max` is the number of connections, 10 unless told.
 */
export function openDatabase(url: string, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: PATIENCE_MS,
    types,
    Client: TemporalClient,
  } as pg.PoolConfig);
  // An idle connection cut by the server is replaced at the next query; without a listener it would stop the process.
  pool.on('error', () => undefined);
  const database = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  pools.set(database, pool);
  return database;
}

const pools = new WeakMap<Database, pg.Pool>();

/** Connections of a database's pool: open, of which idle; and requests that wait for one. */
export function poolState(database: Database): { open: number; idle: number; waiting: number } {
  const pool = pools.get(database);
  return { open: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 };
}

/**
 * Runs `work` in one transaction that serves `territoireId` and no other: row security compares every row with it.
 * A throw rolls everything back. `statementMs`: how long PostgreSQL may spend on one query, as long as it takes unless told.
 */
export function inTerritoire<T>(
  database: Database,
  territoireId: string,
  work: (db: Db) => Promise<T>,
  { readOnly = false, statementMs = 0 }: { readOnly?: boolean; statementMs?: number } = {},
): Promise<T> {
  return database
    .transaction()
    .setAccessMode(readOnly ? 'read only' : 'read write')
    .execute(async (db) => {
      await sql`select set_config('escale.territoire', ${territoireId}, true),
        set_config('statement_timeout', ${String(statementMs)}, true)`.execute(db);
      return work(db);
    });
}

/** The name of the constraint that refused a write, or undefined when the error is something else. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined;
  return error.code?.startsWith('23') ? error.constraint : undefined;
}

/**
 * Tries a write that a constraint may refuse, inside a savepoint, so that the transaction stays usable afterwards.
 * Returns the constraint's name when it refused; any other error is thrown.
 */
export async function attempt<T>(db: Db, write: () => Promise<T>): Promise<{ value: T } | { constraint: string }> {
  await sql`savepoint attempt`.execute(db);
  try {
    const value = await write();
    await sql`release savepoint attempt`.execute(db);
    return { value };
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === undefined) throw error;
    await sql`rollback to savepoint attempt`.execute(db);
    return { constraint };
  }
}

const NETWORK = /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_AGAIN)$/;
/** Connection lost, server stopping or starting, no connection left, query given up after its time. */
const SERVER = /^(?:08|57P0|53300|57014)/;
const DRIVER =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying|timeout expired|Query read timeout)/;

/** Whether the error says that the database cannot be reached, rather than that a query is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  // The embedded server's socket is a file.
  if (code === 'ENOENT') return syscall === 'connect';
  return NETWORK.test(code) || SERVER.test(code) || DRIVER.test(error.message);
}
