import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { PictureType } from '../../../platform/picture.ts';
import { type Critere, lireRemarques } from '../rules.ts';

type Jour = Temporal.PlainDate;

/** What one person saw in a lieu on one day: each criterion there, missing, or not seen, with what was said of it. */
export type SaisieVisite = {
  readonly faiteLe: Jour;
  readonly faitePar: string;
  readonly remarque: string | null;
  readonly constats: readonly {
    readonly critere: Critere;
    readonly satisfait: boolean;
    readonly precision: string | null;
  }[];
  /** What was said of criteria that were not seen. */
  readonly nonVus: Readonly<Partial<Record<Critere, string>>>;
};

export type Visite = Omit<SaisieVisite, 'constats'> & {
  readonly id: string;
  readonly lieuId: string;
  readonly photos: number;
};

function selectVisites(db: Db, territoireId: string) {
  return db
    .selectFrom('lieuVisite')
    .select([
      'id',
      'lieuId',
      'faiteLe',
      'faitePar',
      'remarque',
      'nonVus',
      sql<number>`(select count(*) from lieu_photo p
        where p.territoire_id = lieu_visite.territoire_id and p.visite_id = lieu_visite.id)`.as('photos'),
    ])
    .where('territoireId', '=', territoireId);
}

/** The visits of a lieu, the latest first. */
export async function visitesDe(db: Db, territoireId: string, lieuId: string): Promise<Visite[]> {
  const rows = await selectVisites(db, territoireId)
    .where('lieuId', '=', lieuId)
    .orderBy('faiteLe', 'desc')
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, nonVus: lireRemarques(row.nonVus) }));
}

export async function findVisite(db: Db, territoireId: string, id: string): Promise<Visite | undefined> {
  const row = await selectVisites(db, territoireId).where('id', '=', id).executeTakeFirst();
  return row && { ...row, nonVus: lireRemarques(row.nonVus) };
}

/** Records a visit with one constat a criterion seen; the visit that was planned is done. Returns its identifier. */
export async function saveVisite(
  db: Db,
  territoireId: string,
  { lieuId, visite, compteId }: { lieuId: string; visite: SaisieVisite; compteId: string },
): Promise<string> {
  const { faiteLe, faitePar, remarque, constats, nonVus } = visite;
  const id = uuidv7();
  await db
    .insertInto('lieuVisite')
    .values({
      territoireId,
      id,
      lieuId,
      faiteLe,
      faitePar,
      remarque,
      nonVus: JSON.stringify(nonVus),
      createdBy: compteId,
    })
    .execute();
  await db
    .insertInto('lieuConstat')
    .values(
      constats.map((constat) => ({
        territoireId,
        id: uuidv7(),
        lieuId,
        visiteId: id,
        ...constat,
        constateLe: faiteLe,
        constatePar: faitePar,
        createdBy: compteId,
      })),
    )
    .execute();
  await db
    .updateTable('lieu')
    .set({ visitePrevueLe: null, visitePrevuePar: null })
    .where('territoireId', '=', territoireId)
    .where('id', '=', lieuId)
    .where('visitePrevueLe', '<=', faiteLe)
    .execute();
  return id;
}

/** Says when a lieu will be visited, and by whom. */
export async function planVisite(
  db: Db,
  territoireId: string,
  lieuId: string,
  prevue: { readonly visitePrevueLe: Jour; readonly visitePrevuePar: string },
): Promise<void> {
  await db.updateTable('lieu').set(prevue).where('territoireId', '=', territoireId).where('id', '=', lieuId).execute();
}

export type Photo = { readonly id: string; readonly visiteId: string; readonly legende: string | null };

/** The photos of a visit, in the order in which they were added, without their bytes. */
export async function photosDe(db: Db, territoireId: string, visiteId: string): Promise<Photo[]> {
  return db
    .selectFrom('lieuPhoto')
    .select(['id', 'visiteId', 'legende'])
    .where('territoireId', '=', territoireId)
    .where('visiteId', '=', visiteId)
    .orderBy('id')
    .execute();
}

/** A photo with the lieu where it was taken, without its bytes. */
export async function findPhoto(
  db: Db,
  territoireId: string,
  id: string,
): Promise<(Photo & { readonly lieuId: string }) | undefined> {
  return db
    .selectFrom('lieuPhoto')
    .innerJoin('lieuVisite', (join) =>
      join
        .onRef('lieuVisite.territoireId', '=', 'lieuPhoto.territoireId')
        .onRef('lieuVisite.id', '=', 'lieuPhoto.visiteId'),
    )
    .select(['lieuPhoto.id', 'lieuPhoto.visiteId', 'lieuPhoto.legende', 'lieuVisite.lieuId'])
    .where('lieuPhoto.territoireId', '=', territoireId)
    .where('lieuPhoto.id', '=', id)
    .executeTakeFirst();
}

export async function octetsDePhoto(
  db: Db,
  territoireId: string,
  id: string,
): Promise<{ readonly type: string; readonly octets: Uint8Array } | undefined> {
  return db
    .selectFrom('lieuPhoto')
    .select(['type', 'octets'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Holds a visit until the end of the transaction: photos are counted and added one sender at a time. */
export async function lockVisite(db: Db, territoireId: string, id: string): Promise<void> {
  await db
    .selectFrom('lieuVisite')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

export async function savePhoto(
  db: Db,
  territoireId: string,
  photo: {
    readonly visiteId: string;
    readonly type: PictureType;
    readonly octets: Uint8Array;
    readonly legende: string | null;
  },
  compteId: string,
): Promise<void> {
  await db
    .insertInto('lieuPhoto')
    .values({ territoireId, id: uuidv7(), ...photo, octets: Buffer.from(photo.octets), createdBy: compteId })
    .execute();
}

export async function deletePhoto(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('lieuPhoto').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}
