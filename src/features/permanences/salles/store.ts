import { type Selectable, sql } from 'kysely';
import type { Salle as SalleRow } from '../../../../db/types.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

export type Salle = Pick<Selectable<SalleRow>, 'id' | 'lieuId' | 'nom' | 'places' | 'fermeeLe'>;

/** The rooms of a lieu, closed ones last. */
export async function sallesDuLieu(db: Db, territoireId: string, lieuId: string): Promise<Salle[]> {
  return selectSalles(db, territoireId).where('salle.lieuId', '=', lieuId).execute();
}

/** The rooms open in the territoire, with the lieu of each. */
export async function sallesOuvertes(db: Db, territoireId: string): Promise<(Salle & { readonly lieuNom: string })[]> {
  return selectSalles(db, territoireId)
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'salle.territoireId').onRef('lieu.id', '=', 'salle.lieuId'),
    )
    .select('lieu.nom as lieuNom')
    .where('salle.fermeeLe', 'is', null)
    .execute();
}

function selectSalles(db: Db, territoireId: string) {
  return db
    .selectFrom('salle')
    .select(['salle.id', 'salle.lieuId', 'salle.nom', 'salle.places', 'salle.fermeeLe'])
    .where('salle.territoireId', '=', territoireId)
    .orderBy('salle.fermeeLe', (order) => order.desc().nullsFirst())
    .orderBy('salle.nom');
}

export async function findSalle(db: Db, territoireId: string, id: string): Promise<Salle | undefined> {
  return selectSalles(db, territoireId).where('salle.id', '=', id).executeTakeFirst();
}

/** Adds a room to a lieu. Returns false when the lieu already has one of that name. */
export async function saveSalle(
  db: Db,
  territoireId: string,
  salle: Pick<Salle, 'lieuId' | 'nom' | 'places'>,
): Promise<boolean> {
  const outcome = await attempt(db, () =>
    db
      .insertInto('salle')
      .values({ territoireId, id: uuidv7(), ...salle })
      .execute(),
  );
  if ('value' in outcome) return true;
  if (outcome.constraint !== 'salle_nom_unique') throw new Error(`Unexpected constraint: ${outcome.constraint}`);
  return false;
}

/** Séances planned in a room from a day on: it closes once there is none. */
export async function seancesEnSalle(
  db: Db,
  territoireId: string,
  id: string,
  from: Temporal.PlainDate,
): Promise<number> {
  const { nombre } = await db
    .selectFrom('seance')
    .select(({ fn }) => fn.countAll<number>().as('nombre'))
    .where('territoireId', '=', territoireId)
    .where('salleId', '=', id)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', from)
    .executeTakeFirstOrThrow();
  return nombre;
}

/** Closes a room from a day on, or opens it again. */
export async function setSalleFermee(
  db: Db,
  territoireId: string,
  id: string,
  fermeeLe: Temporal.PlainDate | null,
): Promise<void> {
  await db
    .updateTable('salle')
    .set({ fermeeLe })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export type Melange = { readonly jour: Temporal.PlainDate; readonly permanenceId: string; readonly agentNom: string };

/**
 * Séances to come of a lieu that name no room while another one, in a room, is held there at the same hours: planned before
 * this was refused. The first of each permanence.
 */
export async function seancesMelees(
  db: Db,
  territoireId: string,
  lieuId: string,
  from: Temporal.PlainDate,
): Promise<readonly Melange[]> {
  const { rows } = await sql<Melange>`
    select distinct on (s.permanence_id) s.jour, s.permanence_id, a.prenom || ' ' || a.nom as agent_nom
    from seance s join agent a on a.territoire_id = s.territoire_id and a.id = s.agent_id
    where s.territoire_id = ${territoireId} and s.lieu_id = ${lieuId}::uuid and s.jour >= ${from}::date
      and s.statut = 'prevue' and s.salle_id is null and not s.en_binome and s.permanence_id is not null
      and exists (select from seance o where o.territoire_id = s.territoire_id and o.lieu_id = s.lieu_id and o.jour = s.jour
        and o.statut = 'prevue' and o.salle_id is not null and not o.en_binome
        and o.heure_debut < s.heure_fin and s.heure_debut < o.heure_fin)
    order by s.permanence_id, s.jour`.execute(db);
  return rows;
}
