import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../test/base.ts';
import { seedSmallTerritoire } from '../../test/small-territoire.ts';
import { attempt, inTerritoire, isDatabaseAway, violatedConstraint } from './db.ts';
import { uuidv7 } from './ids.ts';

const base = useBase();
const NOW = Temporal.Instant.from('2026-11-24T09:00:00Z');

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
  await base.owner
    .insertInto('logo')
    .values(
      ['66', '00'].map((territoireId) => ({
        territoireId,
        type: 'image/png',
        octets: Buffer.from('a'),
        empreinte: 'a',
      })),
    )
    .execute();
});

/** What the request role does outside any Kysely typing: the table is a name of the catalogue. */
function run(territoireId: string | undefined, statement: ReturnType<typeof sql>) {
  if (territoireId === undefined) return statement.execute(base.request);
  return inTerritoire(base.request, territoireId, (db) => statement.execute(db));
}

type Table = { readonly table: string; readonly secured: boolean; readonly policies: number; readonly kind: string };

/** Tables of the catalogue that hold rows of a territoire. */
async function tables(): Promise<readonly Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as "table", c.relrowsecurity as secured, c.relkind as kind,
      (select count(*) from pg_policy p where p.polrelid = c.oid
        and p.polqual is not null and p.polwithcheck is not null and p.polcmd = '*' and p.polpermissive)::int as policies
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'territoire_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.relname`.execute(base.owner);
  return rows;
}

describe('Le cloisonnement, lu dans le catalogue', () => {
  test('chaque table d’un territoire est protégée, par une règle qui vaut pour lire et pour écrire', async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThanOrEqual(16);
    for (const table of found) expect(table, table.table).toMatchObject({ kind: 'r', secured: true, policies: 1 });
  });

  test('aucune règle ne compare autre chose que le territoire', async () => {
    const { rows } = await sql<{ table: string; using: string; check: string }>`
      select c.relname as "table", pg_get_expr(p.polqual, p.polrelid) as using,
        pg_get_expr(p.polwithcheck, p.polrelid) as "check"
      from pg_policy p join pg_class c on c.oid = p.polrelid where p.polcmd = '*'`.execute(base.owner);
    for (const { table, using, check } of rows) {
      expect(using, table).toBe("(territoire_id = current_setting('escale.territoire'::text, true))");
      expect(check, table).toBe(using);
    }
  });

  test('chaque clé commence par le territoire', async () => {
    const { rows } = await sql<{ table: string; name: string; first: string; shared: boolean }>`
      select t.relname as "table", k.conname as name,
        (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first,
        -- What all territoires share (the communes of France) is named by its own key.
        k.contype = 'f' and not exists (
          select from pg_attribute where attrelid = k.confrelid and attname = 'territoire_id') as shared
      from pg_constraint k join pg_class t on t.oid = k.conrelid
      where k.contype in ('p', 'u', 'f', 'x') and t.relnamespace = 'public'::regnamespace
        and exists (select from pg_attribute where attrelid = t.oid and attname = 'territoire_id')`.execute(base.owner);
    expect(rows.length).toBeGreaterThan(40);
    for (const { table, name, first, shared } of rows) {
      if (!shared) expect(first, `${table}.${name}`).toBe('territoire_id');
    }
    const ofShared = rows.filter(({ shared }) => shared).map(({ first }) => first);
    expect([...new Set(ofShared)].sort()).toEqual(['code_insee', 'commune_insee', 'port_attache', 'territoire_id']);
  });

  test('chaque index unique commence par le territoire', async () => {
    const { rows } = await sql<{ name: string; first: string }>`
      select i.indexrelid::regclass::text as name, a.attname as first
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indisunique and exists (
        select from pg_attribute where attrelid = i.indrelid and attname = 'territoire_id' and not attisdropped)
        and i.indrelid::regclass::text not like 'pg_%'`.execute(base.owner);
    for (const { name, first } of rows) expect(first, name).toBe('territoire_id');
  });
});

