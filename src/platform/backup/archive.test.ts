import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBase } from '../../../test/base.ts';
import { withClient } from '../postgres/embedded.ts';
import { StartupRefusal } from '../startup-refusal.ts';
import { listTables } from './catalogue.ts';
import { type Manifest, readSeal, SEAL_BYTES, sealOf } from './format.ts';
import { isBare, loadDatabase } from './load.ts';
import { readArchive } from './read.ts';
import { saveDatabase } from './save.ts';

/** Everything that a table may hold besides plain rows: names to quote, a circle on itself, computed columns, numbers given. */
const SCHEMA = `
  create schema essai;
  create type essai.humeur as enum ('gai', 'l''autre');
  create table essai.a_enfant (id int generated always as identity primary key, parent int not null);
  create table essai.z_parent (id int primary key, ami int references essai.z_parent (id));
  alter table essai.a_enfant add foreign key (parent) references essai.z_parent (id);
  create table essai."Été ""vif""" (id serial primary key, "de la mer" text, humeur essai.humeur,
    longueur int generated always as (length("de la mer")) stored);
  alter table essai."Été ""vif""" add column partie int;
  alter table essai."Été ""vif""" drop column partie;
  create table essai.valeurs (id int, t text, b bytea, f double precision, j jsonb, i timestamptz, d date, l text[]);
  create table essai.journee (jour date not null, quoi text) partition by range (jour);
  create table essai.journee_2026 partition of essai.journee for values from ('2026-01-01') to ('2027-01-01');
  create table essai.journee_reste partition of essai.journee default;
  create table essai.exclue (id int);
`;
const selections = [{ schema: 'essai', except: ['exclue'] }];
const describeNothing = async () => ({
  escale: '0',
  nature: 'demo' as const,
  migrations: [],
  travaux: null,
  cle: null,
});

type Made = Awaited<ReturnType<typeof createBase>>;
let from: Made;
let folder = '';
let path = '';
let manifest: Manifest;
const targets: Made[] = [];

async function target(): Promise<Made> {
  const made = await createBase();
  targets.push(made);
  await withClient(made.ownerUrl, (client) => client.query(SCHEMA));
  return made;
}

async function rowsOf(ownerUrl: string): Promise<Record<string, string[]>> {
  return withClient(ownerUrl, async (client) => {
    const found: Record<string, string[]> = {};
    for (const { nom } of await listTables(client, selections)) {
      const { rows } = await client.query<{ r: string }>(`select t::text as r from ${nom} t order by 1`);
      found[nom] = rows.map(({ r }) => r);
    }
    return found;
  });
}

async function outcome(file: string): Promise<string> {
  const error = await readArchive(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return 'lue';
  if (!(error instanceof StartupRefusal)) throw new Error('A refusal was expected', { cause: error });
  expect(error.message).not.toContain('\n');
  return error.message;
}

async function written(bytes: Uint8Array): Promise<string> {
  const file = join(folder, randomBytes(6).toString('hex'));
  await writeFile(file, bytes);
  return file;
}

/** A file with a true seal, whatever it holds. */
function sealed(text: string): Buffer {
  const zipped = gzipSync(text);
  return Buffer.concat([zipped, sealOf(createHash('sha256').update(zipped).digest('hex'))]);
}

const text = async () => gunzipSync(await readFile(path)).toString();
const changed = async (change: (text: string) => string) => outcome(await written(sealed(change(await text()))));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-archive-'));
  path = join(folder, 'essai.sauvegarde.gz');
  from = await target();
  const big = randomBytes(600_000).toString('base64');
  await withClient(from.ownerUrl, async (client) => {
    await client.query(`
      insert into essai.z_parent values (1, 3), (2, null), (3, 2);
      insert into essai.a_enfant (parent) values (1), (2), (3);
      insert into essai."Été ""vif""" ("de la mer", humeur) values ('bleu', 'l''autre'), (null, null);
      delete from essai."Été ""vif""" where id = 2;
      insert into essai.journee values ('2026-11-23', 'ici'), ('1999-12-31', 'avant');
      insert into essai.exclue values (1);
      insert into essai.valeurs (id, f, i, d) values (1, '-0', 'infinity', '-infinity'), (2, 'NaN', '-infinity', '0044-03-15 BC'),
        (3, 1e-320, '2026-11-23 12:00:00.123456+02', '9999-12-31'), (4, 0.1, null, null)`);
    const texts = [
      '\\.',
      '\n\\.\n',
      '\\.\n\\.',
      'a\tb\\N',
      '\\N',
      '',
      '\\',
      'é\u2028🌊',
      '-- {}',
      'copy x from stdin;',
      big,
    ];
    for (const [at, t] of texts.entries()) {
      await client.query('insert into essai.valeurs (id, t, b, j, l) values ($1, $2, $3, $4, $5)', [
        100 + at,
        t,
        Buffer.from(t),
        JSON.stringify({ [t.slice(0, 100)]: [t.slice(0, 100), null] }),
        [t.slice(0, 100), null, '{}'],
      ]);
    }
  });
  manifest = await saveDatabase(from.ownerUrl, path, { selections, describe: describeNothing, files: [] });
});
afterAll(async () => {
  await Promise.all(targets.map((made) => made.drop()));
  await rm(folder, { recursive: true });
});

