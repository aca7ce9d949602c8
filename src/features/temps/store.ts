import { sql } from 'kysely';
import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Point } from '../permanences/absences/rules.ts';
import type { ActeHorsSeance, SeanceTenue, TempsDeclare } from './rules/heures.ts';
import type { NatureTemps, SaisieTemps } from './rules/temps.ts';
import type { Etape } from './rules/trajets.ts';

type Jour = Temporal.PlainDate;

const POINT = sql<Point | null>`case when lieu.id is not null and coalesce(lieu.latitude, commune.latitude) is not null then
  jsonb_build_object('latitude', coalesce(lieu.latitude, commune.latitude),
    'longitude', coalesce(lieu.longitude, commune.longitude)) end`;

/** The séances that an agent held in a period, both ends included, those over at `now` alone, in order. */
export async function seancesTenues(
  db: Db,
  territoireId: string,
  agentId: string,
  { debut, fin }: Periode,
  now: Temporal.Instant,
): Promise<(SeanceTenue & Etape)[]> {
  const paris = now.toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString();
  const noted = sql<number>`(select count(*) from accompagnement a
    where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`;
  return (
    db
      .selectFrom('seance')
      .innerJoin('agent', (join) =>
        join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
      )
      .leftJoin('lieu', (join) =>
        join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
      )
      .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
      .select([
        'seance.id',
        'seance.jour',
        'seance.heureDebut',
        'seance.heureFin',
        'seance.lieuId',
        sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
        noted.as('accompagnements'),
        POINT.as('point'),
      ])
      .where('seance.territoireId', '=', territoireId)
      .where('seance.agentId', '=', agentId)
      .where('seance.statut', '=', 'prevue')
      .where('seance.jour', '>=', debut)
      .where('seance.jour', '<=', fin)
      .where(sql<boolean>`seance.jour + seance.heure_fin <= ${paris}::timestamp`)
      // Left without an agent and never handed to another: nobody held it.
      .where(sql<boolean>`(seance.jour <= agent.contrat_fin or ${noted} > 0)`)
      .orderBy('seance.jour')
      .orderBy('seance.heureDebut')
      .orderBy('seance.id')
      .execute()
  );
}

/** What was recorded out of any séance, by an agent or with him as the other of a pair. */
export async function actesHorsSeance(
  db: Db,
  territoireId: string,
  agentId: string,
  { debut, fin }: Periode,
): Promise<ActeHorsSeance[]> {
  return db
    .selectFrom('accompagnement')
    .select([
      'id',
      'jour',
      'dureeMinutes as minutes',
      sql<ActeHorsSeance['type']>`case type_activite when 'Individuel' then 'aide' when 'Collectif' then 'atelier'
        else 'coordination' end`.as('type'),
      sql<string | null>`coalesce(collectif->>'titre', coordination->>'nom')`.as('quoi'),
    ])
    .where('territoireId', '=', territoireId)
    .where((or) => or.or([or('agentId', '=', agentId), or('binomeId', '=', agentId)]))
    .where('seanceId', 'is', null)
    .where('jour', '>=', debut)
    .where('jour', '<=', fin)
    .orderBy('jour')
    .orderBy('heureDebut')
    .orderBy('id')
    .execute();
}

function selectTemps(db: Db, territoireId: string) {
  return db
    .selectFrom('tempsAgent')
    .select([
      'id',
      'agentId',
      'tempsJour as jour',
      'tempsMinutes as minutes',
      'tempsPrecision as precision',
      'seanceId',
      sql<NatureTemps>`temps_nature`.as('nature'),
    ])
    .where('territoireId', '=', territoireId);
}

/** What an agent declared in a period, both ends included. */
export async function tempsDeclares(
  db: Db,
  territoireId: string,
  agentId: string,
  { debut, fin }: Periode,
): Promise<TempsDeclare[]> {
  return selectTemps(db, territoireId)
    .where('agentId', '=', agentId)
    .where('tempsJour', '>=', debut)
    .where('tempsJour', '<=', fin)
    .orderBy('tempsJour')
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}

export async function findTemps(db: Db, territoireId: string, id: string): Promise<TempsDeclare | undefined> {
  return selectTemps(db, territoireId).where('id', '=', id).executeTakeFirst();
}

/** One at a time for an agent: of two entries sent at once, the second sees what the first adds to the day. */
export async function verrouillerTemps(db: Db, territoireId: string, agentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('temps ' || ${territoireId} || ' ' || ${agentId}, 0))`.execute(
    db,
  );
}

type Auteur = { readonly agentId: string; readonly compteId: string };

/** Notes a time of an agent, new when `id` is null, and returns its identifier. */
export async function saveTemps(
  db: Db,
  territoireId: string,
  id: string | null,
  { jour, nature, minutes, precision, seanceId }: SaisieTemps,
  { agentId, compteId }: Auteur,
): Promise<string> {
  const values = {
    tempsJour: jour,
    tempsNature: nature,
    tempsMinutes: minutes,
    tempsPrecision: precision,
    seanceId,
  };
  if (id === null) {
    const made = uuidv7();
    await db
      .insertInto('tempsAgent')
      .values({ territoireId, id: made, agentId, createdBy: compteId, ...values })
      .execute();
    return made;
  }
  await db
    .updateTable('tempsAgent')
    .set({ ...values, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('id', '=', id)
    .execute();
  return id;
}

export async function deleteTemps(db: Db, territoireId: string, { id, agentId }: TempsDeclare): Promise<void> {
  await db
    .deleteFrom('tempsAgent')
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('id', '=', id)
    .execute();
}

/** Séances planned for an agent on a day, with which an entry may go. */
export async function seancesDuJour(
  db: Db,
  territoireId: string,
  agentId: string,
  jour: Jour,
): Promise<{ id: string; heureDebut: Temporal.PlainTime; heureFin: Temporal.PlainTime; endroit: string }[]> {
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      'seance.id',
      'seance.heureDebut',
      'seance.heureFin',
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.jour', '=', jour)
    .where('seance.statut', '=', 'prevue')
    .orderBy('seance.heureDebut')
    .execute();
}
