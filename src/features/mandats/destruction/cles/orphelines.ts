import { type Db, inTerritoire } from '../../../../platform/db.ts';
import { readIdentifiant } from '../../../../platform/installation.ts';
import { recordAll } from '../../../../platform/journal.ts';
import { countPassage } from '../../../../platform/keys/passage.ts';
import { destroyServed } from '../../../../platform/keys/served.ts';
import type { DataKeys } from '../../../../platform/keys/store.ts';
import type { Outils } from '../detruire.ts';
import { idsScelles, idsUtiles, noterReleve, type Rapprochement } from './store.ts';

/** Keys looked at in one go. */
const PAGE = 1_000;
/** A key is made before the transaction that uses it: a younger one may be about to serve. */
const AGE_MIN = { hours: 1 } as const;
/** An older one that is of no use tells of something else than a transaction that failed: somebody looks first. */
const AGE_MAX = { hours: 7 * 24 } as const;
const ORIGIN = Temporal.Instant.fromEpochMilliseconds(0);

/** Between which instants an orphan is swept at `now`. Example: on the 26th at 2:40 → from the 19th at 2:40 to 1:40 the same day. */
export function agesBalayes(now: Temporal.Instant): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  return { from: now.subtract(AGE_MAX), to: now.subtract(AGE_MIN) };
}

/** Keys made between two instants that nothing in the database needs, page after page. */
async function* orphelines(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  range: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): AsyncGenerator<readonly string[]> {
  for (let after: string | undefined; ; ) {
    const page = await cles.madeBetween(territoireId, {
      ...range,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const utiles = await idsUtiles(db, territoireId, page);
    yield page.filter((id) => !utiles.has(id));
    if (page.length < PAGE) return;
    after = page.at(-1);
  }
}

/**
 * Destroys the keys that no draft, mandat nor démarche needs: of a transaction that failed once its keys were made. Only those made
 * more than an hour and less than seven days ago, and only when the keys say that they serve this very database: a copy restored
 * beside would know nothing of the newest, nor would one taken back to an earlier day. Returns how many; null when they serve another
 * one, or nobody yet, or have gone further than it.
 */
export async function balayerOrphelines(
  { database, cles }: Pick<Outils, 'database' | 'cles'>,
  territoireId: string,
  now: Temporal.Instant,
): Promise<number | null> {
  const served = await cles.installation();
  if (served === null || served !== (await readIdentifiant(database))) return null;
  if (!(await countPassage({ database, cles }, territoireId))) return null;
  return inTerritoire(database, territoireId, async (db) => {
    let swept = 0;
    for await (const ids of orphelines({ db, cles }, territoireId, agesBalayes(now))) {
      if (ids.length === 0) continue;
      if (!(await destroyServed({ db, cles }, territoireId, ids))) return swept;
      const acte = 'détruire une clé sans mandat';
      await recordAll(
        db,
        territoireId,
        ids.map((id) => ({ acteur: null, acte, objet: ['cle', id] as const })),
      );
      swept += ids.length;
    }
    return swept;
  });
}

/** Compares the keys of a territoire with its database, in both directions, at `now`. */
export async function rapprocher(
  { db, cles }: { readonly db: Db; readonly cles: DataKeys },
  territoireId: string,
  now: Temporal.Instant,
): Promise<Rapprochement> {
  const { from, to } = agesBalayes(now);
  let [aBalayer, anciennes, sansCle] = [0, 0, 0];
  for await (const ids of orphelines({ db, cles }, territoireId, { from, to })) aBalayer += ids.length;
  for await (const ids of orphelines({ db, cles }, territoireId, { from: ORIGIN, to: from })) anciennes += ids.length;
  for (let after: string | null = null; ; ) {
    const page: readonly string[] = await idsScelles(db, territoireId, { after, limit: PAGE });
    sansCle += page.length - (await cles.present(territoireId, page)).size;
    if (page.length < PAGE) break;
    after = page.at(-1) ?? null;
  }
  return { clesSansMandat: { aBalayer, anciennes }, sansCle };
}

/** Compares, and keeps what was found for who looks at it: with many keys it takes longer than a page may. */
export async function releverCles(
  { database, cles }: Pick<Outils, 'database' | 'cles'>,
  territoireId: string,
  now: Temporal.Instant,
): Promise<void> {
  await inTerritoire(database, territoireId, async (db) =>
    noterReleve(db, territoireId, { at: now, ...(await rapprocher({ db, cles }, territoireId, now)) }),
  );
}