describe('Une archive', () => {
  test('rend ce qu’elle a pris, quoi que disent les valeurs et les noms', async () => {
    const to = await target();
    expect(await isBare(to.ownerUrl, selections)).toBe(true);
    const read = await readArchive(path);
    expect(read).toEqual(manifest);
    await loadDatabase(to.ownerUrl, path, read, { selections, replaced: [] });
    expect(await rowsOf(to.ownerUrl)).toEqual(await rowsOf(from.ownerUrl));
    expect(await isBare(to.ownerUrl, selections)).toBe(false);
    await withClient(to.ownerUrl, async (client) => {
      const { rows } = await client.query(`
        insert into essai."Été ""vif""" ("de la mer") values ('x') returning id`);
      expect(rows).toEqual([{ id: 3 }]);
      expect((await client.query('insert into essai.a_enfant (parent) values (1) returning id')).rows).toEqual([
        { id: 4 },
      ]);
      expect((await client.query('select * from essai.exclue')).rows).toEqual([]);
      expect((await client.query('select count(*)::int as n from essai.journee_2026')).rows).toEqual([{ n: 1 }]);
    });
  });

  test('range les tables dans l’ordre de leurs liens, et refuse un cercle', async () => {
    const names = manifest.tables.map(({ nom }) => nom);
    expect(names.indexOf('"essai"."z_parent"')).toBeLessThan(names.indexOf('"essai"."a_enfant"'));
    const circle = await target();
    await withClient(circle.ownerUrl, async (client) => {
      await client.query('alter table essai.z_parent add foreign key (id) references essai.a_enfant (id)');
      await expect(listTables(client, selections)).rejects.toThrow('circle');
    });
  });

  test('quelles que soient les lignes, les compte et les retrouve', async () => {
    const to = await target();
    const line = fc.array(fc.constantFrom('\\', '.', '\n', '\t', 'N', 'a', '\r', '\b'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(line), { minLength: 1, maxLength: 40 }), async (values) => {
        const file = join(folder, randomBytes(6).toString('hex'));
        const only = [{ schema: 'essai', only: ['valeurs'] }];
        await withClient(to.ownerUrl, async (client) => {
          await client.query('truncate essai.valeurs');
          await client.query('insert into essai.valeurs (t) select unnest($1::text[])', [
            values.map((value) => value?.join('') ?? null),
          ]);
        });
        const before = await rowsOf(to.ownerUrl);
        const made = await saveDatabase(to.ownerUrl, file, { selections: only, describe: describeNothing, files: [] });
        expect(made.tables[0]?.lignes).toBe(values.length);
        expect(await readArchive(file)).toEqual(made);
        await loadDatabase(to.ownerUrl, file, made, { selections: only, replaced: only });
        expect(await rowsOf(to.ownerUrl)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('rend à l’octet près une valeur de 20 Mo, sans la tenir tout entière en mémoire plusieurs fois', async () => {
    const octets = randomBytes(20 * 1024 * 1024);
    const only = [{ schema: 'essai', only: ['valeurs'] }];
    const [source, to] = [await target(), await target()];
    await withClient(source.ownerUrl, (client) =>
      client.query('insert into essai.valeurs (id, b) values (1, $1), (2, null), (3, $1)', [octets]),
    );
    const file = join(folder, 'lourde');
    const before = process.memoryUsage().arrayBuffers;
    const made = await saveDatabase(source.ownerUrl, file, { selections: only, describe: describeNothing, files: [] });
    await loadDatabase(to.ownerUrl, file, await readArchive(file), { selections: only, replaced: [] });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
    expect(made.tables[0]?.lignes).toBe(3);
    await withClient(to.ownerUrl, async (client) => {
      const { rows } = await client.query<{ sha: Buffer | null }>(
        'select sha256(b) as sha from essai.valeurs order by id',
      );
      const sha = createHash('sha256').update(octets).digest();
      expect(rows.map((row) => row.sha)).toEqual([sha, null, sha]);
    });
  });

  test('ne laisse rien quand elle ne peut s’écrire, et n’écrase pas celle qu’on écrit', async () => {
    const sub = join(folder, 'sous');
    await mkdir(sub);
    const broken = saveDatabase(from.ownerUrl, join(sub, 'a'), {
      selections,
      describe: async () => {
        throw new Error('cut short');
      },
      files: [],
    });
    await expect(broken).rejects.toThrow('cut short');
    await writeFile(join(sub, 'b.en-cours'), 'une autre');
    const saving = { selections, describe: describeNothing, files: [] };
    await expect(saveDatabase(from.ownerUrl, join(sub, 'b'), saving)).rejects.toThrow('EEXIST');
    expect(await readdir(sub)).toEqual(['b.en-cours']);
    expect(await readFile(join(sub, 'b.en-cours'), 'utf8')).toBe('une autre');
  });

  test('se ferme par l’empreinte de tout ce qui précède, et reste un gzip entier', async () => {
    const bytes = await readFile(path);
    const before = bytes.subarray(0, -SEAL_BYTES);
    expect(readSeal(bytes.subarray(-SEAL_BYTES))).toBe(createHash('sha256').update(before).digest('hex'));
    expect(gunzipSync(bytes).equals(gunzipSync(before))).toBe(true);
  });
});

describe('Une archive est refusée en une phrase', () => {
  test.each([
    ['un texte', Buffer.from('-- Sauvegarde d’Escale')],
    ['un fichier vide', Buffer.alloc(0)],
    ['un autre gzip', gzipSync('create table essai ();\n')],
    ['un autre gzip, scellé', sealed('create table essai ();\n')],
    ['du bruit', randomBytes(5_000)],
  ])('étrangère : %s', async (_, bytes) => {
    expect(await outcome(await written(bytes))).toContain('n’est pas une sauvegarde d’Escale');
  });

  test('étrangère : absente, ou un dossier', async () => {
    expect(await outcome(join(folder, 'absente'))).toContain('n’est pas une sauvegarde');
    expect(await outcome(folder)).toContain('n’est pas une sauvegarde');
  });

  test('tronquée, où que ce soit', async () => {
    const bytes = await readFile(path);
    for (const kept of [bytes.length - 1, bytes.length - SEAL_BYTES, bytes.length - SEAL_BYTES - 1, 100_000, 2_000]) {
      expect(await outcome(await written(bytes.subarray(0, kept))), `${kept}`).toContain('sa fin manque');
    }
  });

  test('altérée d’un seul octet, où que ce soit', async () => {
    const bytes = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ by;
        const said = await outcome(await written(other));
        expect(said).toMatch(/a été altéré|sa fin manque|n’est pas une sauvegarde/);
      }),
      { numRuns: 60 },
    );
    const middle = Buffer.from(bytes);
    middle[Math.floor(bytes.length / 2)] = (middle[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    expect(await outcome(await written(middle))).toContain('a été altéré');
  });

  test('altérée puis scellée de nouveau : une ligne, une table, le manifeste', async () => {
    expect(await changed((all) => all)).toBe('lue');
    expect(await changed((all) => all.replace('bleu', 'vert'))).toContain('a été altéré');
    expect(await changed((all) => all.replace('1\t3\n', ''))).toContain('a été altéré');
    expect(await changed((all) => all.replace('copy "essai"."valeurs"', 'copy "public"."compte"'))).toContain(
      'a été altéré',
    );
    expect(await changed((all) => all.replace(/\n-- \{"tables".*\n$/, '\n'))).toContain('a été altéré');
    expect(await changed((all) => `${all}drop table compte;\n`)).toContain('a été altéré');
    expect(await changed((all) => all.replace('\ncopy ', '\ndrop table compte;\ncopy '))).toContain('a été altéré');
    expect(await changed((all) => all.replaceAll('\n\\.\n', '\n'))).toContain('a été altéré');
    expect(await changed((all) => all.replace('"lignes":3', '"lignes":-3'))).toContain('a été altéré');
    expect(await changed((all) => all.replace('"nature":"demo"', '"nature":"autre"'))).toContain('a été altéré');
  });

  test('d’un format plus récent', async () => {
    expect(await changed((all) => all.replace('"format":1', '"format":2'))).toContain('version plus récente');
  });

  test('qui remplirait une table que la base n’a pas : rien n’est chargé', async () => {
    const to = await target();
    await withClient(to.ownerUrl, (client) => client.query('alter table essai.valeurs rename column t to u'));
    const loading = loadDatabase(to.ownerUrl, path, manifest, { selections, replaced: [] });
    await expect(loading).rejects.toThrow('no such table');
    expect(await isBare(to.ownerUrl, selections)).toBe(true);
  });
});
