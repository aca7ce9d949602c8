import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../types.ts';

function toColumn(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Inserts rows in one statement: PostgreSQL reads them from one JSON text. Every row bears the keys of the first. */
export async function insertAll<T extends keyof DB>(
  db: Kysely<DB> | Transaction<DB>,
  table: T,
  rows: readonly Insertable<DB[T]>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((key) => sql.id(toColumn(key))));
  const json = JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [toColumn(key), value]))),
  );
  const into = sql.id(toColumn(table));
  await sql`insert into ${into} (${columns}) select ${columns} from jsonb_populate_recordset(null::${into}, ${json}::jsonb)`.execute(
    db,
  );
}