describe('Le cloisonnement, essayé sur chaque table', () => {
  test('sans territoire, rien ne se lit ni ne s’écrit', async () => {
    for (const { table } of await tables()) {
      const { rows } = await run(undefined, sql`select * from ${sql.table(table)}`);
      expect(rows, table).toEqual([]);
      await expect(run(undefined, insertCopy(table, '66')), table).rejects.toThrow(
        /row-level security|permission denied/,
      );
    }
  });

  test('avec un territoire, les lignes d’un autre sont invisibles, et lui en donner une est refusé', async () => {
    for (const { table } of await tables()) {
      const { rows } = await run('66', sql`select * from ${sql.table(table)} where territoire_id <> '66'`);
      expect(rows, table).toEqual([]);
      await expect(run('66', insertCopy(table, '00')), table).rejects.toThrow(/row-level security|permission denied/);
    }
    const { rows } = await run('66', sql`select territoire_id from structure`);
    expect(rows).toHaveLength(2);
  });

  test('changer ou effacer les lignes d’un autre territoire n’en touche aucune', async () => {
    const touched = async (statement: ReturnType<typeof sql>) => Number((await run('66', statement)).numAffectedRows);
    for (const table of ['structure', 'agent', 'compte', 'logo']) {
      const others = sql`${sql.table(table)} where territoire_id = '00'`;
      expect(await touched(sql`delete from ${others}`), table).toBe(0);
      const move = sql`update ${sql.table(table)} set territoire_id = '00' where territoire_id = '66'`;
      await expect(run('66', move), table).rejects.toThrow(/row-level security/);
    }
    expect(await touched(sql`update compte set nom = 'Volé' where territoire_id = '00'`)).toBe(0);
  });

  test('un territoire se lit de partout et ne change que lui-même', async () => {
    const rename = (id: string) => run('66', sql`update territoire set adresse = 'Ailleurs' where id = ${id}`);
    expect(Number((await rename('00')).numAffectedRows)).toBe(0);
    expect(Number((await rename('66')).numAffectedRows)).toBe(1);
    expect((await run(undefined, sql`select id from territoire`)).rows).toHaveLength(2);
    await expect(run('66', sql`update territoire set hote = 'vole.exemple.fr'`)).rejects.toThrow(/permission denied/);
  });

  test('le territoire d’une transaction ne déborde pas sur la suivante', async () => {
    const pids = new Set<unknown>();
    for (let time = 0; time < 30; time += 1) {
      await run('66', sql`select 1`);
      const { rows } = await run(
        undefined,
        sql<{ pid: number; id: string }>`
        select pg_backend_pid() as pid, coalesce(current_setting('escale.territoire', true), '') as id`,
      );
      pids.add((rows[0] as { pid: number }).pid);
      expect((rows[0] as { id: string }).id).toBe('');
    }
    expect(pids.size).toBeGreaterThan(0);
  });
});

/** Tries to write a row of nothing but its territoire: row security is checked before what else is missing. */
function insertCopy(table: string, territoireId: string) {
  return sql`insert into ${sql.table(table)} (territoire_id) values (${territoireId})`;
}

describe('Le rôle des requêtes', () => {
  test.each([
    'truncate structure',
    'truncate commune cascade',
    'drop table courriel',
    'alter table structure disable row level security',
    'alter table structure add column x text',
    'drop policy territoire on structure',
    'create policy tout on structure using (true)',
    'create table a_moi (x text)',
    'alter table structure owner to current_user',
    'create index on structure (nom)',
    'delete from territoire',
    "insert into commune (code_insee, nom, nom_recherche, codes_postaux, departement) values ('66001', 'x', 'x', '{}', '66')",
    "update installation set nature = 'reelle'",
    'delete from convention_evenement',
    "update convention_evenement set type = 'note'",
    'delete from convention',
    'alter table convention_evenement disable trigger all',
    'set session_replication_role = replica',
    'create function voler() returns void language sql security definer as $$ select 1 $$',
    'delete from kysely_migration',
  ])('ne peut pas : %s', async (statement) => {
    await expect(run('66', sql.raw(statement))).rejects.toThrow(/permission denied|must be owner|must be able/);
  });
});

