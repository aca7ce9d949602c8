import { createHash } from 'node:crypto';
import type { Db } from '../db.ts';
import { KEY_FIELD, type FormData as SentForm } from './form.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export type Sending = {
  readonly territoireId: string;
  readonly key: string;
  readonly compteId: string | null;
  readonly path: string;
  /** Keyed print of what the form says: what was typed is kept nowhere by this. */
  readonly contenuEmpreinte: Buffer;
};

/** What a form says, as one text, in no order of its own: every value, and the digest of every file. Its key is left out. */
export async function contentOf({ values, files }: SentForm): Promise<string> {
  const digest = async (file: File) =>
    createHash('sha256')
      .update(await file.bytes())
      .digest('hex');
  const typed = Object.entries(values).filter(([name]) => name !== KEY_FIELD);
  const sent = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, await digest(file)] as const),
  );
  const inOrder = (entries: readonly (readonly [string, unknown])[]) =>
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([inOrder(typed), inOrder(sent)]);
}

/**
 * Claims the key of a form about to be handled. A second submit of the same key waits for the first to end, then
 * gets where the first one led; `'changed'` when it says something else than the first; `'foreign'` when the key was used by
 * somebody else or for another form.
 */
export async function claimKey(db: Db, sending: Sending): Promise<'first' | 'foreign' | 'changed' | { to: string }> {
  const claimed = await db
    .insertInto('envoi')
    .values({
      territoireId: sending.territoireId,
      cle: sending.key,
      compteId: sending.compteId,
      chemin: sending.path,
      contenuEmpreinte: sending.contenuEmpreinte,
    })
    .onConflict((conflict) => conflict.columns(['territoireId', 'cle']).doNothing())
    .returning('cle')
    .executeTakeFirst();
  if (claimed !== undefined) return 'first';
  const earlier = await db
    .selectFrom('envoi')
    .select(['compteId', 'chemin', 'suite', 'contenuEmpreinte'])
    .where('territoireId', '=', sending.territoireId)
    .where('cle', '=', sending.key)
    .executeTakeFirstOrThrow();
  const same = earlier.compteId === sending.compteId && earlier.chemin === sending.path && earlier.suite !== '';
  if (!same) return 'foreign';
  const { contenuEmpreinte: first } = earlier;
  const isChanged = first !== null && Buffer.compare(first, sending.contenuEmpreinte) !== 0;
  return isChanged ? 'changed' : { to: earlier.suite };
}

/** Remembers where the write led, in the transaction of the write itself. */
export async function rememberOutcome(db: Db, sending: Sending, to: string): Promise<void> {
  await db
    .updateTable('envoi')
    .set({ suite: to })
    .where('territoireId', '=', sending.territoireId)
    .where('cle', '=', sending.key)
    .execute();
}
