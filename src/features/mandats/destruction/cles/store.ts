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

/** The keys beside the database: how many of one have no match in the other. */
export type Rapprochement = {
  /** Keys that nothing needs, a night from being swept, and older ones, which somebody must look at. */
  readonly clesSansMandat: { readonly aBalayer: number; readonly anciennes: number };
  /** Mandats and démarches that should open and have no key: what they say is lost. */
  readonly sansCle: number;
};

/** What a comparison found, and when. */
export type Releve = Rapprochement & { readonly at: Temporal.Instant };

/** Keeps what the comparison of a night found. */
export async function noterReleve(
  db: Db,
  territoireId: string,
  { at, clesSansMandat, sansCle }: Releve,
): Promise<void> {
  const found = {
    compareAt: at,
    orphelinesRecentes: clesSansMandat.aBalayer,
    orphelinesAnciennes: clesSansMandat.anciennes,
    sansCle,
  };
  await db
    .insertInto('clesSuivi')
    .values({ territoireId, ...found })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(found))
    .execute();
}

/** The last comparison; null before the first night. */
export async function dernierReleve(db: Db, territoireId: string): Promise<Releve | null> {
  const { rows } = await sql<{ at: Temporal.Instant; recentes: number; anciennes: number; sansCle: number }>`
    select compare_at as at, orphelines_recentes as recentes, orphelines_anciennes as anciennes, sans_cle from cles_suivi
    where territoire_id = ${territoireId} and compare_at is not null`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { recentes, anciennes, ...rest } = row;
  return { ...rest, clesSansMandat: { aBalayer: recentes, anciennes } };
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
