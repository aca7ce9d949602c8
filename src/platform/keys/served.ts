import type { Db } from '../db.ts';
import { readIdentifiant } from '../installation.ts';
import { isBehindKeys } from './passage.ts';
import type { DataKeys } from './store.ts';

/** Keys, and the database that asks them. */
type KeysAndBase = { readonly db: Db; readonly cles: DataKeys };

/** Why the keys of a territoire are not to be destroyed from a database: they serve another one, or it is older than they are. */
export type Etrangere = 'autre_installation' | 'en_retard';

/**
 * Whether these keys serve this database: a copy restored beside it has an identity of its own, and one made by PostgreSQL is behind
 * them. Undefined when they do. Keys that nobody has adopted yet serve the first who comes.
 */
export async function whyNotServed({ db, cles }: KeysAndBase, territoireId: string): Promise<Etrangere | undefined> {
  const served = await cles.installation();
  if (served !== null && served !== (await readIdentifiant(db))) return 'autre_installation';
  return (await isBehindKeys({ db, cles }, territoireId)) ? 'en_retard' : undefined;
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
  if ((await whyNotServed({ db, cles }, territoireId)) !== undefined) return false;
  await cles.destroy(territoireId, ids);
  return true;
}