describe('Une transaction', () => {
  test('est annulée tout entière par une exception', async () => {
    const write = inTerritoire(base.request, '66', async (db) => {
      await db.updateTable('structure').set({ nom: 'Changée' }).where('territoireId', '=', '66').execute();
      throw new Error('boom');
    });
    await expect(write).rejects.toThrow('boom');
    const { rows } = await run('66', sql`select 1 from structure where nom = 'Changée'`);
    expect(rows).toEqual([]);
  });

  test('reste utilisable après un refus d’une contrainte, qui donne son nom', async () => {
    const envoi = { territoireId: '66', cle: uuidv7(), chemin: '/' };
    await inTerritoire(base.request, '66', async (db) => {
      const insert = () => db.insertInto('envoi').values(envoi).execute();
      expect(await attempt(db, insert)).toHaveProperty('value');
      expect(await attempt(db, insert)).toEqual({ constraint: 'envoi_pkey' });
      const rows = await db.selectFrom('envoi').select('cle').where('cle', '=', envoi.cle).execute();
      expect(rows).toHaveLength(1);
    });
    const mistake = inTerritoire(base.request, '66', (db) =>
      attempt(db, () => sql`select * from nulle_part`.execute(db)),
    );
    await expect(mistake).rejects.toThrow(/nulle_part/);
  });

  test('ne prend pas une autre erreur pour une contrainte', () => {
    expect(violatedConstraint(new Error('x'))).toBeUndefined();
    expect(violatedConstraint({ code: '23505' })).toBeUndefined();
  });
});

describe('Ce que la base rend', () => {
  test('des dates, des heures et des instants de Temporal, des nombres', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select date '2026-02-28' as jour, time '09:30' as heure, timestamptz '2026-11-24 10:00+01' as moment,
        count(*) as combien, 1.50::numeric as mesure, array[date '2026-01-01', null]::date[] as jours,
        '{}'::date[] as aucun`.execute(base.request);
    const row = rows[0] ?? {};
    expect(String(row['jour'])).toBe('2026-02-28');
    expect(row['jour']).toBeInstanceOf(Temporal.PlainDate);
    expect(String(row['heure'])).toBe('09:30:00');
    expect((row['moment'] as Temporal.Instant).equals(NOW)).toBe(true);
    expect(row).toMatchObject({ combien: 1, mesure: 1.5, aucun: [] });
    expect((row['jours'] as unknown[]).map(String)).toEqual(['2026-01-01', 'null']);
  });

  test('les mêmes valeurs, quand on les lui envoie', async () => {
    const day = Temporal.PlainDate.from('2028-02-29');
    const { rows } = await sql<Record<string, unknown>>`
      select ${day}::date = date '2028-02-29' as jour, ${NOW}::timestamptz as moment, ${[day, day]}::date[] as jours,
        ${Temporal.PlainTime.from('23:59')}::time = time '23:59' as heure`.execute(base.request);
    expect(rows[0]).toMatchObject({ jour: true, heure: true });
    expect(String(rows[0]?.['moment'])).toBe(NOW.toString());
    expect(String(rows[0]?.['jours'])).toBe('2028-02-29,2028-02-29');
  });

  test('une question qui dure trop est abandonnée, sans occuper la base', async () => {
    const long = (statementMs: number) =>
      inTerritoire(base.request, '66', (db) => sql`select pg_sleep(0.4)`.execute(db), { statementMs });
    const error = await long(50).catch((thrown: unknown) => thrown);
    expect(isDatabaseAway(error)).toBe(true);
    await long(0);
  });

  test('« injoignable » ne se dit que d’une base injoignable', () => {
    const error = (code: string, more = {}) => Object.assign(new Error('x'), { code, ...more });
    for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', '53300', 'ETIMEDOUT', 'ENOTFOUND']) {
      expect(isDatabaseAway(error(code)), code).toBe(true);
    }
    expect(isDatabaseAway(error('ENOENT', { syscall: 'connect' }))).toBe(true);
    expect(isDatabaseAway(error('ENOENT', { syscall: 'open' }))).toBe(false);
    for (const code of ['42P01', '23505', '22021', '28P01', '']) expect(isDatabaseAway(error(code)), code).toBe(false);
    expect(isDatabaseAway('ECONNREFUSED')).toBe(false);
  });
});
