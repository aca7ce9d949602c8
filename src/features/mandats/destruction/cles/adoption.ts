import { type Database, inTerritoire } from '../../../../platform/db.ts';
import { readIdentifiant, renameInstallation } from '../../../../platform/installation.ts';
import { catchUp } from '../../../../platform/keys/passage.ts';
import { whyNotServed } from '../../../../platform/keys/served.ts';
import type { DataKeys } from '../../../../platform/keys/store.ts';
import { idsScelles } from './store.ts';

const PAGE = 1_000;
const ORIGIN = Temporal.Instant.fromEpochMilliseconds(0);

/** What the keys hold beside a database, before they are told that they serve it. */
export type Inventaire = {
  readonly cles: number;
  /** Mandats and démarches that should open, and how many do. */
  readonly attendus: number;
  readonly lisibles: number;
};

/** Counts the keys of these territoires, and what they open of a database. Writes nothing. */
export async function inventaire(
  { database, cles }: { readonly database: Database; readonly cles: DataKeys },
  territoireIds: readonly string[],
  now: Temporal.Instant,
): Promise<Inventaire> {
  const counts = { cles: 0, attendus: 0, lisibles: 0 };
  // Of a clock that is ahead too.
  const range = { from: ORIGIN, to: now.add({ hours: 24 }), limit: PAGE };
  for (const id of territoireIds) {
    for (let after: string | undefined; ; ) {
      const page = await cles.madeBetween(id, after === undefined ? range : { ...range, after });
      counts.cles += page.length;
      if (page.length < PAGE) break;
      after = page.at(-1);
    }
    for (let after: string | null = null; ; ) {
      const cut = { after, limit: PAGE };
      const page: readonly string[] = await inTerritoire(database, id, (db) => idsScelles(db, id, cut), {
        readOnly: true,
      });
      counts.attendus += page.length;
      counts.lisibles += (await cles.open(id, page)).size;
      if (page.length < PAGE) break;
      after = page.at(-1) ?? null;
    }
  }
  return counts;
}

/** Whether these keys serve this database, and it has gone as far as they have. */
export async function sontAdoptees(
  { database, cles }: { readonly database: Database; readonly cles: DataKeys },
  territoireIds: readonly string[],
): Promise<boolean> {
  if ((await cles.installation()) === null) return false;
  for (const id of territoireIds) {
    if ((await inTerritoire(database, id, (db) => whyNotServed({ db, cles }, id))) !== undefined) return false;
  }
  return true;
}

/**
 * Makes this database the one that the keys serve, as its owner. It takes a new identity: another one that bears the old, as a copy
 * does, is served no more. Cut anywhere, it is done again.
 */
export async function adopter(
  { database, cles }: { readonly database: Database; readonly cles: DataKeys },
  territoireIds: readonly string[],
): Promise<void> {
  await renameInstallation(database);
  for (const id of territoireIds) await inTerritoire(database, id, (db) => catchUp({ db, cles }, id));
  await cles.adopt(await readIdentifiant(database));
}
