import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';

const LOOK_AGAIN_MS = 20;

/**
 * Waits until somebody else, in the database of `client`, waits for a lock: for `what`, « row » (held by a transaction) or
 * « advisory ». `whileAlive` throws when nobody will. What goes on is seen once a transaction, unless it is told to look again.
 */
export async function untilSomebodyWaits(
  client: pg.Client,
  what: 'row' | 'table' | 'advisory',
  whileAlive: () => void = () => undefined,
): Promise<void> {
  const events = { row: ['transactionid', 'tuple'], table: ['relation'], advisory: ['advisory'] }[what];
  for (;;) {
    await client.query('select pg_stat_clear_snapshot()');
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and wait_event_type = 'Lock' and wait_event = any($1::text[])`,
      [events],
    );
    if (rowCount !== 0) return;
    whileAlive();
    await wait(LOOK_AGAIN_MS);
  }
}

/** Waits until somebody waits for a lock that `client` itself holds. */
export async function untilSomebodyWaitsFor(client: pg.Client): Promise<void> {
  const held = 'select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';
  while ((await client.query(held)).rowCount === 0) await wait(LOOK_AGAIN_MS);
}
