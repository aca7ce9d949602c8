import type { QueryExecutorProvider } from 'kysely';
import { readIdentifiant } from '../installation.ts';
import type { DataKeys } from './store.ts';

/** Keys, and the database that asks them. */
export type KeysAndBase = { readonly db: QueryExecutorProvider; readonly cles: DataKeys };

/**
 * Whether these keys serve this database: a copy restored beside it has an identity of its own. Keys that nobody has adopted yet serve
 * the first who comes.
 */
export async function servesThisBase({ db, cles }: KeysAndBase): Promise<boolean> {
  const served = await cles.installation();
  return served === null || served === (await readIdentifiant(db));
}

/**
 * Destroys keys, in every place, when they serve this database; otherwise leaves them all and returns false: they open what another
 * one needs. Whatever Escale destroys passes here. Throws when one place is away.
 */
export async function destroyServed(
  { db, cles }: KeysAndBase,
  territoireId: string,
  ids: readonly string[],
): Promise<boolean> {
  if (!(await servesThisBase({ db, cles }))) return false;
  await cles.destroy(territoireId, ids);
  return true;
}
