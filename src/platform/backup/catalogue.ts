import type pg from 'pg';
import { quoted } from './format.ts';

export type Table = {
  /** Quoted, with its schema: `"public"."agent"`. */
  readonly nom: string;
  /** Those that hold data: what PostgreSQL computes by itself is computed again. */
  readonly colonnes: readonly string[];
};

/** Which tables a backup holds: all those of these schemas but some, or some alone. */
export type Selection = {
  readonly schema: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
};

/** The tables selected, those that others refer to first. Partitions are part of their table. */
export async function listTables(client: pg.ClientBase, selections: readonly Selection[]): Promise<readonly Table[]> {
  const { rows } = await client.query<{ oid: number; schema: string; name: string; columns: string[] }>(
    `select c.oid::int, n.nspname as schema, c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 2, 3`,
    [selections.map(({ schema }) => schema)],
  );
  const chosen = rows.filter(({ schema, name }) =>
    selections.some(
      (one) => one.schema === schema && (one.only?.includes(name) ?? true) && !(one.except?.includes(name) ?? false),
    ),
  );
  const { rows: references } = await client.query<{ from: number; to: number }>(
    `select distinct coalesce(pg_partition_root(conrelid)::oid, conrelid)::int as from,
       coalesce(pg_partition_root(confrelid)::oid, confrelid)::int as to
     from pg_constraint where contype = 'f' and conrelid <> confrelid`,
  );
  return inOrder(chosen, references).map(({ schema, name, columns }) => ({
    nom: `${quoted(schema)}.${quoted(name)}`,
    colonnes: columns,
  }));
}

/** Throws on tables that refer to each other in a circle: they could not be loaded one after the other. */
function inOrder<T extends { readonly oid: number; readonly name: string }>(
  tables: readonly T[],
  references: readonly { readonly from: number; readonly to: number }[],
): readonly T[] {
  const done: T[] = [];
  let left = tables;
  while (left.length > 0) {
    const isWaited = (oid: number) => left.some((one) => one.oid === oid);
    const ready = left.filter(
      ({ oid }) => !references.some(({ from, to }) => from === oid && to !== oid && isWaited(to)),
    );
    if (ready.length === 0) throw new Error(`Tables in a circle: ${left.map(({ name }) => name).join(', ')}`);
    done.push(...ready);
    left = left.filter((one) => !ready.includes(one));
  }
  return done;
}

/** Sequences of these schemas that have given a number, with the last one. */
export async function listSequences(
  client: pg.ClientBase,
  selections: readonly Selection[],
): Promise<{ nom: string; valeur: string }[]> {
  const { rows } = await client.query<{ nom: string; valeur: string }>(
    `select format('%I.%I', schemaname, sequencename) as nom, last_value::text as valeur
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1`,
    [selections.map(({ schema }) => schema)],
  );
  return rows;
}
