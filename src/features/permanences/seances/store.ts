import { type Selectable, sql } from 'kysely';
import type { Seance as SeanceRow } from '../../../../db/types.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Exception, Seance } from '../rules.ts';

type Date = Temporal.PlainDate;

/**
 * Lets one transaction at a time write the planning of a territoire, until it ends. Without it, two people who plan the
 * same half-day at the same instant may each wait for the other’s row, and PostgreSQL stops one with an error that is no
 * refusal. Taken before what is decided on is read.
 */
export async function lockPlanning(db: Db, territoireId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`planning ${territoireId}`}, 0))`.execute(db);
}

export type Conflit =
  | 'agent_occupe'
  | 'lieu_occupe'
  | 'salle_a_nommer'
  | 'trajet_trop_court'
  | 'lieu_ferme_ces_jours'
  | 'agent_absent';

const CONFLITS: Readonly<Record<string, Conflit>> = {
  seance_agent_sans_chevauchement: 'agent_occupe',
  seance_lieu_sans_chevauchement: 'lieu_occupe',
  seance_lieu_entier: 'salle_a_nommer',
  seance_trajet: 'trajet_trop_court',
  seance_lieu_ouvert: 'lieu_ferme_ces_jours',
  seance_agent_present: 'agent_absent',
};

/** Turns the refusal of a constraint of the planning into the rule's own word. */
export async function unlessTaken<T>(db: Db, write: () => Promise<T>): Promise<{ value: T } | { conflit: Conflit }> {
  const outcome = await attempt(db, write);
  if ('value' in outcome) return outcome;
  const conflit = CONFLITS[outcome.constraint];
  if (conflit === undefined) throw new Error(`Unexpected constraint: ${outcome.constraint}`);
  return { conflit };
}

export type SeancePlanning = Pick<
  Selectable<SeanceRow>,
  | 'id'
  | 'permanenceId'
  | 'agentId'
  | 'lieuId'
  | 'jour'
  | 'jourPrevu'
  | 'heureDebut'
  | 'heureFin'
  | 'motif'
  | 'absenceId'
  | 'fermetureId'
> & {
  /** What differs from its series. */
  readonly exceptions: readonly Exception[];
  readonly statut: 'prevue' | 'annulee';
  readonly agentNom: string;
  readonly endroit: string;
  readonly auteur: string | null;
  /** Whether an accompagnement is noted there. */
  readonly tenue: boolean;
  /** The contract of its agent is over by then: nobody holds it any more. */
  readonly sansAgent: boolean;
};

function selectSeances(db: Db, territoireId: string) {
  return db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'seance.territoireId').onRef('compte.id', '=', 'seance.createdBy'),
    )
    .select([
      'seance.id',
      'seance.permanenceId',
      'seance.agentId',
      'seance.lieuId',
      'seance.jour',
      'seance.jourPrevu',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.motif',
      'seance.absenceId',
      'seance.fermetureId',
      sql<Exception[]>`seance.exceptions`.as('exceptions'),
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      'compte.nom as auteur',
      sql<boolean>`exists (select from accompagnement a
        where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`.as('tenue'),
      sql<boolean>`seance.jour > agent.contrat_fin`.as('sansAgent'),
    ])
    .where('seance.territoireId', '=', territoireId);
}

/** The séances of one permanence from a day on. */
export async function seancesDePermanence(
  db: Db,
  territoireId: string,
  permanenceId: string,
  from: Date,
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.permanenceId', '=', permanenceId)
    .where('seance.jour', '>=', from)
    .orderBy('seance.jour')
    .execute();
}

/** The séances bound to one convention from a day on, cancelled ones included, in order. */
export async function seancesDeConvention(
  db: Db,
  territoireId: string,
  conventionId: string,
  from: Date,
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.conventionId', '=', conventionId)
    .where('seance.jour', '>=', from)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

/** The séances that one decision about the end of a convention cancelled, from a day on, in order. */
export async function seancesDeDecision(
  db: Db,
  territoireId: string,
  decisionId: string,
  from: Date,
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.finDecisionId', '=', decisionId)
    .where('seance.statut', '=', 'annulee')
    .where('seance.jour', '>=', from)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

/** The séances of one agent from `du` to `au`, both included, in order. */
export async function seancesDeAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  { du, au }: { du: Date; au: Date },
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .execute();
}

/** The séances of one lieu from `du` to `au`, both included, in order. */
export async function seancesDeLieu(
  db: Db,
  territoireId: string,
  lieuId: string,
  { du, au }: { du: Date; au: Date },
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.lieuId', '=', lieuId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .execute();
}

/** The séances that an absence, or the closure of a lieu, handed to somebody or cancelled, in order. */
export async function seancesChangeesPar(
  db: Db,
  territoireId: string,
  cause: { readonly absenceId: string } | { readonly fermetureId: string },
): Promise<SeancePlanning[]> {
  const all = selectSeances(db, territoireId).orderBy('seance.jour').orderBy('seance.heureDebut').orderBy('seance.id');
  return 'absenceId' in cause
    ? all.where('seance.absenceId', '=', cause.absenceId).execute()
    : all.where('seance.fermetureId', '=', cause.fermetureId).execute();
}

/** Every séance of the territoire from `du` to `au`, both included, in order. */
export async function seancesDuTerritoire(
  db: Db,
  territoireId: string,
  { du, au }: { du: Date; au: Date },
): Promise<SeancePlanning[]> {
  return selectSeances(db, territoireId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

export async function findSeancePlanning(
  db: Db,
  territoireId: string,
  id: string,
): Promise<SeancePlanning | undefined> {
  return selectSeances(db, territoireId).where('seance.id', '=', id).executeTakeFirst();
}

/**
 * Holds a séance until the end of the transaction, so that noting an accompagnement in it and cancelling it wait for each
 * other: what is read afterwards stays true.
 */
export async function lockSeance(db: Db, territoireId: string, id: string): Promise<void> {
  await lockSeances(db, territoireId, [id]);
}

/** The same of several. */
export async function lockSeances(db: Db, territoireId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .selectFrom('seance')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Cancels a séance for a reason; that of help given elsewhere is written after what it was for. */
export async function cancelSeance(db: Db, territoireId: string, id: string, motif: string): Promise<void> {
  await db
    .updateTable('seance')
    .set({
      statut: 'annulee',
      motif: sql<string>`case when permanence_id is null then motif || ' (annulée : ' || ${motif}::text || ')' else ${motif} end`,
    })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('statut', '=', 'prevue')
    .execute();
}

/** The absence that had cancelled a séance is over for it; one that had handed it to its agent of now still says whose it was. */
const SANS_LA_SIENNE = sql<string | null>`case when exists (select from absence a
  where a.territoire_id = seance.territoire_id and a.id = seance.absence_id and a.agent_id = seance.agent_id)
  then null else absence_id end`;

/**
 * Plans a cancelled séance of a permanence again, under the convention that covers its day now, unless its agent or its
 * lieu has been taken since.
 */
export async function restoreSeance(
  db: Db,
  territoireId: string,
  { id, conventionId }: { id: string; conventionId: string | null },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, () =>
    db
      .updateTable('seance')
      .set({
        statut: 'prevue',
        motif: null,
        conventionId,
        finDecisionId: null,
        fermetureId: null,
        absenceId: SANS_LA_SIENNE,
      })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .where('permanenceId', 'is not', null)
      .execute(),
  );
}

export type Ponctuelle = Seance & {
  readonly agentId: string;
  readonly endroit: string;
  readonly motif: string;
};

/** Writes help given once elsewhere: a séance of no permanence, with its author and reason. */
export async function savePonctuelle(
  db: Db,
  territoireId: string,
  { date, ...seance }: Ponctuelle,
  compteId: string,
): Promise<{ value: string } | { conflit: Conflit }> {
  const id = uuidv7();
  return unlessTaken(db, async () => {
    await db
      .insertInto('seance')
      .values({ territoireId, id, ...seance, jour: date, createdBy: compteId })
      .execute();
    return id;
  });
}
