import { sql } from 'kysely';
import type { DemiJournee, Jour } from '../../domain/demi-journee.ts';
import type { Rang } from '../../domain/rythme.ts';
import type { Db } from '../../platform/db.ts';
import type { Accueil, ModeAccueil, Permanence, SeancePrevue } from './rules.ts';

type Date = Temporal.PlainDate;

export type PermanenceSuivie = Required<Permanence> &
  Accueil & {
    readonly id: string;
    readonly agentId: string;
    readonly agentNom: string;
    readonly lieuId: string;
    readonly lieuNom: string;
    readonly commune: string;
    readonly structureId: string | null;
    readonly demiJournee: DemiJournee;
    readonly prochaine: Date | null;
    readonly salleId: string | null;
    readonly salleNom: string | null;
    /** The permanence that it goes on from, after a change; null: it has none before it. */
    readonly suiteDe: string | null;
    /** The permanence beside which it is held, by another agent; null: it stands alone, or is the first of the two. */
    readonly binomeDe: string | null;
  };

function selectPermanences(db: Db, territoireId: string, today: Date) {
  return db
    .selectFrom('permanence')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'permanence.territoireId').onRef('agent.id', '=', 'permanence.agentId'),
    )
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'permanence.territoireId').onRef('lieu.id', '=', 'permanence.lieuId'),
    )
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .leftJoin('salle', (join) =>
      join.onRef('salle.territoireId', '=', 'permanence.territoireId').onRef('salle.id', '=', 'permanence.salleId'),
    )
    .select([
      'permanence.id',
      'permanence.agentId',
      'permanence.lieuId',
      'permanence.heureDebut',
      'permanence.heureFin',
      'permanence.du',
      'permanence.au',
      'lieu.nom as lieuNom',
      'lieu.structureId',
      'commune.nom as commune',
      'permanence.toutesLes',
      'permanence.horsVacances',
      'permanence.salleId',
      'permanence.suiteDe',
      'permanence.binomeDe',
      'permanence.rdvDebut',
      'permanence.rdvFin',
      'permanence.pasMinutes',
      'salle.nom as salleNom',
      sql<Rang[]>`permanence.rangs`.as('rangs'),
      sql<ModeAccueil>`permanence.accueil`.as('accueil'),
      sql<Jour>`permanence.jour_semaine`.as('jour'),
      sql<DemiJournee>`permanence.demi_journee`.as('demiJournee'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<Date | null>`(select min(s.jour) from seance s where s.territoire_id = permanence.territoire_id
        and s.permanence_id = permanence.id and s.statut = 'prevue' and s.jour >= ${today})`.as('prochaine'),
    ])
    .where('permanence.territoireId', '=', territoireId);
}

export async function allPermanences(db: Db, territoireId: string, today: Date): Promise<PermanenceSuivie[]> {
  return selectPermanences(db, territoireId, today).orderBy('permanence.du').orderBy('permanence.id').execute();
}

export async function findPermanence(
  db: Db,
  territoireId: string,
  id: string,
  today: Date,
): Promise<PermanenceSuivie | undefined> {
  return selectPermanences(db, territoireId, today).where('permanence.id', '=', id).executeTakeFirst();
}

/** The permanence that goes on from this one after a change « à partir du » a day. */
export async function findSuite(
  db: Db,
  territoireId: string,
  id: string,
  today: Date,
): Promise<PermanenceSuivie | undefined> {
  return selectPermanences(db, territoireId, today)
    .where('permanence.suiteDe', '=', id)
    .orderBy('permanence.createdAt', 'desc')
    .executeTakeFirst();
}

/** The permanence held beside this one, whichever of the two came first, unless it was over by that day. */
export async function findBinome(
  db: Db,
  territoireId: string,
  { id, binomeDe }: Pick<PermanenceSuivie, 'id' | 'binomeDe'>,
  from: Date,
): Promise<PermanenceSuivie | undefined> {
  return selectPermanences(db, territoireId, from)
    .where((q) => (binomeDe === null ? q('permanence.binomeDe', '=', id) : q('permanence.id', '=', binomeDe)))
    .where((q) => q.or([q('permanence.au', 'is', null), q('permanence.au', '>=', from)]))
    .orderBy('permanence.createdAt', 'desc')
    .executeTakeFirst();
}

