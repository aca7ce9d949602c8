import { CompiledQuery, sql } from 'kysely';
import { type Clock, type ConstructorOptions, type JobResult, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Db } from './db.ts';
import { withClient } from './postgres/embedded.ts';
import { StartupRefusal } from './startup-refusal.ts';

/** pg-boss keeps its tables apart from ours. */
const SCHEMA = 'travaux';
const FAILED_KEPT_DAYS = 30;
const HEARTBEAT_SECONDS = 10;
/** Taken at once, of one kind: a batch that comes back full is followed by the next without waiting. */
const BATCH = 20;
/** Commits wake the workers; what is due again, or was missed, is found by looking. */
const LOOK_EVERY_SECONDS = 15;

/**
 * A kind of job. `data` names rows by their ids, never people: it is kept apart from what row security and retention
 * cover. A failed run is tried again after `retrySeconds`, then twice as long each time, at most an hour.
 */
export type Job<Data extends object = object> = {
  readonly name: string;
  readonly data: z.ZodType<Data>;
  readonly retries: number;
  readonly retrySeconds: number;
  /** How long a job stays once done or abandoned: 30 unless told. */
  readonly keptDays?: number;
};

/** What runs the jobs of a kind: at least once each, so that a second run of the same job changes nothing more. */
export type Work = {
  readonly job: Job;
  readonly run: (territoireId: string, data: object) => Promise<void>;
};

/** Binds a kind of job to what runs it. */
export function work<Data extends object>(
  job: Job<Data>,
  run: (territoireId: string, data: Data) => Promise<void>,
): Work {
  return { job, run: (territoireId, data) => run(territoireId, job.data.parse(data)) };
}

const OPTIONS = {
  schema: SCHEMA,
  migrate: false,
  supervise: false,
  schedule: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
} as const satisfies ConstructorOptions;

