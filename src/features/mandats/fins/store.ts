import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';

/**
 * Holds the démarches of a mandat until the end of the transaction: of two who end one at the same moment, the second reads what
 * the first has done. Read the mandat after it.
 */
export async function holdDemarches(db: Db, territoireId: string, mandatId: string): Promise<void> {
  await db
    .selectFrom('mandatDemarche')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .orderBy('rang')
    .forUpdate()
    .execute();
}

/**
 * Notes that the operators of démarches that are over have been told: their keys may go before the delay. Only those of which
 * somebody was to be told, once each; returns how many.
 */
export async function savePrevenus(
  db: Db,
  territoireId: string,
  mandatId: string,
  demarcheIds: readonly string[],
  now: Temporal.Instant,
): Promise<number> {
  const rows = await db
    .updateTable('mandatDemarche')
    .set({ tiersPrevenusAt: now, destructibleAt: sql<Temporal.Instant>`least(destructible_at, ${now})` })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('id', '=', sql<string>`any(${demarcheIds}::uuid[])`)
    .where('finCause', 'in', ['retrait', 'renonciation', 'deces', 'protection', 'depart_agent'])
    .where('tiersPrevenusAt', 'is', null)
    .returning('id')
    .execute();
  return rows.length;
}