export type AgentChoix = {
  readonly id: string;
  readonly nom: string;
  readonly contratDebut: Date;
  readonly contratFin: Date;
};

/** Agents whose contract is not over, by name. */
export async function agentsPlanifiables(db: Db, territoireId: string, today: Date): Promise<AgentChoix[]> {
  return db
    .selectFrom('agent')
    .select(['id', sql<string>`nom || ' ' || prenom`.as('nom'), 'contratDebut', 'contratFin'])
    .where('territoireId', '=', territoireId)
    .where('contratFin', '>=', today)
    .orderBy('nom')
    .orderBy('prenom')
    .execute();
}

/** Séances already planned for an agent or a lieu from `du` to `au`, both included. */
export async function seancesPrevues(
  db: Db,
  territoireId: string,
  { agentId, lieuId, du, au }: { agentId: string; lieuId: string; du: Date; au: Date },
): Promise<SeancePrevue[]> {
  return db
    .selectFrom('seance')
    .select(['id', 'agentId', 'lieuId', 'salleId', 'enBinome', 'jour as date', 'heureDebut', 'heureFin'])
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', du)
    .where('jour', '<=', au)
    .where((or) => or.or([or('agentId', '=', agentId), or('lieuId', '=', lieuId)]))
    .orderBy('jour')
    .execute();
}

export type SeanceSuivante = {
  readonly id: string;
  readonly jour: Date;
  /** The day that its permanence gave, from which it may have moved. */
  readonly jourPrevu: Date;
  readonly statut: 'prevue' | 'annulee';
  readonly conventionId: string | null;
};

/** The séances of each permanence from a day on, by the day they are held or the one they stand for, cancelled ones included, in order. */
export async function seancesParPermanence(
  db: Db,
  territoireId: string,
  from: Date,
): Promise<ReadonlyMap<string, readonly SeanceSuivante[]>> {
  const rows = await db
    .selectFrom('seance')
    .select([
      'id',
      'permanenceId',
      'jour',
      sql<Date>`jour_prevu`.as('jourPrevu'),
      sql<'prevue' | 'annulee'>`statut`.as('statut'),
      'conventionId',
    ])
    .where('territoireId', '=', territoireId)
    .where('permanenceId', 'is not', null)
    .where((or) => or.or([or('jour', '>=', from), or('jourPrevu', '>=', from)]))
    .orderBy('jour')
    .execute();
  return Map.groupBy(rows, ({ permanenceId }) => permanenceId ?? '');
}

/** Binds séances to a convention, with what was already noted there. */
export async function bindSeances(
  db: Db,
  territoireId: string,
  conventionId: string,
  seanceIds: readonly string[],
): Promise<void> {
  const bound = { conventionId };
  await db
    .updateTable('seance')
    .set(bound)
    .where('territoireId', '=', territoireId)
    .where('id', 'in', seanceIds)
    .execute();
  await db
    .updateTable('accompagnement')
    .set(bound)
    .where('territoireId', '=', territoireId)
    .where('seanceId', 'in', seanceIds)
    .execute();
}

/**
 * Ends a permanence after `au`: its later séances are cancelled with the reason, those where help is already noted apart.
 * Returns how many were.
 */
export async function stopPermanence(
  db: Db,
  territoireId: string,
  { id, au, motif }: { id: string; au: Date; motif: string },
): Promise<number> {
  await db
    .updateTable('permanence')
    .set({ au })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
  // In the order in which somebody who moves a rendez-vous from one to another holds them.
  await db
    .selectFrom('seance')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('permanenceId', '=', id)
    .where('jour', '>', au)
    .orderBy('id')
    .forUpdate()
    .execute();
  const cancelled = await db
    .updateTable('seance')
    .set({ statut: 'annulee', motif })
    .where('territoireId', '=', territoireId)
    .where('permanenceId', '=', id)
    .where('statut', '=', 'prevue')
    .where('jour', '>', au)
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
    .returning('id')
    .execute();
  return cancelled.length;
}
