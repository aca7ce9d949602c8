import type { Db } from '../../../platform/db.ts';
import type { Convention } from '../../conventions/rules.ts';
import { conventionsDe, portefeuille } from '../../conventions/store.ts';
import { allPermanences } from '../store.ts';
import { type EcartFrequence, ecartFrequence } from './rules.ts';

type Date = Temporal.PlainDate;

type Suivie = Convention & { readonly structureId: string };

/** How each structure, or one, differs on a day from its clause; those that do not are not there. */
export async function ecartsFrequence(
  db: Db,
  territoireId: string,
  le: Date,
  structureId?: string,
): Promise<ReadonlyMap<string, EcartFrequence>> {
  const conventions: readonly Suivie[] =
    structureId === undefined
      ? await portefeuille(db, territoireId)
      : await conventionsDe(db, territoireId, structureId);
  const permanences = Map.groupBy(await allPermanences(db, territoireId, le), (one) => one.structureId);
  return new Map(
    [...Map.groupBy(conventions, (one) => one.structureId)].flatMap(([id, list]) => {
      const ecart = ecartFrequence(list, permanences.get(id) ?? [], le);
      return ecart === null ? [] : [[id, ecart] as const];
    }),
  );
}
