import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

type Date = Temporal.PlainDate;

/** A permanence that a decision stops: its new last day, and the one that it had. */
export type Arret = { readonly permanenceId: string; readonly au: Date; readonly auAvant: Date | null };

/**
 * Cancels séances with their reason, all but those where help has just been noted, stops their permanences, and keeps what
 * is needed to come back on it. Returns the identifier of the decision and how many séances were cancelled.
 */
export async function saveDecision(
  db: Db,
  territoireId: string,
  decision: {
    readonly conventionId: string;
    readonly dernierJour: Date;
    readonly motif: string;
    readonly seanceIds: readonly string[];
    readonly arrets: readonly Arret[];
    readonly compteId: string;
  },
): Promise<{ readonly id: string; readonly seances: number }> {
  const { conventionId, dernierJour, motif, seanceIds, arrets, compteId } = decision;
  const id = uuidv7();
  await db
    .insertInto('finDecision')
    .values({ territoireId, id, conventionId, dernierJour, createdBy: compteId })
    .execute();
  for (const arret of arrets) {
    await db
      .insertInto('finDecisionPermanence')
      .values({ territoireId, decisionId: id, ...arret })
      .execute();
    await db
      .updateTable('permanence')
      .set({ au: arret.au })
      .where('territoireId', '=', territoireId)
      .where('id', '=', arret.permanenceId)
      .execute();
  }
  const cancelled = await db
    .updateTable('seance')
    .set({ statut: 'annulee', finDecisionId: id, motif })
    .where('territoireId', '=', territoireId)
    .where('id', 'in', seanceIds)
    .where('statut', '=', 'prevue')
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
    .returning('id')
    .execute();
  return { id, seances: cancelled.length };
}

export type Decision = {
  readonly id: string;
  readonly dernierJour: Date;
  readonly createdAt: Temporal.Instant;
  /** Name of the account. */
  readonly auteur: string | null;
};

/** What was decided of the end of a convention, the latest first. */
export async function decisionsDe(db: Db, territoireId: string, conventionId: string): Promise<Decision[]> {
  return db
    .selectFrom('finDecision')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'finDecision.territoireId')
        .onRef('compte.id', '=', 'finDecision.createdBy'),
    )
    .select(['finDecision.id', 'finDecision.dernierJour', 'finDecision.createdAt', 'compte.nom as auteur'])
    .where('finDecision.territoireId', '=', territoireId)
    .where('finDecision.conventionId', '=', conventionId)
    .orderBy('finDecision.id', 'desc')
    .execute();
}

/** The permanences that a decision stopped. */
export async function arretsDe(db: Db, territoireId: string, decisionId: string): Promise<Arret[]> {
  return db
    .selectFrom('finDecisionPermanence')
    .select(['permanenceId', 'au', 'auAvant'])
    .where('territoireId', '=', territoireId)
    .where('decisionId', '=', decisionId)
    .execute();
}

/** Gives a permanence the end that it had before it was stopped, unless somebody has changed it since. */
export async function undoArret(db: Db, territoireId: string, { permanenceId, au, auAvant }: Arret): Promise<void> {
  await db
    .updateTable('permanence')
    .set({ au: auAvant })
    .where('territoireId', '=', territoireId)
    .where('id', '=', permanenceId)
    .where('au', '=', au)
    .execute();
}
