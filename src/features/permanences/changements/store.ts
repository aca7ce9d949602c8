import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Conflit, unlessTaken } from '../seances/store.ts';
import type { ChangementFait, Obstacles, Photo } from './rules.ts';

type Date = Temporal.PlainDate;

export type NatureChangement = 'modifiee' | 'confiee' | 'arretee';

/** A series that somebody changes: its permanence and the one beside it, from a day on. */
export type Portee = { readonly permanences: readonly string[]; readonly aPartirDu: Date };

export type ChangementSuivi = ChangementFait &
  Portee & {
    readonly id: string;
    readonly permanenceId: string;
    readonly nature: NatureChangement;
    readonly createdBy: string;
    readonly createdAt: Temporal.Instant;
  };

/** What a séance says of persons, or is kept by triggers, stays out. */
const HORS_PHOTO = sql`array['motif', 'endroit', 'revision', 'revisee_at', 'created_at', 'created_by']`;

/** The permanences named, all that go on from them and are held beside them, with their séances of a day and later. */
export async function photographier(db: Db, territoireId: string, { permanences, aPartirDu }: Portee): Promise<Photo> {
  const ids = [...permanences];
  const { rows } = await sql<{ photo: Photo }>`
    with recursive f as (select unnest(${ids}::uuid[]) as id union select o.id from permanence o
        join f on o.suite_de = f.id or o.binome_de = f.id where o.territoire_id = ${territoireId}),
      p as (select p.* from permanence p join f on f.id = p.id where p.territoire_id = ${territoireId}),
      s as (select s.* from seance s join p on p.id = s.permanence_id
        where s.territoire_id = ${territoireId} and (s.jour_prevu >= ${aPartirDu}::date or s.jour >= ${aPartirDu}::date))
    select jsonb_build_object(
      'permanences', (select coalesce(jsonb_agg(to_jsonb(p) - array['created_at', 'created_by'] order by p.id), '[]') from p),
      'seances', (select coalesce(jsonb_agg(to_jsonb(s) - ${HORS_PHOTO} order by s.jour, s.id), '[]') from s),
      'rendezVous', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'seance_id', r.seance_id, 'statut', r.statut,
          'debut', r.debut, 'fin', r.fin, 'tenu_jusqua', r.tenu_jusqua) order by r.id), '[]')
        from rendez_vous r join s on s.id = r.seance_id where r.territoire_id = ${territoireId}),
      'tenues', (select coalesce(jsonb_agg(s.id order by s.id), '[]') from s where
        exists (select from accompagnement a where a.territoire_id = s.territoire_id and a.seance_id = s.id)
        or exists (select from mandat m where m.territoire_id = s.territoire_id and m.seance_id = s.id)
        or exists (select from temps_agent t where t.territoire_id = s.territoire_id and t.seance_id = s.id)
        or exists (select from manquement n where n.territoire_id = s.territoire_id and n.seance_id = s.id))
    ) as photo`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A series is always seen, even empty');
  return row.photo;
}

/** Keeps what a change did, so that it can be taken back. */
export async function saveChangement(
  db: Db,
  territoireId: string,
  changement: Portee & {
    readonly permanenceId: string;
    readonly nature: NatureChangement;
    readonly faitLe: Date;
    readonly avant: Photo;
    readonly apres: Photo;
    readonly compteId: string;
    readonly now: Temporal.Instant;
  },
): Promise<void> {
  const { compteId, now, permanences, avant, apres, ...row } = changement;
  await db
    .insertInto('serieChangement')
    .values({
      ...{ territoireId, id: uuidv7(), ...row, createdBy: compteId, createdAt: now },
      ...{ permanences: [...permanences], avant: JSON.stringify(avant), apres: JSON.stringify(apres) },
    })
    .execute();
}

function selectChangements(db: Db, territoireId: string) {
  return db
    .selectFrom('serieChangement')
    .select(['id', 'permanenceId', 'permanences', 'aPartirDu', 'faitLe', 'createdBy', 'createdAt'])
    .select([
      sql<NatureChangement>`nature`.as('nature'),
      sql<Photo>`avant`.as('avant'),
      sql<Photo>`apres`.as('apres'),
      sql<boolean>`annule_at is not null`.as('isAnnule'),
    ])
    .where('territoireId', '=', territoireId);
}

export async function findChangement(db: Db, territoireId: string, id: string): Promise<ChangementSuivi | undefined> {
  return selectChangements(db, territoireId).where('id', '=', id).executeTakeFirst();
}

