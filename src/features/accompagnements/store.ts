import { sql } from 'kysely';
import type {
  Demarche,
  Genre,
  Issue,
  Objectif,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
} from '../../domain/nomenclatures.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';

/** One dated half-day as the agent sees it. Hours are Paris time. */
export type SeanceAgent = {
  readonly id: string;
  readonly agentId: string;
  readonly conventionId: string | null;
  readonly lieuId: string | null;
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

/** What an agent records of one act of help. `dureeMinutes` in minutes. */
export type SaisieAccompagnement = {
  readonly dureeMinutes: number;
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly objectif: Objectif;
  readonly issue: Issue;
  readonly issuePrecision: string | null;
  readonly orientation: StructureDeRedirection | null;
  readonly genre: Genre;
  readonly trancheAge: TrancheAge;
  readonly statutSocial: StatutSocial;
};

export type Accompagnement = SaisieAccompagnement & {
  readonly id: string;
  readonly seanceId: string;
  readonly agentId: string;
  readonly jour: Temporal.PlainDate;
  readonly createdAt: Temporal.Instant;
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

function selectAccompagnements(db: Db, territoireId: string) {
  return db
    .selectFrom('accompagnement')
    .select([
      'id',
      'seanceId',
      'agentId',
      'jour',
      'dureeMinutes',
      'createdAt',
      'issuePrecision',
      sql<Thematique[]>`thematiques`.as('thematiques'),
      sql<Demarche[]>`demarches`.as('demarches'),
      sql<Objectif>`objectif`.as('objectif'),
      sql<Issue>`issue`.as('issue'),
      sql<StructureDeRedirection | null>`orientation`.as('orientation'),
      sql<Genre>`genre`.as('genre'),
      sql<TrancheAge>`tranche_age`.as('trancheAge'),
      sql<StatutSocial>`statut_social`.as('statutSocial'),
    ])
    .where('territoireId', '=', territoireId);
}

export async function accompagnementsDeSeance(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<Accompagnement[]> {
  return selectAccompagnements(db, territoireId).where('seanceId', '=', seanceId).orderBy('createdAt').execute();
}

export async function findAccompagnement(
  db: Db,
  territoireId: string,
  id: string,
): Promise<Accompagnement | undefined> {
  return selectAccompagnements(db, territoireId).where('id', '=', id).executeTakeFirst();
}

/** Records one act of help; day, agent and convention are those of the séance. */
export async function saveAccompagnement(
  db: Db,
  territoireId: string,
  { seance, saisie, compteId }: { seance: SeanceAgent; saisie: SaisieAccompagnement; compteId: string },
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('accompagnement')
    .values({
      territoireId,
      id,
      seanceId: seance.id,
      agentId: seance.agentId,
      conventionId: seance.conventionId,
      jour: seance.jour,
      createdBy: compteId,
      ...toColumns(saisie),
    })
    .execute();
  return id;
}

export async function updateAccompagnement(
  db: Db,
  territoireId: string,
  id: string,
  saisie: SaisieAccompagnement,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('accompagnement')
    .set({ ...toColumns(saisie), updatedAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export async function deleteAccompagnement(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('accompagnement').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

function toColumns(saisie: SaisieAccompagnement) {
  return { ...saisie, thematiques: [...saisie.thematiques], demarches: [...saisie.demarches] };
}
