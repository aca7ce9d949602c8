import { attempt, type Db } from '../../../../platform/db.ts';
import { uuidv7 } from '../../../../platform/ids.ts';
import type { ContenuModele } from '../contenu.ts';
import { type VersionModele, versionsPubliees } from '../store.ts';
import { readContenu, writeContenu } from '../stored.ts';

/** A draft: what it says, and who touched it last. */
export type Brouillon = {
  readonly modeleId: string;
  readonly modeleNom: string;
  readonly origine: VersionModele;
  readonly contenu: ContenuModele;
  readonly updatedAt: Temporal.Instant;
  readonly updatedBy: string | null;
  /** Number that the version will bear. */
  readonly numero: number;
};

function selectBrouillon(db: Db, territoireId: string, modeleId: string) {
  return db
    .selectFrom('modeleBrouillon as brouillon')
    .where('brouillon.territoireId', '=', territoireId)
    .where('brouillon.modeleId', '=', modeleId);
}

export async function findBrouillon(db: Db, territoireId: string, modeleId: string): Promise<Brouillon | undefined> {
  const row = await selectBrouillon(db, territoireId, modeleId)
    .innerJoin('modele', (join) =>
      join.onRef('modele.territoireId', '=', 'brouillon.territoireId').onRef('modele.id', '=', 'brouillon.modeleId'),
    )
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'brouillon.territoireId').onRef('compte.id', '=', 'brouillon.updatedBy'),
    )
    .select(['brouillon.modeleId', 'brouillon.origine', 'brouillon.contenu', 'brouillon.updatedAt'])
    .select(['modele.nom as modeleNom', 'compte.nom as updatedBy'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const versions = await versionsPubliees(db, territoireId);
  const origine = versions.find(({ id }) => id === row.origine);
  if (origine === undefined) throw new Error(`The draft of ${modeleId} comes from no version`);
  const numeros = versions.filter((one) => one.modeleId === modeleId).map(({ numero }) => numero);
  return { ...row, origine, contenu: readContenu(modeleId, row.contenu), numero: Math.max(0, ...numeros) + 1 };
}

/** The same, once every other writer of this draft is done. */
export async function lockBrouillon(db: Db, territoireId: string, modeleId: string): Promise<Brouillon | undefined> {
  await selectBrouillon(db, territoireId, modeleId).select('brouillon.modeleId').forUpdate().execute();
  return findBrouillon(db, territoireId, modeleId);
}

/** Creates a model with its first draft; names the constraint when the name is taken. */
export async function createModele(
  db: Db,
  territoireId: string,
  { nom, origine }: { readonly nom: string; readonly origine: VersionModele },
  createdBy: string,
): Promise<{ value: string } | { constraint: string }> {
  const id = uuidv7();
  return attempt(db, async () => {
    await db.insertInto('modele').values({ territoireId, id, nom, createdBy }).execute();
    await createBrouillon(db, territoireId, { modeleId: id, origine }, createdBy);
    return id;
  });
}

/** Starts a draft from a published version; false when the model has one already. */
export async function createBrouillon(
  db: Db,
  territoireId: string,
  { modeleId, origine }: { readonly modeleId: string; readonly origine: VersionModele },
  createdBy: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('modeleBrouillon')
    .values({
      territoireId,
      modeleId,
      origine: origine.id,
      contenu: writeContenu(origine.contenu),
      createdBy,
      updatedBy: createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function saveBrouillon(
  db: Db,
  territoireId: string,
  modeleId: string,
  contenu: ContenuModele,
  by: { readonly compteId: string; readonly at: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('modeleBrouillon')
    .set({ contenu: writeContenu(contenu), updatedBy: by.compteId, updatedAt: by.at })
    .where('territoireId', '=', territoireId)
    .where('modeleId', '=', modeleId)
    .execute();
}

/** Makes a version of a draft, for ever; the draft is no more. Returns the id of the version. */
export async function publierBrouillon(
  db: Db,
  territoireId: string,
  brouillon: Brouillon,
  by: { readonly compteId: string; readonly at: Temporal.Instant },
): Promise<string> {
  const { modeleId, numero, origine, contenu } = brouillon;
  const id = uuidv7();
  await db
    .insertInto('modeleVersion')
    .values({
      territoireId,
      id,
      modeleId,
      numero,
      libelle: libelleDe(brouillon),
      origine: origine.id,
      contenu: writeContenu(contenu),
      createdBy: by.compteId,
      createdAt: by.at,
    })
    .execute();
  await deleteBrouillon(db, territoireId, modeleId);
  return id;
}

/** « modèle « Convention des médiathèques » n° 2 »: at the foot of each page. */
export function libelleDe({ modeleNom, numero }: Pick<Brouillon, 'modeleNom' | 'numero'>): string {
  return `modèle « ${modeleNom} » n° ${numero}`;
}

async function deleteBrouillon(db: Db, territoireId: string, modeleId: string): Promise<void> {
  await db
    .deleteFrom('modeleBrouillon')
    .where('territoireId', '=', territoireId)
    .where('modeleId', '=', modeleId)
    .execute();
}

/** Removes a draft; the model too when nothing of it was ever published. Says whether the model is still there. */
export async function abandonnerBrouillon(db: Db, territoireId: string, brouillon: Brouillon): Promise<boolean> {
  await deleteBrouillon(db, territoireId, brouillon.modeleId);
  if (brouillon.numero > 1) return true;
  await db.deleteFrom('modele').where('territoireId', '=', territoireId).where('id', '=', brouillon.modeleId).execute();
  return false;
}
