import { sql } from 'kysely';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { destroyServed } from '../../../platform/keys/served.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { ouvrir, placeDe, sceller } from '../contenu.ts';
import { bornesSeance, type SeanceTenue } from '../rules.ts';
import type { Brouillon } from './brouillon.ts';

export type NouveauBrouillon = {
  readonly id: string;
  readonly agentId: string;
  readonly seanceId: string;
  readonly conventionId: string | null;
  readonly noticeVersion: number;
  readonly remplaceId: string | null;
  readonly compteId: string;
  readonly contenu: Brouillon;
};

/** What reads and writes drafts: the database, and the keys that are kept apart from it. */
type Places = { readonly db: Db; readonly cles: DataKeys };

/** Keeps a mandat to be signed, sealed under a key made for it. */
export async function creerBrouillon(
  { db, cles }: Places,
  territoireId: string,
  { contenu, compteId, ...row }: NouveauBrouillon,
): Promise<void> {
  const key = (await cles.make(territoireId, [row.id])).get(row.id);
  if (key === undefined) throw new Error('No key was made');
  await db
    .insertInto('mandat')
    .values({
      territoireId,
      ...row,
      forme: 'tablette',
      createdBy: compteId,
      contenu: sceller(key, contenu, placeDe.brouillon(row.id)),
    })
    .execute();
}

/** Puts another content in the place of that of a draft. */
export async function modifierBrouillon(
  { db, cles }: Places,
  territoireId: string,
  id: string,
  { contenu, now }: { readonly contenu: Brouillon; readonly now: Temporal.Instant },
): Promise<void> {
  const key = (await cles.open(territoireId, [id])).get(id);
  if (key === undefined) throw new Error(`No key for the draft ${id}`);
  await db
    .updateTable('mandat')
    .set({ contenu: sceller(key, contenu, placeDe.brouillon(id)), updatedAt: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('etat', '=', 'brouillon')
    .execute();
}

/** What a draft holds; undefined once it is signed or abandoned. */
export async function lireBrouillon(
  { db, cles }: Places,
  territoireId: string,
  id: string,
): Promise<Brouillon | undefined> {
  const row = await db
    .selectFrom('mandat')
    .select('contenu')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('etat', '=', 'brouillon')
    .executeTakeFirst();
  const key = (await cles.open(territoireId, [id])).get(id);
  return row?.contenu == null || key === undefined
    ? undefined
    : ouvrir<Brouillon>(key, row.contenu, placeDe.brouillon(id));
}

/** Waits for whoever writes this mandat, then holds it; its state then, undefined when it is gone. */
export async function lockMandat(db: Db, territoireId: string, id: string): Promise<'brouillon' | 'signe' | undefined> {
  const row = await db
    .selectFrom('mandat')
    .select(sql<'brouillon' | 'signe'>`etat`.as('etat'))
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.etat;
}

/** Mandats of a séance that wait for their signatures, the oldest first: they name nobody. */
export async function brouillonsDeSeance(
  db: Db,
  territoireId: string,
  seanceId: string,
): Promise<readonly { readonly id: string; readonly createdAt: Temporal.Instant; readonly seanceId: string }[]> {
  return db
    .selectFrom('mandat')
    .select(['id', 'createdAt', 'seanceId'])
    .where('territoireId', '=', territoireId)
    .where('seanceId', '=', seanceId)
    .where('etat', '=', 'brouillon')
    .orderBy('createdAt')
    .execute();
}

/**
 * Destroys the keys of these drafts, then forgets them. A crash in between leaves rows that nothing opens, for the next time. In a
 * restored copy the keys stay: what is a draft there may be signed since in the database that they serve.
 */
export async function abandonnerBrouillons(
  { db, cles }: Places,
  territoireId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await destroyServed({ db, cles }, territoireId, ids);
  await db
    .deleteFrom('mandat')
    .where('territoireId', '=', territoireId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('etat', '=', 'brouillon')
    .execute();
}

/**
 * Abandons the mandats that were not signed before their séance was over, and forgets the copies of yesterday and before, which
 * bear the codes of withdrawal. Idempotent; run every night. Returns how many drafts went.
 */
export async function abandonnerBrouillonsPerimes(
  { database, cles }: { readonly database: Database; readonly cles: DataKeys },
  territoireId: string,
  now: Temporal.Instant,
): Promise<number> {
  return inTerritoire(database, territoireId, async (db) => {
    const rows = await db
      .selectFrom('mandat')
      .innerJoin('seance', (join) =>
        join.onRef('seance.territoireId', '=', 'mandat.territoireId').onRef('seance.id', '=', 'mandat.seanceId'),
      )
      .select(['mandat.id', 'jour', 'heureDebut', 'heureFin'])
      .select(sql<SeanceTenue['statut']>`seance.statut`.as('statut'))
      .where('mandat.territoireId', '=', territoireId)
      .where('etat', '=', 'brouillon')
      .forUpdate('mandat')
      .execute();
    const over = rows.filter(
      (row) => row.statut === 'annulee' || Temporal.Instant.compare(bornesSeance(row).fin, now) < 0,
    );
    await abandonnerBrouillons(
      { db, cles },
      territoireId,
      over.map(({ id }) => id),
    );
    const today = now.toZonedDateTimeISO('Europe/Paris').startOfDay().toInstant();
    await db
      .updateTable('mandat')
      .set({ copie: null })
      .where('territoireId', '=', territoireId)
      .where('copie', 'is not', null)
      .where(sql`case forme when 'papier' then created_at else signe_at end`, '<', today)
      .execute();
    return over.length;
  });
}

/** Whether one of these drawings has signed a mandat before. */
export async function dejaServi(db: Db, territoireId: string, empreintes: readonly Uint8Array[]): Promise<boolean> {
  const known = await db
    .selectFrom('mandatTrait')
    .select('mandatId')
    .where('territoireId', '=', territoireId)
    .where(
      'empreinte',
      'in',
      empreintes.map((one) => Buffer.from(one)),
    )
    .executeTakeFirst();
  return known !== undefined;
}

/** Keeps the copy of the person, sealed, until the night. */
export async function deposerCopie(db: Db, territoireId: string, id: string, copie: Buffer): Promise<void> {
  await db.updateTable('mandat').set({ copie }).where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

/** The copy of the person, while it may still be printed; the caller has checked that. */
export async function lireCopie({ db, cles }: Places, territoireId: string, id: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('mandat')
    .select('copie')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .executeTakeFirst();
  const key = (await cles.open(territoireId, [id])).get(id);
  return row?.copie == null || key === undefined ? null : key.open(row.copie, placeDe.copie(id));
}