/** Makes or updates, as the owner of the database, the tables of the jobs, and one queue a kind. Idempotent. */
export async function installJobs(ownerUrl: string, jobs: readonly Job[]): Promise<void> {
  const boss = new PgBoss({ ...OPTIONS, connectionString: ownerUrl, max: 1, migrate: true });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    const known = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const { name, retries, retrySeconds, keptDays = FAILED_KEPT_DAYS } of [...jobs, EACH_TERRITOIRE as Job]) {
      const queue = {
        retryLimit: retries,
        retryDelay: retrySeconds,
        retryBackoff: true,
        retryDelayMax: 3600,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: keptDays * 24 * 3600,
        notify: true,
      };
      await (known.has(name) ? boss.updateQueue(name, queue) : boss.createQueue(name, queue));
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  await withClient(ownerUrl, async (client) => {
    await client.query(`grant usage on schema ${SCHEMA} to escale_application`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to escale_application`);
  });
}

/** A transaction of ours, as pg-boss wants it. */
function within(db: Db): NonNullable<ConstructorOptions['db']> {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await db.withoutPlugins().executeQuery<object>(CompiledQuery.raw(text, [...values]));
      return { rows };
    },
  };
}

/** Time passes, and nothing is done by the clock: the sender learns its queues once, and then only writes. */
const STILL: Clock = {
  now: Date.now,
  setTimeout: () => undefined,
  clearTimeout: () => undefined,
  setInterval: () => undefined,
  clearInterval: () => undefined,
};

let sender: Promise<PgBoss> | undefined;

/** The one sender of this process: it learns its queues from the first transaction that needs it. */
async function openSender(db: Db): Promise<PgBoss> {
  sender ??= startSender(db).catch((error: unknown) => {
    sender = undefined;
    throw error;
  });
  return sender;
}

async function startSender(db: Db): Promise<PgBoss> {
  const boss = new PgBoss({ ...OPTIONS, db: within(db), clock: STILL });
  boss.on('error', () => undefined);
  return boss.start();
}

/** Asks for a job in the transaction that needs it: it exists once that transaction is committed, and never otherwise. */
export async function enqueue<Data extends object>(
  db: Db,
  territoireId: string,
  job: Job<Data>,
  data: Data,
): Promise<void> {
  const boss = await openSender(db);
  await boss.send(job.name, { territoireId, ...job.data.parse(data) }, { db: within(db) });
}

export type UnfinishedJob = {
  readonly id: string;
  readonly name: string;
  /** `failed`: every try failed, nothing more happens by itself. */
  readonly state: 'created' | 'retry' | 'active' | 'failed';
  readonly createdAt: Temporal.Instant;
  /** How many times it failed. */
  readonly failures: number;
  /** What the last failure said, '' before any. */
  readonly error: string;
};

const LISTED_MAX = 500;

/** The jobs of a territoire, and of the whole installation, that are not done: the failed first, then the newest. */
export async function unfinishedJobs(db: Db, territoireId: string): Promise<UnfinishedJob[]> {
  const { rows } = await sql<UnfinishedJob>`
    select id, name, state::text as state, created_on as created_at,
      retry_count + (state in ('failed', 'retry'))::int as failures, coalesce(output->>'message', '') as error
    from ${sql.table(`${SCHEMA}.job`)}
    where coalesce(data->>'territoireId', ${territoireId}) = ${territoireId}
      and name not like '\\_\\_pgboss%' and state in ('created', 'retry', 'active', 'failed')
    order by state = 'failed' desc, created_on desc limit ${LISTED_MAX}`.execute(db);
  return rows;
}

/** Tries a failed job again, from the start, once this transaction is committed. */
export async function retryJob(db: Db, { name, id }: Pick<UnfinishedJob, 'name' | 'id'>): Promise<void> {
  const boss = await openSender(db);
  await boss.retry(name, id, { db: within(db) });
}

const envelope = z.looseObject({ territoireId: z.string().default('') });

/** Runs jobs one after the other: one that fails says so, and does not hold the others back. */
async function performAll(
  { job: { name }, run }: Work,
  jobs: readonly { readonly id: string; readonly data: object }[],
  onError: (error: unknown, job: string) => void,
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const { id, data } of jobs) {
    try {
      const { territoireId, ...own } = envelope.parse(data);
      await run(territoireId, own);
      results.push({ id, status: 'completed' });
    } catch (error) {
      onError(error, name);
      results.push({
        id,
        status: 'failed',
        output: { message: error instanceof Error ? error.message : String(error) },
      });
    }
  }
  return results;
}

/** Sends a job of this kind for each territoire, when `cron` says so in Paris. */
export type Schedule = { readonly job: Job; readonly cron: string };

/** Asks for a job of one kind for each territoire: what the schedules run. */
const EACH_TERRITOIRE = {
  name: 'chaque-territoire',
  data: z.object({ job: z.string() }),
  retries: 5,
  retrySeconds: 30,
} satisfies Job;

export type Workers = {
  /** Waits for the jobs that run, half a minute at most: what is cut is tried again later. */
  stop(): Promise<void>;
};

/**
 * Runs jobs until stopped, as the request role at `url`: woken by each commit that asks for one. `onError` hears of what went wrong, the job being tried again.
 * Throws a StartupRefusal when the tables of the jobs are not those of this version.
 */
export async function startWorkers(
  url: string,
  works: readonly Work[],
  options: {
    readonly schedules: readonly Schedule[];
    readonly territoireIds: () => Promise<readonly string[]>;
    readonly onError: (error: unknown, job: string) => void;
    /** How often to look for what is due again: 15 unless told. */
    readonly lookEverySeconds?: number;
  },
): Promise<Workers> {
  const boss = new PgBoss({
    ...OPTIONS,
    connectionString: url,
    max: 4,
    supervise: true,
    schedule: true,
    superviseIntervalSeconds: HEARTBEAT_SECONDS,
    monitorIntervalSeconds: HEARTBEAT_SECONDS,
    useListenNotify: true,
    reindex: false,
  });
  // Once stopped, what its last connections say on their way out is no news.
  let isStopped = false;
  boss.on('error', (error) => {
    if (!isStopped) options.onError(error, 'pg-boss');
  });
  await boss.start().catch(async (error: Error) => {
    await boss.stop({ graceful: false });
    return refuseOldTables(error);
  });
  const seconds = options.lookEverySeconds ?? LOOK_EVERY_SECONDS;
  const workOptions = {
    pollingIntervalSeconds: seconds,
    notifyPollingIntervalSeconds: seconds,
    batchSize: BATCH,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const;
  const spread: Work = {
    job: EACH_TERRITOIRE,
    run: async (_, data) => {
      const { job } = EACH_TERRITOIRE.data.parse(data);
      for (const territoireId of await options.territoireIds()) await boss.send(job, { territoireId });
    },
  };
  for (const one of [...works, spread]) {
    await boss.work<object, unknown, typeof workOptions>(one.job.name, workOptions, (jobs) =>
      performAll(one, jobs, options.onError),
    );
  }
  for (const { job, cron } of options.schedules) {
    await boss.schedule(
      EACH_TERRITOIRE.name,
      cron,
      { job: job.name },
      { tz: 'Europe/Paris', key: job.name, missed: 'once' },
    );
  }
  return {
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 30_000 });
      isStopped = true;
    },
  };
}

function refuseOldTables(error: Error): never {
  if (!/not installed|requires migrations/.test(error.message)) throw error;
  throw new StartupRefusal(
    'Les travaux de la base attendent une mise à jour : lancez Escale une fois avec DATABASE_URL_PROPRIETAIRE.',
  );
}
