import type { Db } from '../db.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export type Sending = {
  readonly territoireId: string;
  readonly key: string;
  readonly compteId: string | null;
  readonly path: string;
};

/**
 * Claims the key of a form about to be handled. A second submit of the same key waits for the first to end, then
 * gets where the first one led; `'foreign'` when the key was used by somebody else or for another form.
 */
export async function claimKey(db: Db, sending: Sending): Promise<'first' | 'foreign' | { to: string }> {
  const claimed = await db
    .insertInto('envoi')
    .values({
      territoireId: sending.territoireId,
      cle: sending.key,
      compteId: sending.compteId,
      chemin: sending.path,
    })
    .onConflict((conflict) => conflict.columns(['territoireId', 'cle']).doNothing())
    .returning('cle')
    .executeTakeFirst();
  if (claimed !== undefined) return 'first';
  const earlier = await db
    .selectFrom('envoi')
    .select(['compteId', 'chemin', 'suite'])
    .where('territoireId', '=', sending.territoireId)
    .where('cle', '=', sending.key)
    .executeTakeFirstOrThrow();
  const same = earlier.compteId === sending.compteId && earlier.chemin === sending.path && earlier.suite !== '';
  return same ? { to: earlier.suite } : 'foreign';
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