/** The last change that an account made of a permanence on a day, unless it took it back. */
export async function changementDuJour(
  db: Db,
  territoireId: string,
  { permanenceId, compteId, jour }: { readonly permanenceId: string; readonly compteId: string; readonly jour: Date },
): Promise<ChangementSuivi | undefined> {
  return selectChangements(db, territoireId)
    .where('faitLe', '=', jour)
    .where('createdBy', '=', compteId)
    .where('annuleAt', 'is', null)
    .where(sql<boolean>`${permanenceId}::uuid = any(permanences)`)
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/** What stands in the way of séances that would be planned again, as they were, besides the séances of others. */
export async function obstaclesDe(db: Db, territoireId: string, { avant, apres }: ChangementFait): Promise<Obstacles> {
  const { rows } = await sql<Obstacles>`
    with s as (select s.* from jsonb_populate_recordset(null::seance, ${JSON.stringify(avant.seances)}::jsonb) s
        join jsonb_populate_recordset(null::seance, ${JSON.stringify(apres.seances)}::jsonb) n on n.id = s.id
        where s.statut = 'prevue' and s is distinct from n)
    select
      (select coalesce(array_agg(distinct l.nom), '{}') from s join lieu l
        on l.territoire_id = ${territoireId} and l.id = s.lieu_id where l.ferme_le is not null) as lieux,
      (select coalesce(array_agg(distinct r.nom), '{}') from s join salle r
        on r.territoire_id = ${territoireId} and r.id = s.salle_id where r.fermee_le is not null) as salles,
      (select coalesce(array_agg(distinct s.jour order by s.jour), '{}') from s
        where s.lieu_id is not null and fermeture_du_jour(${territoireId}, s.lieu_id, s.jour) is not null) as fermetures,
      (select coalesce(array_agg(distinct s.jour order by s.jour), '{}') from s
        where absence_du_jour(${territoireId}, s.agent_id, s.jour, s.heure_debut, s.heure_fin) is not null) as absences
    `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('Obstacles are always told, even none');
  return row;
}

/**
 * Writes a series as it was before a change: all or nothing. The caller has locked the planning and the séances, and checked that
 * nothing rests on the change. Rendez-vous that nobody decided of since find again their hour; a place held for who waits too,
 * while its time lasts. The answer is the conflict when something else took the agent, the lieu or the time of the road.
 */
export async function rendreChangement(
  db: Db,
  territoireId: string,
  { id, avant, apres }: ChangementSuivi,
  { maintenant, now }: { readonly maintenant: Photo; readonly now: Temporal.Instant },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, async () => {
    await retirer(db, territoireId, 'seance', { avant: avant.seances, apres: apres.seances });
    await rendrePermanences(db, territoireId, avant);
    await rendreSeances(db, territoireId, avant);
    await retirer(db, territoireId, 'permanence', { avant: avant.permanences, apres: apres.permanences });
    await rendreRendezVous(db, territoireId, { avant, apres, maintenant }, now);
    await db
      .updateTable('serieChangement')
      .set({ annuleAt: now })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute();
  });
}

type Lignes = readonly { readonly id: string }[];

/** Takes away the rows that a change had made. */
async function retirer(
  db: Db,
  territoireId: string,
  table: 'seance' | 'permanence',
  { avant, apres }: { readonly avant: Lignes; readonly apres: Lignes },
): Promise<void> {
  const before = new Set(avant.map(({ id }) => id));
  const made = apres.map(({ id }) => id).filter((id) => !before.has(id));
  if (made.length === 0) return;
  await db.deleteFrom(table).where('territoireId', '=', territoireId).where('id', 'in', made).execute();
}

async function rendrePermanences(db: Db, territoireId: string, { permanences }: Photo): Promise<void> {
  await sql`update permanence p set agent_id = a.agent_id, lieu_id = a.lieu_id, jour_semaine = a.jour_semaine,
      demi_journee = a.demi_journee, heure_debut = a.heure_debut, heure_fin = a.heure_fin, du = a.du, au = a.au,
      toutes_les = a.toutes_les, rangs = a.rangs, hors_vacances = a.hors_vacances, suite_de = a.suite_de,
      binome_de = a.binome_de, salle_id = a.salle_id, accueil = a.accueil, rdv_debut = a.rdv_debut, rdv_fin = a.rdv_fin,
      pas_minutes = a.pas_minutes
    from jsonb_populate_recordset(null::permanence, ${JSON.stringify(permanences)}::jsonb) a
    where p.territoire_id = ${territoireId} and p.id = a.id`.execute(db);
}

