import { attempt, type Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

/** A filter of the list of conventions that its author named. */
export type Filtre = {
  readonly id: string;
  readonly compteId: string;
  readonly nom: string;
  /** What the address of the list says after « ? ». */
  readonly requete: string;
};

function select(db: Db, territoireId: string) {
  return db
    .selectFrom('filtreConventions')
    .select(['id', 'compteId', 'nom', 'requete'])
    .where('territoireId', '=', territoireId);
}

/** The filters of a person, by name. */
export async function filtresDe(db: Db, territoireId: string, compteId: string): Promise<Filtre[]> {
  return select(db, territoireId).where('compteId', '=', compteId).orderBy('nom').execute();
}

export async function findFiltre(db: Db, territoireId: string, id: string): Promise<Filtre | undefined> {
  return select(db, territoireId).where('id', '=', id).executeTakeFirst();
}

/** Keeps a filter; false when its author has another of that name. */
export async function saveFiltre(db: Db, territoireId: string, filtre: Omit<Filtre, 'id'>): Promise<boolean> {
  const saved = await attempt(db, () =>
    db
      .insertInto('filtreConventions')
      .values({ territoireId, id: uuidv7(), ...filtre })
      .execute(),
  );
  return isSaved(saved);
}

/** Gives a filter another name; false when its author has another of that name. */
export async function renameFiltre(db: Db, territoireId: string, id: string, nom: string): Promise<boolean> {
  const saved = await attempt(db, () =>
    db
      .updateTable('filtreConventions')
      .set({ nom })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute(),
  );
  return isSaved(saved);
}

function isSaved(saved: { readonly value: unknown } | { readonly constraint: string }): boolean {
  if ('value' in saved) return true;
  if (saved.constraint !== 'filtre_conventions_nom_unique') throw new Error(`Unexpected: ${saved.constraint}`);
  return false;
}

export async function deleteFiltre(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('filtreConventions').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}
