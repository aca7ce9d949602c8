import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';
import { NOTICE_1, RUBRIQUES, type TexteNotice } from '../rules.ts';

/** A version of the information notice; `createdAt` null: the one of the code. */
export type VersionNotice = {
  readonly version: number;
  readonly texte: TexteNotice;
  readonly createdAt: Temporal.Instant | null;
};

/** Who writes, and when. */
type Auteur = { readonly compteId: string; readonly now: Temporal.Instant };

const stored = z.record(z.enum(cles(RUBRIQUES)), z.string());
const PREMIERE: VersionNotice = { version: 1, texte: NOTICE_1, createdAt: null };

/** Every version, the newest first. */
export async function noticesDe(db: Db, territoireId: string): Promise<readonly VersionNotice[]> {
  const rows = await db
    .selectFrom('mandatNotice')
    .select(['version', 'texte', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .orderBy('version', 'desc')
    .execute();
  return [...rows.map((row): VersionNotice => ({ ...row, texte: stored.parse(row.texte) })), PREMIERE];
}

/** The version in force. */
export async function noticeEnVigueur(db: Db, territoireId: string): Promise<VersionNotice> {
  const [newest = PREMIERE] = await noticesDe(db, territoireId);
  return newest;
}

/** Holds the territoire until the end of the transaction: notices are written one at a time. */
export async function holdNotice(db: Db, territoireId: string): Promise<void> {
  await db.selectFrom('territoire').select('id').where('id', '=', territoireId).forUpdate().execute();
}

/**
 * Publishes a text as the next version, and returns its number; nothing waits to be published any more. Two who publish at once get
 * two numbers, or one waits.
 */
export async function publierNotice(
  db: Db,
  territoireId: string,
  texte: TexteNotice,
  { compteId, now }: Auteur,
): Promise<number> {
  await holdNotice(db, territoireId);
  const { version } = await noticeEnVigueur(db, territoireId);
  await db
    .insertInto('mandatNotice')
    .values({
      territoireId,
      version: version + 1,
      texte: JSON.stringify(texte),
      createdBy: compteId,
      createdAt: now,
    })
    .execute();
  await abandonnerNotice(db, territoireId);
  return version + 1;
}

/** The text that waits to be published, undefined without one. */
export async function noticeProposee(
  db: Db,
  territoireId: string,
): Promise<{ readonly texte: TexteNotice; readonly createdAt: Temporal.Instant } | undefined> {
  const row = await db
    .selectFrom('mandatNoticeProposee')
    .select(['texte', 'createdAt'])
    .where('territoireId', '=', territoireId)
    .executeTakeFirst();
  return row && { ...row, texte: stored.parse(row.texte) };
}

/** Keeps a text until somebody publishes it; it takes the place of the one that waited. */
export async function proposerNotice(
  db: Db,
  territoireId: string,
  texte: TexteNotice,
  { compteId, now }: Auteur,
): Promise<void> {
  const row = { texte: JSON.stringify(texte), createdBy: compteId, createdAt: now };
  await db
    .insertInto('mandatNoticeProposee')
    .values({ territoireId, ...row })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(row))
    .execute();
}

/** Forgets the text that waits to be published, if there is one. */
export async function abandonnerNotice(db: Db, territoireId: string): Promise<void> {
  await db.deleteFrom('mandatNoticeProposee').where('territoireId', '=', territoireId).execute();
}
