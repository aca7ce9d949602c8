import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase } from '../src/platform/db.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { demoTemplate, withParts } from './cluster.ts';

/** One test file's own database, migrated and empty. */
export interface Base {
  /** Address of the owner, who is no superuser. */
  readonly ownerUrl: string;
  /** Address of the request role: row security applies to it. */
  readonly requestUrl: string;
  /** Opened as the owner: prepares rows without row security. */
  readonly owner: Database;
  /** Opened as the request role, as Escale serves. */
  readonly request: Database;
}

export interface BaseOptions {
  /** With the demo département and its fictional neighbour, dated of the real today in Paris. */
  readonly demo?: boolean;
}

/** Copies the run's template into a new database and opens it; `drop` closes and removes it. */
export async function createBase({ demo = false }: BaseOptions = {}): Promise<Base & { drop: () => Promise<void> }> {
  const server = inject('testServer');
  const database = `escale_test_${randomBytes(8).toString('hex')}`;
  const template = demo ? await demoTemplate(server) : server.template;
  await withClient(server.adminUrl, async (client) => {
    await client.query(`create database ${database} template ${template} owner ${server.owner}`);
  });
  const ownerUrl = withParts(server.adminUrl, { role: server.owner, password: server.password, database });
  const requestUrl = withParts(server.adminUrl, { role: server.request, password: server.password, database });
  const owner = openDatabase(ownerUrl, { max: 4 });
  const request = openDatabase(requestUrl, { max: 10 });
  const drop = async (): Promise<void> => {
    await Promise.all([owner.destroy(), request.destroy()]);
    await withClient(server.adminUrl, async (client) => {
      await client.query(`drop database if exists ${database} with (force)`);
    });
  };
  return { ownerUrl, requestUrl, owner, request, drop };
}

/**
 * Gives the test file its own database: made before its first test, dropped after the last. Call it at the top of the file
 * and read its properties inside tests and hooks.
 *
 * ```ts
 * const base = useBase();
 * test('…', async () => {
 *   await inTerritoire(base.request, '66', (db) => …);
 * });
 * ```
 */
export function useBase(options: BaseOptions = {}): Base {
  let made: Awaited<ReturnType<typeof createBase>> | undefined;
  const get = (): Base => {
    if (made === undefined) throw new Error('The database of useBase() exists only inside tests and hooks');
    return made;
  };
  beforeAll(async () => {
    made = await createBase(options);
  });
  afterAll(async () => {
    await made?.drop();
  });
  return {
    get ownerUrl() {
      return get().ownerUrl;
    },
    get requestUrl() {
      return get().requestUrl;
    },
    get owner() {
      return get().owner;
    },
    get request() {
      return get().request;
    },
  };
}
