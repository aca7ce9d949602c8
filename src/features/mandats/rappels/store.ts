import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';

/** Forgets the links that nobody can use any more. */
export async function deleteLiensMorts(db: Db, territoireId: string, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom('mandatLien').where('territoireId', '=', territoireId).where('expireAt', '<', before).execute();
}

export type MandatARappeler = { readonly id: string; readonly agentId: string };

/**
 * Notes as recalled the mandats in force that end before an instant, but those that are held, and returns them: each once, since the note that says so is
 * what chooses them.
 */
export async function noterRappeles(
  db: Db,
  territoireId: string,
  { now, before }: { readonly now: Temporal.Instant; readonly before: Temporal.Instant },
): Promise<MandatARappeler[]> {
  return db
    .updateTable('mandat')
    .set({ rappeleAt: now })
    .where('territoireId', '=', territoireId)
    .where('etat', '=', 'signe')
    .where('rappeleAt', 'is', null)
    .where('finPrevueAt', '>', now)
    .where('finPrevueAt', '<=', before)
    .where(
      sql<boolean>`exists (select from mandat_demarche d where d.territoire_id = mandat.territoire_id
        and d.mandat_id = mandat.id and d.finie_at is null)
        and not exists (select from mandat_sursis s where s.territoire_id = mandat.territoire_id
          and s.mandat_id = mandat.id and s.leve_at is null)`,
    )
    .returning(['id', 'agentId'])
    .execute();
}
