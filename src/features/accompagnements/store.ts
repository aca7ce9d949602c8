import { sql } from 'kysely';
import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { selectAccompagnements } from './ligne/store.ts';
import { type Accompagnement, lireLigne } from './ligne.ts';
import type { LigneAgregat } from './rules/agregat.ts';

export type { Accompagnement } from './ligne.ts';

/** One dated half-day as the agent sees it. Hours are Paris time. */
export type SeanceAgent = {
  readonly id: string;
  readonly agentId: string;
  readonly conventionId: string | null;
  readonly lieuId: string | null;
  /** INSEE code of the commune of the lieu; null: held out of any. */
  readonly codeInsee: string | null;
  /** Name of the lieu, or where a one-off séance takes place. */
  readonly endroit: string;
  readonly adresse: string | null;
  readonly motif: string | null;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly statut: 'prevue' | 'annulee';
  readonly accompagnements: number;
};

function selectSeances(db: Db, territoireId: string) {
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select([
      'seance.id',
      'seance.agentId',
      'seance.conventionId',
      'seance.lieuId',
      'lieu.codeInsee',
      'seance.motif',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      sql<string | null>`lieu.adresse || ', ' || lieu.code_postal || ' ' || commune.nom`.as('adresse'),
      sql<number>`(select count(*) from accompagnement a
        where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`.as('accompagnements'),
    ])
    .where('seance.territoireId', '=', territoireId);
}

