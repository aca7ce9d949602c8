import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';

/** What costs enough to be seen from outside, besides asking a database. */
const COSTLY = [
  'createHash',
  'createHmac',
  'createCipheriv',
  'createDecipheriv',
  'scrypt',
  'scryptSync',
  'pbkdf2',
  'pbkdf2Sync',
  'sign',
  'verify',
] as const;

type Functions = Record<string, (...args: readonly never[]) => unknown>;

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  const text = (query as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : 'a query without text';
}

/**
 * What the process does during `run`, in order: every statement sent to PostgreSQL, without its values (those that write a job or a
 * mail are among them), and every call of a function that costs. Two ways that do the same work take the same time, whatever else
 * the machine does; nothing else may go on meanwhile.
 */
export async function travailDe(run: () => Promise<unknown>): Promise<readonly string[]> {
  const work: string[] = [];
  const { query } = pg.Client.prototype;
  const functions = crypto as unknown as Functions;
  const former = COSTLY.map((name) => [name, functions[name]] as const);
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    work.push(textOf(args[0]));
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  for (const [name, call] of former) {
    functions[name] = (...args) => {
      work.push(`${name}(${typeof args[0] === 'string' ? args[0] : ''})`);
      return call?.(...args);
    };
  }
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    pg.Client.prototype.query = query;
    for (const [name, call] of former) if (call !== undefined) functions[name] = call;
    syncBuiltinESMExports();
  }
  return work;
}
