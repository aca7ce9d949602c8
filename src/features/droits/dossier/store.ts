import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Cle, Valeurs } from './source.ts';
import type { Termes } from './termes.ts';

/** A table as the database knows it: its columns with their types, and those of its key besides the territoire. */
export type TableLue = {
  readonly nom: string;
  readonly types: ReadonlyMap<string, string>;
  readonly cle: readonly string[];
};

/** Every table, by its name. */
export async function lireTables(db: Db): Promise<ReadonlyMap<string, TableLue>> {
  const { rows } = await sql<{ table: string; colonne: string; type: string; deCle: boolean }>`
    select c.relname as "table", a.attname as colonne, format_type(a.atttypid, null) as type,
      coalesce(a.attnum = any(i.indkey), false) as de_cle
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind in ('r', 'p')
    order by c.relname, a.attnum`.execute(db);
  const tables = Map.groupBy(rows, ({ table }) => table);
  return new Map(
    [...tables].map(([nom, columns]) => [
      nom,
      {
        nom,
        types: new Map(columns.map(({ colonne, type }) => [colonne, type])),
        cle: columns.filter(({ deCle, colonne }) => deCle && colonne !== 'territoire_id').map(({ colonne }) => colonne),
      },
    ]),
  );
}

/** Columns of a table that a kind declares. */
export type Endroit = { readonly table: TableLue; readonly colonnes: readonly string[] };
export type Rangee = { readonly cle: Cle; readonly valeurs: Valeurs };

type Sql = RawBuilder<unknown>;

const colonne = (table: TableLue, nom: string): Sql => sql.ref(`${table.nom}.${nom}`);

/** The whole of a file, or of a print, is never read: its size says that it is there. */
const estEnOctets = (table: TableLue, nom: string): boolean => table.types.get(nom) === 'bytea';

function valeur(table: TableLue, nom: string): Sql {
  const of = colonne(table, nom);
  return estEnOctets(table, nom)
    ? sql`case when ${of} is not null then jsonb_build_object('octets', octet_length(${of})) end`
    : sql`to_jsonb(${of})`;
}

const objet = (pairs: readonly (readonly [string, Sql])[]): Sql =>
  sql`jsonb_build_object(${sql.join(pairs.flatMap(([nom, of]) => [sql`${nom}::text`, of]))})`;

async function lire(
  db: Db,
  territoireId: string,
  { table, colonnes }: Endroit,
  { ou, max }: { readonly ou: Sql; readonly max?: number },
): Promise<Rangee[]> {
  const cle = objet(table.cle.map((nom) => [nom, sql`${colonne(table, nom)}::text`] as const));
  const valeurs = objet(colonnes.map((nom) => [nom, valeur(table, nom)] as const));
  // The territoire itself is a row too.
  const owner = table.types.has('territoire_id') ? 'territoire_id' : 'id';
  const { rows } = await sql<Rangee>`select ${cle} as cle, ${valeurs} as valeurs from ${sql.table(table.nom)}
    where ${colonne(table, owner)} = ${territoireId}
      and num_nonnulls(${sql.join(colonnes.map((nom) => colonne(table, nom)))}) > 0 and (${ou})
    order by ${sql.join(table.cle.map((nom) => colonne(table, nom)))}
    ${max === undefined ? sql`` : sql`limit ${max}`}`.execute(db);
  // JSON sorts its keys: the columns come back in the order in which they are declared.
  return rows.map((row) => ({ ...row, valeurs: Object.fromEntries(colonnes.map((nom) => [nom, row.valeurs[nom]])) }));
}

/** Columns of which a name, an address or a number can be a part. */
const LISIBLES = /^(?:text|jsonb|json|character varying)/;

/** The declared columns in which something can be looked for. */
export function colonnesLisibles({ table, colonnes }: Endroit): readonly string[] {
  return colonnes.filter((nom) => LISIBLES.test(table.types.get(nom) ?? ''));
}

/** Rows whose declared words hold what is looked for, `max` at most. */
export async function chercherDans(
  db: Db,
  territoireId: string,
  endroit: Endroit,
  { termes, max }: { readonly termes: Termes; readonly max: number },
): Promise<Rangee[]> {
  const lisibles = colonnesLisibles(endroit);
  if (lisibles.length === 0) return [];
  const words = sql`concat_ws(' ', ${sql.join(lisibles.map((nom) => sql`${colonne(endroit.table, nom)}::text`))})`;
  const plain = sql`regexp_replace(normalize(lower(${words}), NFD), '[\u0300-\u036f]', '', 'g')`;
  const plie = sql`' ' || regexp_replace(${plain}, '[^a-z0-9]+', ' ', 'g') || ' '`;
  const holds = (term: string): Sql => sql`position(${` ${term} `} in ${plie}) > 0`;
  const figures = sql`regexp_replace(${words}, '[\\s.()\u00a0\u202f-]', '', 'g')`;
  const { mots, courriel, telephone } = termes;
  const any = [
    ...(mots.length === 0 ? [] : [sql`(${sql.join(mots.map(holds), sql` and `)})`]),
    ...(courriel === null ? [] : [holds(courriel)]),
    ...(telephone === null ? [] : [sql`position(${telephone} in ${figures}) > 0`]),
  ];
  return any.length === 0 ? [] : lire(db, territoireId, endroit, { ou: sql.join(any, sql` or `), max });
}

/** Rows whose columns are these: one by its key, several by what they hang from. */
export async function lireLignes(db: Db, territoireId: string, endroit: Endroit, ou: Cle): Promise<Rangee[]> {
  const equal = Object.entries(ou).map(([nom, value]) => sql`${colonne(endroit.table, nom)}::text = ${value}`);
  return equal.length === 0 ? [] : lire(db, territoireId, endroit, { ou: sql.join(equal, sql` and `) });
}

/** Is this account still open? */
export async function estCompteOuvert(db: Db, territoireId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('fermeLe', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Is this agent under contract on a day? */
export async function estSousContrat(
  db: Db,
  territoireId: string,
  id: string,
  jour: Temporal.PlainDate,
): Promise<boolean> {
  const row = await db
    .selectFrom('agent')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('contratFin', '>=', jour)
    .executeTakeFirst();
  return row !== undefined;
}
