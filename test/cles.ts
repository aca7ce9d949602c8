import { randomBytes } from 'node:crypto';
import { type MasterKeys, masterKey } from '../src/platform/keys/master.ts';
import { type DataKeys, openDataKeys } from '../src/platform/keys/store.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { type TestServer, withParts } from './cluster.ts';

export const testMaster = Buffer.from('the master key of tests'.padEnd(32, '.'));
/** The master key of tests and benches: known, so that every process of a run opens what another one sealed. */
export const testMasters: MasterKeys = {
  current: masterKey(testMaster),
  former: undefined,
};

/** Keys kept at an address that is asked for once something is sealed: most tests seal nothing. */
export function lazyKeys(url: () => string): DataKeys {
  let opened: Promise<DataKeys> | undefined;
  const keys = (): Promise<DataKeys> => {
    opened ??= openDataKeys([url()], testMasters);
    return opened;
  };
  return {
    make: async (...args) => (await keys()).make(...args),
    open: async (...args) => (await keys()).open(...args),
    destroy: async (...args) => (await keys()).destroy(...args),
    madeBetween: async (...args) => (await keys()).madeBetween(...args),
    present: async (...args) => (await keys()).present(...args),
    places: async () => (await keys()).places(),
    installation: async () => (await keys()).installation(),
    passage: async (id) => (await keys()).passage(id),
    reach: async (...args) => (await keys()).reach(...args),
    adopt: async (id) => (await keys()).adopt(id),
    close: async () => (await opened)?.close(),
  };
}

/** A database of keys, empty, and what removes it. */
export async function createKeyDatabase(server: TestServer): Promise<{ url: string; drop: () => Promise<void> }> {
  const database = `escale_cles_${randomBytes(8).toString('hex')}`;
  await withClient(server.adminUrl, async (client) => {
    await client.query(`create database ${database} owner ${server.owner}`);
  });
  return {
    url: withParts(server.adminUrl, { role: server.owner, password: server.password, database }),
    drop: () =>
      withClient(server.adminUrl, async (client) => {
        await client.query(`drop database if exists ${database} with (force)`);
      }),
  };
}
