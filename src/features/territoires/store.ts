import type { Selectable } from 'kysely';
import type { Territoire as TerritoireRow } from '../../../db/types.ts';
import type { Reglages } from '../../domain/conservation.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../platform/db.ts';
import type { ImageType } from './rules.ts';

const KEPT_SECONDS = 30;

export type Logo = { readonly type: string; readonly octets: Uint8Array };

/** Every territoire of the installation: public facts, kept outside row security so that a host name finds its own. */
export async function allTerritoires(database: Database): Promise<(Territoire & { readonly parDefaut: boolean })[]> {
  const rows = await database.selectFrom('territoire').selectAll().orderBy('id').execute();
  return Promise.all(rows.map((row) => inTerritoire(database, row.id, (db) => withLogo(db, row), { readOnly: true })));
}

/** The ids of all of them, and nothing else: asked several times a second under a crowd. */
export async function territoireIds(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('territoire').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

async function withLogo(db: Db, row: Selectable<TerritoireRow>): Promise<Territoire & { readonly parDefaut: boolean }> {
  const { createdAt: _, ...territoire } = row;
  const logo = await db.selectFrom('logo').select('empreinte').where('territoireId', '=', row.id).executeTakeFirst();
  // Only `saveDurees` writes it, and `dureeDe` takes nothing that is out of bounds.
  const dureesConservation = territoire.dureesConservation as Reglages;
  return { ...territoire, dureesConservation, logo: logo?.empreinte ?? null };
}

export type TerritoireOuvert = Pick<Territoire, 'id' | 'nomComplet' | 'hote' | 'theme'>;

/** The territoires of the installation, by what anybody can see of them: their names and where they answer. */
export async function territoiresOuverts(db: Db): Promise<TerritoireOuvert[]> {
  return db.selectFrom('territoire').select(['id', 'nomComplet', 'hote', 'theme']).orderBy('id').execute();
}

export type TerritoireFinder = {
  /** The territoire that a host name serves: the one that claims it, else the installation's default one. */
  readonly find: (host: string) => Promise<Territoire | undefined>;
  /** To be called when a territoire has changed. */
  readonly forget: () => void;
};

/** Finds territoires by host name, kept in memory for 30 seconds, so that a page costs no query for it. */
export function territoireFinder(database: Database): TerritoireFinder {
  let kept:
    | { readonly until: number; readonly all: Promise<(Territoire & { readonly parDefaut: boolean })[]> }
    | undefined;
  return {
    find: async (host) => {
      const now = performance.now();
      if (kept === undefined || kept.until < now) {
        kept = { until: now + KEPT_SECONDS * 1000, all: allTerritoires(database) };
        kept.all.catch(() => {
          kept = undefined;
        });
      }
      const all = await kept.all;
      const name = host.replace(/:\d+$/, '').toLowerCase();
      return all.find((one) => one.hote === name) ?? all.find((one) => one.parDefaut);
    },
    forget: () => {
      kept = undefined;
    },
  };
}

export async function findLogo(db: Db, territoireId: string): Promise<Logo | undefined> {
  return db.selectFrom('logo').select(['type', 'octets']).where('territoireId', '=', territoireId).executeTakeFirst();
}

/** Replaces the territoire's logo. `empreinte` is the hash that its address will bear. */
export async function saveLogo(
  db: Db,
  territoireId: string,
  logo: { readonly type: ImageType; readonly octets: Uint8Array; readonly empreinte: string },
): Promise<void> {
  const values = { ...logo, octets: Buffer.from(logo.octets) };
  await db
    .insertInto('logo')
    .values({ territoireId, ...values })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(values))
    .execute();
}

export type Coordonnees = {
  readonly adresse: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly representantNom: string;
  readonly representantFonction: string;
  readonly theme: string;
  readonly ville: string | null;
  readonly tribunal: string | null;
  readonly strategieAdopteeLe: Temporal.PlainDate | null;
};

export async function saveCoordonnees(db: Db, territoireId: string, coordonnees: Coordonnees): Promise<void> {
  await db.updateTable('territoire').set(coordonnees).where('id', '=', territoireId).execute();
}

/** Says how long the territoire keeps each kind of data: numbers by kind, in the unit of the kind. */
export async function saveDurees(db: Db, territoireId: string, durees: Reglages): Promise<void> {
  await db
    .updateTable('territoire')
    .set({ dureesConservation: JSON.stringify(durees) })
    .where('id', '=', territoireId)
    .execute();
}
