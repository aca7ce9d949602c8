import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';

/** Those of these ids that are of use: a draft or a mandat, or a démarche, whose content is not destroyed. */
export async function idsUtiles(db: Db, territoireId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from mandat where territoire_id = ${territoireId} and id = any(${ids}::uuid[]) and detruit_at is null
    union all
    select id from mandat_demarche
    where territoire_id = ${territoireId} and id = any(${ids}::uuid[]) and detruite_at is null`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** The ids whose key must exist, by `id` after `after`, `limit` at most: signed mandats and their démarches, not destroyed nor decided. */
export async function idsScelles(
  db: Db,
  territoireId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from (
      select m.id from mandat m where m.territoire_id = ${territoireId} and m.etat = 'signe' and m.detruit_at is null
      union all
      select d.id from mandat_demarche d where d.territoire_id = ${territoireId} and d.detruite_at is null
    ) u
    where (${after}::uuid is null or u.id > ${after}::uuid)
      and not exists (select from mandat_destruction x where x.territoire_id = ${territoireId} and x.objet_id = u.id)
    order by u.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
