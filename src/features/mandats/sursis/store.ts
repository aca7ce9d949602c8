import { sql } from 'kysely';
import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

/** A legal hold: while it is on, nothing of its mandat is destroyed, and nobody reads it. */
export type Sursis = {
  readonly id: string;
  readonly mandatId: string;
  readonly code: string;
  readonly motif: string;
  readonly poseAt: Temporal.Instant;
  /** Who put it; null once that account names nobody. */
  readonly posePar: string | null;
  readonly leveAt: Temporal.Instant | null;
  /** The request of its person that it answers, from which alone it is lifted; null: a legal hold of the DPO's own. */
  readonly droitDemandeId: string | null;
};

function selectSursis(db: Db, territoireId: string) {
  return db
    .selectFrom('mandatSursis')
    .innerJoin('mandat', (join) =>
      join
        .onRef('mandat.territoireId', '=', 'mandatSursis.territoireId')
        .onRef('mandat.id', '=', 'mandatSursis.mandatId'),
    )
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'mandatSursis.territoireId')
        .onRef('compte.id', '=', 'mandatSursis.posePar'),
    )
    .select([
      'mandatSursis.id',
      'mandatSursis.mandatId',
      'mandatSursis.motif',
      'mandatSursis.poseAt',
      'mandatSursis.leveAt',
      'mandatSursis.droitDemandeId',
    ])
    .select([sql<string>`mandat.code`.as('code'), 'compte.nom as posePar'])
    .where('mandatSursis.territoireId', '=', territoireId)
    .orderBy('mandatSursis.poseAt', 'desc');
}

/** Every hold, lifted ones included, the newest first. */
export async function tousLesSursis(db: Db, territoireId: string): Promise<Sursis[]> {
  return selectSursis(db, territoireId).execute();
}

/** The last holds that are on, the newest first. */
export async function sursisEnCours(db: Db, territoireId: string, max: number): Promise<Sursis[]> {
  return selectSursis(db, territoireId).where('mandatSursis.leveAt', 'is', null).limit(max).execute();
}

/** The hold that is on a mandat. */
export async function sursisDe(db: Db, territoireId: string, mandatId: string): Promise<Sursis | undefined> {
  return selectSursis(db, territoireId)
    .where('mandatSursis.mandatId', '=', mandatId)
    .where('mandatSursis.leveAt', 'is', null)
    .executeTakeFirst();
}

/** The holds that a request asked for, lifted ones included, the newest first. */
export async function sursisDuDroit(db: Db, territoireId: string, droitDemandeId: string): Promise<Sursis[]> {
  return selectSursis(db, territoireId).where('mandatSursis.droitDemandeId', '=', droitDemandeId).execute();
}

/**
 * Puts a hold on a mandat, which is held meanwhile: a destruction that is being decided comes before, whole, or not at all.
 * False when there is one already.
 */
export async function poserSursis(
  db: Db,
  territoireId: string,
  sursis: {
    readonly mandatId: string;
    readonly motif: string;
    readonly compteId: string;
    readonly now: Temporal.Instant;
    readonly droitDemandeId?: string;
  },
): Promise<boolean> {
  const { mandatId, motif, compteId, now, droitDemandeId = null } = sursis;
  await db
    .selectFrom('mandat')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', mandatId)
    .forNoKeyUpdate()
    .execute();
  const row = { territoireId, id: uuidv7(), mandatId, motif, poseAt: now, posePar: compteId, droitDemandeId };
  const outcome = await attempt(db, () => db.insertInto('mandatSursis').values(row).execute());
  return 'value' in outcome;
}

/** Lifts the hold of a mandat; false when there was none. */
export async function leverSursis(
  db: Db,
  territoireId: string,
  { mandatId, compteId, now }: { readonly mandatId: string; readonly compteId: string; readonly now: Temporal.Instant },
): Promise<boolean> {
  const row = await db
    .updateTable('mandatSursis')
    .set({ leveAt: now, levePar: compteId })
    .where('territoireId', '=', territoireId)
    .where('mandatId', '=', mandatId)
    .where('leveAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
