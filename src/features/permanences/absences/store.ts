import { sql } from 'kysely';
import type { DemiJourneeSemaine } from '../../../domain/demi-journee.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Absence, Collegue, MomentAbsence, NatureAbsence, Point, SeancePlacee } from './rules.ts';

type Date = Temporal.PlainDate;

export type AbsenceNotee = Absence & {
  readonly id: string;
  readonly agentId: string;
  readonly agentNom: string;
  readonly nature: NatureAbsence;
  /** Name of the account that recorded it. */
  readonly auteur: string | null;
  /** When it was lifted; null: it counts. */
  readonly leveeAt: Temporal.Instant | null;
};

function selectAbsences(db: Db, territoireId: string) {
  return db
    .selectFrom('absence')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'absence.territoireId').onRef('agent.id', '=', 'absence.agentId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'absence.territoireId').onRef('compte.id', '=', 'absence.createdBy'),
    )
    .select([
      'absence.id',
      'absence.agentId',
      'absence.absentDu as du',
      'absence.absentAu as au',
      'absence.leveeAt',
      'compte.nom as auteur',
      sql<MomentAbsence>`absence.absent_moment`.as('moment'),
      sql<NatureAbsence>`absence.absent_nature`.as('nature'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
    ])
    .where('absence.territoireId', '=', territoireId);
}

/** The absences of every agent, or of one, the latest first. */
export async function absencesDe(db: Db, territoireId: string, agentId: string | null): Promise<AbsenceNotee[]> {
  const all = selectAbsences(db, territoireId).orderBy('absence.absentDu', 'desc').orderBy('absence.id', 'desc');
  return (agentId === null ? all : all.where('absence.agentId', '=', agentId)).execute();
}

export async function findAbsence(db: Db, territoireId: string, id: string): Promise<AbsenceNotee | undefined> {
  return selectAbsences(db, territoireId).where('absence.id', '=', id).executeTakeFirst();
}

/** Absences that count, of every agent, that touch these days. */
async function absencesCesJours(db: Db, territoireId: string, { du, au }: { du: Date; au: Date }) {
  return selectAbsences(db, territoireId)
    .where('absence.leveeAt', 'is', null)
    .where('absence.absentDu', '<=', au)
    .where('absence.absentAu', '>=', du)
    .execute();
}

/** Records an absence, unless another one of the agent takes the same half-days. Returns its identifier. */
export async function saveAbsence(
  db: Db,
  territoireId: string,
  of: Absence & { readonly agentId: string; readonly nature: NatureAbsence; readonly compteId: string },
): Promise<{ readonly id: string } | { readonly refus: 'deja_notee' }> {
  const id = uuidv7();
  const outcome = await attempt(db, () =>
    db
      .insertInto('absence')
      .values({
        territoireId,
        id,
        agentId: of.agentId,
        absentDu: of.du,
        absentAu: of.au,
        absentMoment: of.moment,
        absentNature: of.nature,
        createdBy: of.compteId,
      })
      .execute(),
  );
  if ('value' in outcome) return { id };
  if (outcome.constraint === 'absence_sans_chevauchement') return { refus: 'deja_notee' };
  throw new Error(`Unexpected constraint: ${outcome.constraint}`);
}

