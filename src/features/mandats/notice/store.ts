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

/** Publishes a text as the next version, and returns its number. Two who publish at once get two numbers, or one waits. */
export async function publierNotice(
  db: Db,
  territoireId: string,
  texte: TexteNotice,
  { compteId, now }: { readonly compteId: string; readonly now: Temporal.Instant },
): Promise<number> {
  // One at a time: the territoire is held until the end of the transaction.
  await db.selectFrom('territoire').select('id').where('id', '=', territoireId).forUpdate().execute();
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
  return version + 1;
}
