import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { findBinome, type PermanenceSuivie } from '../store.ts';

type Date = Temporal.PlainDate;

/** The permanence held beside this one today or later; undefined: it stands alone. */
export function binomeEnPlace(
  db: Db,
  territoireId: string,
  of: Pick<PermanenceSuivie, 'id' | 'binomeDe'>,
  today: Date,
): Promise<PermanenceSuivie | undefined> {
  return findBinome(db, territoireId, of, today);
}

/**
 * Leaves alone the second of two: its séances after a day take the room that the first has left. Nothing is done for the first,
 * which holds the room already.
 */
export async function laisserSeule(
  db: Db,
  territoireId: string,
  second: Pick<PermanenceSuivie, 'id'>,
  apres: Date,
): Promise<void> {
  await db
    .updateTable('permanence')
    .set({ binomeDe: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', second.id)
    .execute();
  await db
    .updateTable('seance')
    .set({ enBinome: false })
    .where('territoireId', '=', territoireId)
    .where('permanenceId', '=', second.id)
    .where('jour', '>', apres)
    .execute();
}

/** The séance of the other agent, the same day in the same lieu, of the permanence held beside it. */
export async function seanceDuBinome(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<{ readonly id: string; readonly agentNom: string } | undefined> {
  const { rows } = await sql<{ id: string; agentNom: string }>`
    select o.id, a.prenom || ' ' || a.nom as agent_nom
    from seance s
      join permanence p on p.territoire_id = s.territoire_id and p.id = s.permanence_id
      join permanence q on q.territoire_id = s.territoire_id and (q.binome_de = p.id or q.id = p.binome_de)
      join seance o on o.territoire_id = s.territoire_id and o.permanence_id = q.id and o.jour = s.jour
        and o.statut = 'prevue' and o.lieu_id = s.lieu_id
      join agent a on a.territoire_id = o.territoire_id and a.id = o.agent_id
    where s.territoire_id = ${territoireId} and s.id = ${seanceId}::uuid
    order by o.id limit 1`.execute(db);
  return rows[0];
}