/** Lifts an absence: from now on it keeps nothing from being planned. */
export async function leverAbsence(db: Db, territoireId: string, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('absence')
    .set({ leveeAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('leveeAt', 'is', null)
    .execute();
}

/** Marks what an absence did to a séance: handed to another agent, or cancelled. */
export async function marquerAbsence(
  db: Db,
  territoireId: string,
  { seanceId, absenceId }: { readonly seanceId: string; readonly absenceId: string },
): Promise<void> {
  await db
    .updateTable('seance')
    .set({ absenceId })
    .where('territoireId', '=', territoireId)
    .where('id', '=', seanceId)
    .execute();
}

const PLACE = sql<Point | null>`case when coalesce(lieu.latitude, commune.latitude) is not null then
  jsonb_build_object('latitude', coalesce(lieu.latitude, commune.latitude),
    'longitude', coalesce(lieu.longitude, commune.longitude)) end`;

/** What is planned on these days, with where it is. */
async function prevuesPlacees(
  db: Db,
  territoireId: string,
  jours: readonly Date[],
): Promise<readonly (SeancePlacee & { readonly agentId: string })[]> {
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select([
      'seance.id',
      'seance.agentId',
      'seance.lieuId',
      'seance.jour as date',
      'seance.heureDebut',
      'seance.heureFin',
      PLACE.as('point'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.statut', '=', 'prevue')
    .where('seance.jour', 'in', jours)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .execute();
}

/** Where each lieu is. */
export async function pointsDesLieux(
  db: Db,
  territoireId: string,
  lieuIds: readonly string[],
): Promise<ReadonlyMap<string, Point | null>> {
  if (lieuIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('lieu')
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select(['lieu.id', PLACE.as('point')])
    .where('lieu.territoireId', '=', territoireId)
    .where('lieu.id', 'in', lieuIds)
    .execute();
  return new Map(rows.map(({ id, point }) => [id, point]));
}

/** Mean speed on the roads of a territoire, in km/h; 0: nothing is asked between two places. */
export async function vitesseDe(db: Db, territoireId: string): Promise<number> {
  const { vitesseKmh } = await db
    .selectFrom('territoire')
    .select('vitesseKmh')
    .where('id', '=', territoireId)
    .executeTakeFirstOrThrow();
  return vitesseKmh;
}

/** Everyone under contract but one, with what they hold and when they are away on these days. */
export async function collegues(
  db: Db,
  territoireId: string,
  sauf: string,
  jours: readonly Date[],
): Promise<readonly Collegue[]> {
  const [first, last] = [jours[0], jours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const agents = await db
    .selectFrom('agent')
    .leftJoin('commune', 'commune.codeInsee', 'agent.portAttache')
    .select([
      'agent.id',
      'agent.contratDebut',
      'agent.contratFin',
      'agent.certificat',
      'agent.certificatDate',
      'commune.latitude',
      'commune.longitude',
      sql<string>`agent.prenom || ' ' || agent.nom`.as('nom'),
      sql<DemiJourneeSemaine[]>`agent.demi_journees`.as('demiJournees'),
    ])
    .where('agent.territoireId', '=', territoireId)
    .where('agent.id', '<>', sauf)
    .where('agent.effaceLe', 'is', null)
    .where('agent.contratFin', '>=', first)
    .orderBy('agent.nom')
    .execute();
  const prevues = Map.groupBy(await prevuesPlacees(db, territoireId, jours), ({ agentId }) => agentId);
  const absences = Map.groupBy(
    await absencesCesJours(db, territoireId, { du: first, au: last }),
    ({ agentId }) => agentId,
  );
  return agents.map(({ id, nom, demiJournees, contratDebut, contratFin, certificat, certificatDate, ...port }) => ({
    id,
    nom,
    demiJournees,
    contrats: [{ debut: contratDebut, fin: contratFin }],
    certificat:
      certificat === null || certificatDate === null ? null : { intitule: certificat, obtenuLe: certificatDate },
    port:
      port.latitude === null || port.longitude === null ? null : { latitude: port.latitude, longitude: port.longitude },
    prevues: prevues.get(id) ?? [],
    absences: absences.get(id) ?? [],
  }));
}

/** The closure or the absence that keeps a séance from being planned, when one does. */
export async function empechementDe(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<{ readonly absenceId: string | null; readonly fermetureId: string | null }> {
  return db
    .selectFrom('seance')
    .select([
      sql<string | null>`fermeture_du_jour(territoire_id, lieu_id, jour)`.as('fermetureId'),
      sql<string | null>`absence_du_jour(territoire_id, agent_id, jour, heure_debut, heure_fin)`.as('absenceId'),
    ])
    .where('territoireId', '=', territoireId)
    .where('id', '=', seanceId)
    .executeTakeFirstOrThrow();
}

/** A cancelled séance that something else keeps from coming back: it will come back with that. */
export async function reporterEmpechement(
  db: Db,
  territoireId: string,
  seanceId: string,
  of: { readonly absenceId: string | null; readonly fermetureId: string | null },
): Promise<void> {
  const { absenceId, fermetureId } = of;
  const motif =
    fermetureId === null
      ? 'Agent absent'
      : sql<string>`'Lieu fermé : ' || (select f.motif from lieu_fermeture f
          where f.territoire_id = seance.territoire_id and f.id = ${fermetureId}::uuid)`;
  await db
    .updateTable('seance')
    .set({ absenceId: fermetureId === null ? absenceId : null, fermetureId, motif })
    .where('territoireId', '=', territoireId)
    .where('id', '=', seanceId)
    .where('statut', '=', 'annulee')
    .execute();
}
