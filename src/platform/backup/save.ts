import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { withClient } from '../postgres/embedded.ts';
import { listSequences, listTables, type Selection, type Table } from './catalogue.ts';
import {
  commentLine,
  copyLine,
  END,
  FORMAT,
  type Footer,
  type Header,
  MAGIC,
  type Manifest,
  quoted,
  type SavedTable,
  sealOf,
} from './format.ts';

/** Texts that mean the same on every server, whatever its settings. */
export const PLAIN_SETTINGS = `
  set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set bytea_output = 'hex';
  set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0; set lock_timeout = 0`;

export type Saving = {
  readonly selections: readonly Selection[];
  readonly describe: (client: pg.ClientBase) => Promise<Omit<Header, 'format' | 'faite'>>;
  readonly files: Footer['fichiers'];
};

/**
 * Writes one archive of the database as it is at one instant, while others go on writing: every table through COPY, in
 * constant memory. The file appears under its name once it is whole and on the disk. Returns its manifest.
 */
export async function saveDatabase(ownerUrl: string, path: string, saving: Saving): Promise<Manifest> {
  return withClient(ownerUrl, async (client) => {
    await client.query(PLAIN_SETTINGS);
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ now: Date }>('select now()');
    const header: Header = {
      format: FORMAT,
      ...(await saving.describe(client)),
      faite: (rows[0]?.now ?? new Date()).toISOString(),
    };
    const footer = await writeFile(path, client, header, saving);
    await client.query('commit');
    return { ...header, ...footer };
  });
}

async function writeFile(path: string, client: pg.ClientBase, header: Header, saving: Saving): Promise<Footer> {
  const draft = `${path}.en-cours`;
  const footer: Footer = { tables: [], sequences: [], fichiers: saving.files };
  try {
    await pipeline(
      script(client, header, footer, saving),
      createGzip(),
      sealed,
      createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
    );
    const file = await open(draft, 'r+');
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(draft, { force: true });
    throw error;
  }
  return footer;
}

async function* script(
  client: pg.ClientBase,
  header: Header,
  footer: Footer,
  { selections }: Saving,
): AsyncGenerator<Buffer | string> {
  yield `${MAGIC} : des tables à charger dans une base déjà mise à jour.\n`;
  yield commentLine(header);
  for (const table of await listTables(client, selections)) {
    yield copyLine({ nom: table.nom, colonnes: [...table.colonnes] });
    yield* rowsOf(client, table, (saved) => footer.tables.push(saved));
    yield END;
  }
  footer.sequences.push(...(await listSequences(client, selections)));
  for (const { nom, valeur } of footer.sequences) yield `select pg_catalog.setval('${nom}', ${valeur});\n`;
  yield commentLine(footer);
}

async function* rowsOf(
  client: pg.ClientBase,
  { nom, colonnes }: Table,
  done: (saved: SavedTable) => void,
): AsyncGenerator<Buffer> {
  const count = new Tally();
  const rows = client.query(copyTo(`copy (select ${colonnes.map(quoted).join(', ')} from ${nom}) to stdout`));
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    count.add(chunk);
    yield chunk;
  }
  done({ nom, colonnes: [...colonnes], ...count.result() });
}

/** Rows, bytes and digest of what COPY gave: a row is a line, those within a value being written `\n`. */
export class Tally {
  #lignes = 0;
  #octets = 0;
  readonly #hash: Hash = createHash('sha256');

  add(chunk: Buffer): void {
    this.#octets += chunk.length;
    this.#hash.update(chunk);
    const LINE_FEED = 10;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) this.#lignes += 1;
  }

  result(): Pick<SavedTable, 'lignes' | 'octets' | 'sha256'> {
    return { lignes: this.#lignes, octets: this.#octets, sha256: this.#hash.digest('hex') };
  }
}

async function* sealed(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  yield sealOf(hash.digest('hex'));
}