/** The séances of an agent from `du` to `au`, both included, in order. */
export async function seancesAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  { du, au }: { du: Temporal.PlainDate; au: Temporal.PlainDate },
): Promise<SeanceAgent[]> {
  return selectSeances(db, territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .execute();
}

export async function findSeance(db: Db, territoireId: string, id: string): Promise<SeanceAgent | undefined> {
  return selectSeances(db, territoireId).where('seance.id', '=', id).executeTakeFirst();
}

export async function accompagnementsDeSeance(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<Accompagnement[]> {
  const rows = await selectAccompagnements(db, territoireId)
    .where('accompagnement.seanceId', '=', seanceId)
    .orderBy('accompagnement.createdAt')
    .orderBy('accompagnement.id')
    .execute();
  return rows.map(lireLigne);
}

/** The records of an agent from `du` to `au`, both included, the last first. */
export async function accompagnementsDeAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  { du, au }: { du: Temporal.PlainDate; au: Temporal.PlainDate },
): Promise<Accompagnement[]> {
  const rows = await selectAccompagnements(db, territoireId)
    .where('accompagnement.agentId', '=', agentId)
    .where('accompagnement.jour', '>=', du)
    .where('accompagnement.jour', '<=', au)
    .orderBy('accompagnement.jour', 'desc')
    .orderBy('accompagnement.createdAt', 'desc')
    .orderBy('accompagnement.id')
    .execute();
  return rows.map(lireLigne);
}

/** The last records of an agent, the last written first. */
export async function derniersAccompagnements(
  db: Db,
  territoireId: string,
  agentId: string,
  nombre: number,
): Promise<Accompagnement[]> {
  const rows = await selectAccompagnements(db, territoireId)
    .where('accompagnement.agentId', '=', agentId)
    .orderBy('accompagnement.jour', 'desc')
    .orderBy('accompagnement.createdAt', 'desc')
    .orderBy('accompagnement.id', 'desc')
    .limit(nombre)
    .execute();
  return rows.map(lireLigne);
}

export async function findAccompagnement(
  db: Db,
  territoireId: string,
  id: string,
): Promise<Accompagnement | undefined> {
  const row = await selectAccompagnements(db, territoireId).where('accompagnement.id', '=', id).executeTakeFirst();
  return row && lireLigne(row);
}

/** Records by id, those that exist. */
export async function accompagnementsParId(
  db: Db,
  territoireId: string,
  ids: readonly string[],
): Promise<Accompagnement[]> {
  if (ids.length === 0) return [];
  const rows = await selectAccompagnements(db, territoireId)
    .where('accompagnement.id', 'in', [...ids])
    .execute();
  return rows.map(lireLigne);
}

/** Acts of before a day, one by one, whatever they are. */
export async function countAccompagnementsAvant(
  db: Db,
  territoireId: string,
  jour: Temporal.PlainDate,
): Promise<number> {
  const { count } = await db
    .selectFrom('accompagnement')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('jour', '<', jour)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Puts totals by month, convention and commune in the place of the acts of before `premierMois` (the first day of a month), and
 * returns how many acts there were. One statement: an act is counted or kept, never both nor neither. What was asked of these acts
 * goes with them, and so does what is left of those that were deleted.
 */
export async function agregerAccompagnements(
  db: Db,
  territoireId: string,
  premierMois: Temporal.PlainDate,
): Promise<number> {
  const limite = premierMois.toString();
  // A certified relevé keeps its own figures: the acts that it counted may leave.
  await sql`select set_config('escale.agregation', 'oui', true)`.execute(db);
  const { rows } = await sql<{ count: number }>`
    with partis as (
      delete from accompagnement where territoire_id = ${territoireId} and jour < ${limite}
      returning *, date_trunc('month', jour)::date as mois
    ), lignes as (
      select mois, convention_id, code_insee, v.rubrique, v.cle, v.nombre
      from partis, lateral (
        select * from (values ('total', 'personnes', 1), ('total', 'minutes', duree_minutes), ('objectif', objectif, 1),
          ('issue', issue, 1), ('orientation', orientation, 1), ('genre', genre, 1), ('tranche_age', tranche_age, 1),
          ('statut_social', statut_social, 1), ('type_lieu', type_lieu, 1), ('autonomie', autonomie, 1), ('axe', axe, 1)) i
          where type_activite = 'Individuel'
        union all select distinct 'thematique', t, 1 from unnest(thematiques) t where type_activite = 'Individuel'
        union all select distinct 'demarche', t, 1 from unnest(demarches) t where type_activite = 'Individuel'
        union all select distinct 'materiel', t, 1 from unnest(materiels) t where type_activite = 'Individuel'
        union all select 'total', c.cle, c.nombre from (values ('ateliers', 1), ('participants', participants),
          ('minutes_ateliers', duree_minutes), ('deja_aides', (collectif->>'dejaAides')::integer),
          ('niveau:' || (collectif->>'niveau'), 1)) c (cle, nombre) where type_activite = 'Collectif'
        union all select distinct 'thematique', 'atelier:' || t, 1 from unnest(thematiques) t where type_activite = 'Collectif'
        union all select 'genre', 'atelier:' || key, value::integer from jsonb_each_text(collectif->'genres')
        union all select 'tranche_age', 'atelier:' || key, value::integer from jsonb_each_text(collectif->'tranchesAge')
        union all select 'statut_social', 'atelier:' || key, value::integer from jsonb_each_text(collectif->'statutsSociaux')
        union all select 'total', c.cle, c.nombre from (values ('coordination:' || type_activite, 1),
          ('minutes_coordination', duree_minutes)) c (cle, nombre) where type_activite not in ('Individuel', 'Collectif')
      ) v (rubrique, cle, nombre)
      where v.cle is not null and v.nombre > 0
    ), ecrites as (
      insert into accompagnement_mensuel as m (territoire_id, mois, convention_id, code_insee, rubrique, cle, nombre)
      select ${territoireId}, mois, convention_id, code_insee, rubrique, cle, sum(nombre)
      from lignes group by mois, convention_id, code_insee, rubrique, cle
      on conflict on constraint accompagnement_mensuel_unique do update set nombre = m.nombre + excluded.nombre
    ), oubliees as (
      delete from accompagnement_operation o where o.territoire_id = ${territoireId}
        and (o.accompagnement_id in (select id from partis)
          or o.jour < ${limite}
            and not exists (select from accompagnement a where a.territoire_id = o.territoire_id and a.id = o.accompagnement_id)
            and not exists (select from accompagnement_operation n where n.territoire_id = o.territoire_id
              and n.accompagnement_id = o.accompagnement_id and n.jour >= ${limite}))
    )
    select count(*) from partis`.execute(db);
  await sql`select set_config('escale.agregation', '', true)`.execute(db);
  return rows[0]?.count ?? 0;
}

export type LigneMensuelle = LigneAgregat & { readonly conventionId: string | null; readonly codeInsee: string | null };

/** The totals of the months that a period touches; of one convention when told. */
export async function accompagnementsMensuels(
  db: Db,
  territoireId: string,
  { debut, fin }: Periode,
  conventionId?: string,
): Promise<LigneMensuelle[]> {
  return db
    .selectFrom('accompagnementMensuel')
    .select(['mois', 'conventionId', 'codeInsee', 'rubrique', 'cle', 'nombre'])
    .where('territoireId', '=', territoireId)
    .where('mois', '>=', debut.with({ day: 1 }))
    .where('mois', '<=', fin)
    .$if(conventionId !== undefined, (query) => query.where('conventionId', '=', conventionId ?? ''))
    .execute();
}
