import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Cle, Ligne, Sort } from '../dossier/source.ts';

type Fait = 'corrigee' | 'effacee' | 'gardee' | 'gelee' | 'degelee';

/** A row that the DPO found to be about the person, and what became of it. */
export type LigneRetenue = Ligne & {
  readonly id: string;
  readonly fait: Fait | null;
  readonly faitLe: Temporal.PlainDate | null;
  readonly raison: string | null;
};

/** The rows of a request, in the order in which they were kept. */
export async function lignesDe(db: Db, territoireId: string, demandeId: string): Promise<LigneRetenue[]> {
  return db
    .selectFrom('droitLigne')
    .select(['id', 'source', 'donnee', 'deTable as table', 'faitLe', 'raison'])
    .select((eb) => [eb.ref('cle').$castTo<Cle>().as('cle'), eb.ref('fait').$castTo<Fait | null>().as('fait')])
    .where('territoireId', '=', territoireId)
    .where('droitDemandeId', '=', demandeId)
    .orderBy('id')
    .execute();
}

/** Keeps rows as being about the person; one that is kept already is so once. Returns how many are new. */
export async function retenirLignes(
  db: Db,
  territoireId: string,
  demandeId: string,
  lignes: readonly Ligne[],
): Promise<number> {
  let count = 0;
  for (const { source, donnee, table, cle } of lignes) {
    const row = { territoireId, id: uuidv7(), droitDemandeId: demandeId, source, donnee, deTable: table };
    const kept = await db
      .insertInto('droitLigne')
      .values({ ...row, cle: JSON.stringify(cle) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (kept !== undefined) count += 1;
  }
  return count;
}

/** The row is not about the person after all. */
export async function retirerLigne(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('droitLigne').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

export async function noterCorrigee(
  db: Db,
  territoireId: string,
  id: string,
  today: Temporal.PlainDate,
): Promise<void> {
  await db
    .updateTable('droitLigne')
    .set({ fait: 'corrigee', faitLe: today })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Notes what became of rows, those that hung from a kept one included. */
export async function noterSorts(
  db: Db,
  territoireId: string,
  demandeId: string,
  sorts: readonly Sort[],
  today: Temporal.PlainDate,
): Promise<void> {
  for (const sort of sorts) {
    const { source, donnee, table, cle } = sort.ligne;
    const fait = { fait: sort.fait, faitLe: today, raison: sort.fait === 'gardee' ? sort.raison : null };
    const row = { territoireId, id: uuidv7(), droitDemandeId: demandeId, source, donnee, deTable: table };
    await db
      .insertInto('droitLigne')
      .values({ ...row, cle: JSON.stringify(cle), ...fait })
      .onConflict((conflict) =>
        conflict.columns(['territoireId', 'droitDemandeId', 'source', 'donnee', 'deTable', 'cle']).doUpdateSet(fait),
      )
      .execute();
  }
}
