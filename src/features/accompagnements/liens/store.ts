import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { operationsConnues, tenirAccompagnements } from '../reception/store.ts';
import { personneRetenue } from '../rules/versions.ts';

/** Who says it, and when. */
export type Parole = { readonly compteId: string; readonly now: Temporal.Instant };

/**
 * Says of records, which the caller holds, whom they are about; null: nobody. One operation a record, typed after all that was received
 * of it, whatever the clocks say: it was said on what is read here. `memePersonne`: another record of the same person, which says
 * nothing new of the act: it comes just after what it follows, so that what was typed since, and is received later, is believed.
 * No version is made and no figure changes, so that it may be said of a month whose relevé is certified.
 */
async function dire(
  db: Db,
  territoireId: string,
  of: { readonly ids: readonly string[]; readonly personneId: string | null; readonly memePersonne?: boolean },
  { compteId, now }: Parole,
): Promise<void> {
  const { ids, personneId, memePersonne = false } = of;
  if (ids.length === 0) return;
  const suivant = sql`(select max(o.saisi_at) + interval '1 microsecond'
    from accompagnement_operation o where o.territoire_id = a.territoire_id and o.accompagnement_id = a.id)`;
  const maintenant = sql`${now.toString()}::timestamptz`;
  await sql`insert into accompagnement_operation
      (territoire_id, id, accompagnement_id, nature, personne_id, personne_dite, agent_id, jour, created_by, saisi_at)
    select a.territoire_id, gen_random_uuid(), a.id, ${personneId === null ? 'delier' : 'lier'}, ${personneId}::uuid, true, a.agent_id,
      a.jour, ${compteId}::uuid, ${memePersonne ? sql`coalesce(${suivant}, ${maintenant})` : sql`greatest(${maintenant}, ${suivant})`}
    from accompagnement a where a.territoire_id = ${territoireId} and a.id = any(${[...ids]}::uuid[])`.execute(db);
  await relireLiens(db, territoireId, ids);
}

/** Writes on records, which the caller holds, whom all that was received of them says that they are about. */
export async function relireLiens(db: Db, territoireId: string, ids: readonly string[]): Promise<void> {
  const byRecord = Map.groupBy(await operationsConnues(db, territoireId, [], ids), (one) => one.accompagnementId);
  const byPersonne = Map.groupBy(byRecord, ([, operations]) => personneRetenue(operations));
  for (const [personneId, records] of byPersonne) {
    await db
      .updateTable('accompagnement')
      .set({ personneId })
      .where('territoireId', '=', territoireId)
      .where(
        'id',
        'in',
        records.map(([id]) => id),
      )
      .where('typeActivite', '=', 'Individuel')
      .execute();
  }
}

/** The record and those that were merged into it: a device may still name one of these. */
export const fichesDe = (territoireId: string, personneId: string) => sql<string>`(with recursive fiche as (
  select ${personneId}::uuid as id
  union select p.id from personne p join fiche f on p.fusionnee_dans = f.id where p.territoire_id = ${territoireId}
) select id from fiche)`;

type Lien = { readonly id: string; readonly agentId: string; readonly personneId: string };

const leSien = (db: Db, territoireId: string, { id, agentId }: Lien) =>
  db
    .selectFrom('accompagnement')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('agentId', '=', agentId);

/** Links an act of the agent's own, that is linked to nobody, to a person; false when there is none, or when the person's record is merged. */
export async function lier(db: Db, territoireId: string, lien: Lien, parole: Parole): Promise<boolean> {
  const { id, personneId } = lien;
  await tenirAccompagnements(db, territoireId, [id]);
  const own = await leSien(db, territoireId, lien)
    .where('typeActivite', '=', 'Individuel')
    .where('personneId', 'is', null)
    .executeTakeFirst();
  // The act first, then the person, as when it is received: a merge waits, or is seen.
  const personne = await db
    .selectFrom('personne')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', personneId)
    .where('fusionneeDans', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  if (own === undefined || personne === undefined) return false;
  await dire(db, territoireId, { ids: [id], personneId }, parole);
  return true;
}

/** Unlinks an act of the agent's own from a person; false when it was not. */
export async function delier(db: Db, territoireId: string, lien: Lien, parole: Parole): Promise<boolean> {
  const { id, personneId } = lien;
  await tenirAccompagnements(db, territoireId, [id]);
  const own = await leSien(db, territoireId, lien)
    .where('personneId', 'in', fichesDe(territoireId, personneId))
    .executeTakeFirst();
  if (own === undefined) return false;
  await dire(db, territoireId, { ids: [id], personneId: null }, parole);
  return true;
}

/** The ids of the acts that are linked to these persons, held until the end of the transaction; among `seuls`, when told. */
export async function tenirAidesDe(
  db: Db,
  territoireId: string,
  personneIds: readonly string[],
  seuls?: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from accompagnement
    where territoire_id = ${territoireId} and personne_id = any(${[...personneIds]}::uuid[])
      and (${seuls === undefined} or id = any(${[...(seuls ?? [])]}::uuid[]))
    order by id for no key update`.execute(db);
  return rows.map(({ id }) => id);
}

/** Links to the record of a person all the acts that are linked to another record of theirs; among `seuls`, when told. Returns their ids. */
export async function relier(
  db: Db,
  territoireId: string,
  { de, vers, seuls }: { readonly de: string; readonly vers: string; readonly seuls?: readonly string[] },
  parole: Parole,
): Promise<readonly string[]> {
  const ids = await tenirAidesDe(db, territoireId, [de], seuls);
  await dire(db, territoireId, { ids, personneId: vers, memePersonne: true }, parole);
  return ids;
}
