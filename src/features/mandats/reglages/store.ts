import type { Db } from '../../../platform/db.ts';
import { type PieceIdentite, REGLAGES_PROPOSES, type Reglage, type Reglages } from '../rules.ts';

/** The settings of a territoire about its mandats; those proposed until it says otherwise. */
export async function reglagesDe(db: Db, territoireId: string): Promise<Reglages> {
  const row = await db
    .selectFrom('mandatReglages')
    .selectAll()
    .where('territoireId', '=', territoireId)
    .executeTakeFirst();
  if (row === undefined) return REGLAGES_PROPOSES;
  const { visaReference: reference, visaDate: date, visaPortee: portee } = row;
  return {
    piecesAcceptees: row.piecesAcceptees as PieceIdentite[],
    perimeesAcceptees: row.perimeesAcceptees,
    dureeDefautMois: row.dureeDefautMois,
    dureeMaxMois: row.dureeMaxMois,
    delaiTiersHeures: row.delaiTiersHeures,
    rappelJours: row.rappelJours,
    visa: reference === null || date === null || portee === null ? null : { reference, date, portee },
  };
}

/** Since when each setting says what it says; absent for one that was never changed. */
export type Depuis = ReadonlyMap<Reglage, Temporal.Instant>;

export async function reglagesDepuis(db: Db, territoireId: string): Promise<Depuis> {
  const row = await db
    .selectFrom('mandatReglages')
    .select('depuis')
    .where('territoireId', '=', territoireId)
    .executeTakeFirst();
  // Only `saveReglages` writes it.
  const depuis = (row?.depuis ?? {}) as Partial<Record<Reglage, string>>;
  return new Map(Object.entries(depuis).map(([cle, at]) => [cle as Reglage, Temporal.Instant.from(at)]));
}

/** Keeps the settings of a territoire, and since when those that changed hold. */
export async function saveReglages(
  db: Db,
  territoireId: string,
  reglages: Reglages,
  change: { readonly changes: readonly Reglage[]; readonly compteId: string; readonly now: Temporal.Instant },
): Promise<void> {
  const { visa, piecesAcceptees, ...columns } = reglages;
  const depuis = new Map(await reglagesDepuis(db, territoireId));
  for (const cle of change.changes) depuis.set(cle, change.now);
  const row = {
    ...columns,
    piecesAcceptees: [...piecesAcceptees],
    visaReference: visa?.reference ?? null,
    visaDate: visa?.date ?? null,
    visaPortee: visa?.portee ?? null,
    depuis: JSON.stringify(Object.fromEntries([...depuis].map(([cle, at]) => [cle, at.toString()]))),
    updatedAt: change.now,
    updatedBy: change.compteId,
  };
  await db
    .insertInto('mandatReglages')
    .values({ territoireId, ...row })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(row))
    .execute();
}
