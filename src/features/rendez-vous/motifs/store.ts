import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Motif } from '../rules.ts';

const COLUMNS = [
  'id',
  'nom',
  'dureeMinutes',
  'delaiHeures',
  'horizonJours',
  'limiteHeures',
  'ouvertA',
  'aApporter',
  'actif',
] as const;

/** Every motif of the territoire, stopped ones last. */
export async function listMotifs(db: Db, territoireId: string): Promise<Motif[]> {
  return db
    .selectFrom('rdvMotif')
    .select(COLUMNS)
    .where('territoireId', '=', territoireId)
    .orderBy('actif', 'desc')
    .orderBy('nom')
    .execute();
}

export async function findMotif(db: Db, territoireId: string, id: string): Promise<Motif | undefined> {
  return db
    .selectFrom('rdvMotif')
    .select(COLUMNS)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export type MotifSaisi = Omit<Motif, 'id' | 'actif'>;

/** Is the name taken by another motif? */
export async function isNomPris(db: Db, territoireId: string, nom: string, sauf: string | null): Promise<boolean> {
  const rows = await db
    .selectFrom('rdvMotif')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('nom', '=', nom)
    .execute();
  return rows.some(({ id }) => id !== sauf);
}

export async function createMotif(db: Db, territoireId: string, motif: MotifSaisi): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('rdvMotif')
    .values({ territoireId, id, ...motif, ouvertA: [...motif.ouvertA] })
    .execute();
  return id;
}

/** Changes what is taken from now on: rendez-vous already taken keep their hours. */
export async function updateMotif(
  db: Db,
  territoireId: string,
  id: string,
  motif: Partial<MotifSaisi & Pick<Motif, 'actif'>>,
): Promise<void> {
  await db
    .updateTable('rdvMotif')
    .set({ ...motif, ...(motif.ouvertA === undefined ? {} : { ouvertA: [...motif.ouvertA] }) } as object)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}
