import { sql } from 'kysely';
import { parisDate } from '../../../domain/date.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import type { Saisie } from '../rules/saisie.ts';

/** What a record becomes; null: deleted. */
export type Devenir = { readonly accompagnementId: string; readonly existait: boolean; readonly saisie: Saisie | null };

const rendezVousDe = ({ saisie }: Devenir): string | null =>
  saisie?.typeActivite === 'Individuel' ? saisie.rendezVousId : null;

/** The rendez-vous that records are linked to before they change. */
async function liensConnus(
  db: Db,
  territoireId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('accompagnement')
    .select(['id', 'rendezVousId'])
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, rendezVousId }) => [id, rendezVousId]));
}

/**
 * Notes as received those of whom a record now tells, when they were awaited or had arrived; and lets be awaited again those of
 * whom no record tells any more, on the day when a record alone had noted them. To be called before the records are written. Nobody
 * is told of it: who was received knows.
 */
export async function noterVenues(
  db: Db,
  territoireId: string,
  devenirs: readonly Devenir[],
  now: Temporal.Instant,
): Promise<void> {
  const before = await liensConnus(
    db,
    territoireId,
    devenirs.flatMap(({ accompagnementId, existait }) => (existait ? [accompagnementId] : [])),
  );
  const changed = devenirs.flatMap((one) => {
    const [avant, apres] = [before.get(one.accompagnementId) ?? null, rendezVousDe(one)];
    return avant === apres ? [] : [{ id: one.accompagnementId, avant, apres }];
  });
  const lost = changed.flatMap(({ id, avant }) => (avant === null ? [] : [{ id, rendezVousId: avant }]));
  await rendre(db, territoireId, lost, now);
  const met = changed.flatMap(({ id, apres }) => (apres === null ? [] : [{ id, rendezVousId: apres }]));
  if (met.length > 0) {
    await sql`update rendez_vous r set statut = 'recu', recu_at = ${now.toString()}, recu_accompagnement_id = v.id
      from (select distinct on (v.rdv) v.id, v.rdv
        from unnest(${met.map(({ id }) => id)}::uuid[], ${met.map((one) => one.rendezVousId)}::uuid[]) v (id, rdv)
        order by v.rdv, v.id) v
      where r.territoire_id = ${territoireId} and r.id = v.rdv and r.statut in ('confirme', 'arrive')`.execute(db);
  }
}

type Perdu = { readonly id: string; readonly rendezVousId: string };

async function rendre(db: Db, territoireId: string, lost: readonly Perdu[], now: Temporal.Instant): Promise<void> {
  const going = lost.map(({ id }) => id);
  for (const one of lost) {
    if (await transmettre(db, territoireId, one, going)) continue;
    await redevenirAttendu(db, territoireId, one, now);
  }
}

/** Another record that tells of the same rendez-vous is now why it is noted as received; false when there is none. */
async function transmettre(
  db: Db,
  territoireId: string,
  { id, rendezVousId }: Perdu,
  going: readonly string[],
): Promise<boolean> {
  const other = await db
    .selectFrom('accompagnement')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('rendezVousId', '=', rendezVousId)
    .where('id', 'not in', [...going])
    .orderBy('id')
    .executeTakeFirst();
  if (other === undefined) return false;
  await db
    .updateTable('rendezVous')
    .set({ recuAccompagnementId: other.id })
    .where('territoireId', '=', territoireId)
    .where('id', '=', rendezVousId)
    .where('recuAccompagnementId', '=', id)
    .execute();
  return true;
}

/** Refused by what was taken meanwhile in the same séance, or when somebody holds it: then it stays as it is noted. */
async function redevenirAttendu(
  db: Db,
  territoireId: string,
  { id, rendezVousId }: Perdu,
  now: Temporal.Instant,
): Promise<void> {
  // The séance first, as at the counter; never waited for, since the agent is held already.
  const { rows } = await sql<{ recuAt: Temporal.Instant }>`select r.recu_at
    from rendez_vous r join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
    where r.territoire_id = ${territoireId} and r.id = ${rendezVousId} and r.statut = 'recu'
      and r.recu_accompagnement_id = ${id} for update of s, r skip locked`.execute(db);
  const [noted] = rows;
  if (noted === undefined || !parisDate(noted.recuAt).equals(parisDate(now))) return;
  await attempt(db, () =>
    sql`update rendez_vous set statut = case when arrive_at is null then 'confirme' else 'arrive' end, recu_at = null,
        recu_accompagnement_id = null
      where territoire_id = ${territoireId} and id = ${rendezVousId}`.execute(db),
  );
}
