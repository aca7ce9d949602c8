import { sql } from 'kysely';
import { type Database, inTerritoire } from '../../platform/db.ts';
import { allTerritoires } from '../territoires/store.ts';

/** Entries of the journal that wait for their seal, by territoire. */
export async function compterEntreesEnAttente(
  database: Database,
): Promise<{ territoire: string; entrees: number; plusAncienneSecondes: number }[]> {
  const counted = [];
  for (const { id } of await allTerritoires(database)) {
    const row = await inTerritoire(
      database,
      id,
      (db) =>
        db
          .selectFrom('journalAttente as a')
          .innerJoin('journalEntree as e', (join) =>
            join.onRef('e.territoireId', '=', 'a.territoireId').onRef('e.id', '=', 'a.entreeId'),
          )
          .where('a.territoireId', '=', id)
          .select([
            sql<number>`count(*)`.as('entrees'),
            sql<number>`coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)`.as('plusAncienneSecondes'),
          ])
          .executeTakeFirstOrThrow(),
      { readOnly: true },
    );
    counted.push({ territoire: id, ...row });
  }
  return counted;
}

/** Jobs that the database keeps, by kind and state; those done are forgotten after a while. */
export async function compterTravaux(database: Database): Promise<{ travail: string; etat: string; nombre: number }[]> {
  const { rows } = await sql<{ travail: string; etat: string; nombre: number }>`
    select name as travail, state::text as etat, count(*) as nombre from travaux.job group by 1, 2`.execute(database);
  return rows;
}
