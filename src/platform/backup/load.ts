import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { withClient } from '../postgres/embedded.ts';
import { listTables, type Selection } from './catalogue.ts';
import { altered, copyLine, type Manifest } from './format.ts';
import { readArchive } from './read.ts';
import { PLAIN_SETTINGS } from './save.ts';

/** Whether these tables hold no row. A table that is not there holds none. */
export async function isBare(ownerUrl: string, selections: readonly Selection[]): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    for (const { nom } of await listTables(client, selections)) {
      const { rows } = await client.query<{ some: boolean }>(`select exists (select from ${nom}) as some`);
      if (rows[0]?.some === true) return false;
    }
    return true;
  });
}

/**
 * Loads the archive at `path`, already read once as `manifest`, in one transaction: all of it or nothing. `replaced`: tables
 * that were filled when they were made, whose rows leave first. Nothing of the archive is run as SQL: it may only fill tables
 * that are there, with the columns that they have. Rows and digests are counted again before the commit.
 */
export async function loadDatabase(
  ownerUrl: string,
  path: string,
  manifest: Manifest,
  options: {
    readonly selections: readonly Selection[];
    readonly replaced: readonly Selection[];
    /** What a copy says of itself that its model did not, written before the commit. */
    readonly settle?: (client: pg.ClientBase) => Promise<void>;
  },
): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(PLAIN_SETTINGS);
    await client.query('begin');
    for (const { nom } of [...(await listTables(client, options.replaced))].reverse())
      await client.query(`delete from ${nom}`);
    const guarded = await withTriggers(client, options.selections);
    // What a row had to be on the day it was written is not asked of it again: keys, checks and foreign keys still are.
    for (const nom of guarded) await client.query(`alter table ${nom} disable trigger user`);
    const known = new Map(
      (await listTables(client, options.selections)).map((table) => [
        copyLine({ nom: table.nom, colonnes: [...table.colonnes] }).trimEnd(),
        table,
      ]),
    );
    const seen = await readArchive(path, async (line, rows) => {
      if (!known.has(line)) throw new Error(`The database has no such table: ${line}`);
      await pipeline(Readable.from(rows, { objectMode: false }), client.query(copyFrom(line.replace(/;$/, ''))));
    });
    if (!isDeepStrictEqual(seen, manifest)) throw altered(path);
    for (const { nom, valeur } of manifest.sequences) {
      await client.query('select pg_catalog.setval($1::regclass, $2::bigint)', [nom, valeur]);
    }
    for (const nom of guarded) await client.query(`alter table ${nom} enable trigger user`);
    await countAgain(client, manifest);
    await options.settle?.(client);
    await client.query('commit');
    await client.query('analyze');
  });
}

/** The tables that have triggers of ours, quoted. */
async function withTriggers(client: pg.ClientBase, selections: readonly Selection[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ nom: string }>(
    `select distinct format('%I.%I', n.nspname, c.relname) as nom
     from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgenabled = 'O' and n.nspname = any($1)`,
    [selections.map(({ schema }) => schema)],
  );
  return rows.map(({ nom }) => nom);
}

async function countAgain(client: pg.ClientBase, { tables }: Manifest): Promise<void> {
  for (const { nom, lignes } of tables) {
    const { rows } = await client.query<{ found: string }>(`select count(*) as found from ${nom}`);
    if (rows[0]?.found !== String(lignes)) {
      throw new Error(`${nom} holds ${rows[0]?.found} rows, and ${lignes} were saved`);
    }
  }
}
