import { sql } from 'kysely';
import { type Database, type Db, inTerritoire } from '../db.ts';
import type { DataKeys } from './store.ts';

/*
 * A database taken back to an earlier day (recovery to a point in time) or copied whole (pg_dump) keeps its name: the keys cannot tell
 * it from the one that goes on. Both count their passages; whoever is behind knows nothing of the newest keys.
 */

/** Whether a database has not seen what the keys of a territoire have: it is older than they are, or another of the same name goes on. */
export async function isBehindKeys(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
): Promise<boolean> {
  // In this order: the database is written first.
  const reached = await cles.passage(territoireId);
  const { rows } = await sql<{ passage: number }>`
    select passage from cles_suivi where territoire_id = ${territoireId}`.execute(db);
  return (rows[0]?.passage ?? 0) < reached;
}

/**
 * Counts one more passage of a territoire, here then with the keys. A database that is behind does not; it counts one with the keys
 * alone, so that the other one of its name is stopped too: only somebody knows which is the true one (`npm run cles:adopter`).
 * Returns whether it is up to date. Throws when a place of keys is away; nothing is lost then.
 */
export async function countPassage(
  { database, cles }: { readonly database: Database; readonly cles: DataKeys },
  territoireId: string,
): Promise<boolean> {
  const counted = await inTerritoire(database, territoireId, async (db) => {
    await sql`insert into cles_suivi (territoire_id) values (${territoireId}) on conflict do nothing`.execute(db);
    // Held: two runs count one after the other.
    await sql`select from cles_suivi where territoire_id = ${territoireId} for update`.execute(db);
    if (await isBehindKeys({ db, cles }, territoireId)) return undefined;
    const { rows } = await sql<{ passage: number }>`
      update cles_suivi set passage = passage + 1 where territoire_id = ${territoireId} returning passage`.execute(db);
    return rows[0]?.passage;
  });
  await cles.reach(territoireId, counted ?? (await cles.passage(territoireId)) + 1);
  return counted !== undefined;
}

/** Brings a database to where the keys of a territoire are. */
export async function catchUp(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
): Promise<void> {
  await sql`insert into cles_suivi (territoire_id, passage) values (${territoireId}, ${await cles.passage(territoireId)})
    on conflict (territoire_id) do update set passage = excluded.passage`.execute(db);
}