/** A séance planned again says no longer why it was cancelled; the triggers give it back its rendez-vous, or move them with it. */
async function rendreSeances(db: Db, territoireId: string, { seances }: Photo): Promise<void> {
  // Whoever was left alone in the room makes way for the first of the two.
  const seconds = seances.filter(({ en_binome }) => en_binome === true).map(({ id }) => id);
  if (seconds.length > 0) {
    const second = db.updateTable('seance').set({ enBinome: true }).where('territoireId', '=', territoireId);
    await second.where('id', 'in', seconds).where('enBinome', '=', false).execute();
  }
  await sql`update seance s set permanence_id = a.permanence_id, agent_id = a.agent_id, lieu_id = a.lieu_id,
      convention_id = a.convention_id, jour = a.jour, jour_prevu = a.jour_prevu, heure_debut = a.heure_debut,
      heure_fin = a.heure_fin, statut = a.statut, fin_decision_id = a.fin_decision_id, exceptions = a.exceptions,
      absence_id = a.absence_id, fermeture_id = a.fermeture_id, salle_id = a.salle_id, en_binome = a.en_binome,
      motif = case when a.statut = 'prevue' then null else s.motif end
    from jsonb_populate_recordset(null::seance, ${JSON.stringify(seances)}::jsonb) a
    where s.territoire_id = ${territoireId} and s.id = a.id
      and (s.permanence_id, s.agent_id, s.lieu_id, s.convention_id, s.jour, s.jour_prevu, s.heure_debut, s.heure_fin, s.statut,
        s.fin_decision_id, s.exceptions, s.absence_id, s.fermeture_id, s.salle_id, s.en_binome)
      is distinct from
      (a.permanence_id, a.agent_id, a.lieu_id, a.convention_id, a.jour, a.jour_prevu, a.heure_debut, a.heure_fin, a.statut,
        a.fin_decision_id, a.exceptions, a.absence_id, a.fermeture_id, a.salle_id, a.en_binome)`.execute(db);
}

/** What the triggers did not: those that no longer fitted, and places held. Who heard of the change is to hear of this. */
async function rendreRendezVous(
  db: Db,
  territoireId: string,
  { avant, apres, maintenant }: Pick<ChangementFait, 'avant' | 'apres'> & { readonly maintenant: Photo },
  now: Temporal.Instant,
): Promise<void> {
  const left = new Map(apres.rendezVous.map((one) => [one.id, JSON.stringify(one)]));
  const undecided = new Set(
    maintenant.rendezVous.filter((one) => left.get(one.id) === JSON.stringify(one)).map(({ id }) => id),
  );
  const back = avant.rendezVous.filter(({ id }) => undecided.has(id));
  if (back.length === 0) return;
  await sql`update rendez_vous r set statut = a.statut, debut = a.debut, fin = a.fin, tenu_jusqua = a.tenu_jusqua,
      annule_at = case when a.statut in ('tenu', 'confirme') then null else r.annule_at end,
      annule_par = case when a.statut in ('tenu', 'confirme') then null else r.annule_par end,
      a_dire = case when a.statut = 'confirme' and r.a_dire is null then 'changement' end
    from jsonb_populate_recordset(null::rendez_vous, ${JSON.stringify(back)}::jsonb) a
    where r.territoire_id = ${territoireId} and r.id = a.id
      and (r.statut, r.debut, r.fin, r.tenu_jusqua) is distinct from (a.statut, a.debut, a.fin, a.tenu_jusqua)
      and (a.statut <> 'tenu' or a.tenu_jusqua > ${now}
        -- Whoever was told to wait again, or was offered another place, is not offered this one twice.
        and exists (select from rdv_attente w
          where w.territoire_id = r.territoire_id and w.id = r.attente_id and w.statut = 'propose')
        and not exists (select from rendez_vous o where o.territoire_id = r.territoire_id and o.attente_id = r.attente_id
          and o.id <> r.id and o.statut = 'tenu'))`.execute(db);
}

/** Forgets the changes made before a day. */
export async function oublierChangements(db: Db, territoireId: string, avant: Date): Promise<void> {
  await db.deleteFrom('serieChangement').where('territoireId', '=', territoireId).where('faitLe', '<', avant).execute();
}
