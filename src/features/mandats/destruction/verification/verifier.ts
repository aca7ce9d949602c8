import type { Coffre } from '../../../../platform/coffre.ts';
import { type Database, type Db, inTerritoire } from '../../../../platform/db.ts';
import type { DataKeys } from '../../../../platform/keys/store.ts';
import { placeDe } from '../../contenu.ts';
import { type Certifiee, certifiees, empreintes, type GenreScelle, type Scelle, scelles } from './store.ts';

/** Sealed rows read at once: documents weigh. */
const PAGE = 200;
const GENRES = [
  'brouillon',
  'identite',
  'document',
  'copie',
  'demarche',
  'acte',
  'rectification',
] as const satisfies readonly GenreScelle[];

/** What is tried of a certified destruction: still opened by a key, sealed and unreadable, or not there at all. */
export type Constat = {
  readonly destruction: Certifiee;
  readonly etat: 'ouverte' | 'illisible' | 'absente';
  /** Whether what is sealed there is, byte for byte, what the certificate tells; null when nothing is. */
  readonly isConforme: boolean | null;
};

export type Verdict = {
  /** Sealed rows that a key opens. */
  readonly ouvertes: number;
  /** Those whose key is nowhere. */
  readonly illisibles: number;
  /** Those whose key is there, and which it does not open: altered, or moved from another row. */
  readonly abimees: number;
  readonly constats: readonly Constat[];
};

/** Whether one of the keys of these things opens it; undefined when it has none. */
function tryOpen(
  keys: readonly ReadonlyMap<string, Coffre>[],
  genre: GenreScelle,
  { id, cle, contenu }: Scelle,
): boolean | undefined {
  const own = keys.flatMap((map) => map.get(cle) ?? []);
  if (own.length === 0) return undefined;
  return own.some((key) => {
    try {
      key.open(contenu, placeDe[genre](id));
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Tries to open every sealed row of `essayee` (a restored backup, or the live database) with the keys of each place, asked one by
 * one: a key that one place alone still holds is found. Then says, of every destruction certified in the live database, whether
 * what it destroyed still opens there. Writes nothing. Throws when a master key is missing: what cannot be tried proves nothing.
 *
 * Source: mandats.md, scenario 10, « unreadable after restoring yesterday's backup ».
 */
export async function verifierIllisible(
  {
    vivante,
    essayee,
    places,
  }: { readonly vivante: Database; readonly essayee: Database; readonly places: readonly DataKeys[] },
  territoireId: string,
): Promise<Verdict> {
  const destructions = await inTerritoire(vivante, territoireId, (db) => certifiees(db, territoireId), {
    readOnly: true,
  });
  return inTerritoire(essayee, territoireId, (db) => essayer(db, places, territoireId, destructions), {
    readOnly: true,
  });
}

async function essayer(
  db: Db,
  places: readonly DataKeys[],
  territoireId: string,
  destructions: readonly Certifiee[],
): Promise<Verdict> {
  const counts = { ouvertes: 0, illisibles: 0, abimees: 0 };
  const sealed = new Set<string>();
  const keysOf = (ids: readonly string[]) =>
    Promise.all(places.map((cles) => cles.open(territoireId, [...new Set(ids)])));
  for (const genre of GENRES) {
    for (let after: string | null = null; ; ) {
      const page: readonly Scelle[] = await scelles(db, territoireId, genre, { after, limit: PAGE });
      const keys = await keysOf(page.map(({ cle }) => cle));
      for (const row of page) {
        sealed.add(row.cle);
        const opens = tryOpen(keys, genre, row);
        counts[opens === undefined ? 'illisibles' : opens ? 'ouvertes' : 'abimees'] += 1;
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.id ?? null;
    }
  }
  const constats: Constat[] = [];
  for (let from = 0; from < destructions.length; from += PAGE) {
    const page = destructions.slice(from, from + PAGE);
    const ids = page.map(({ objetId }) => objetId);
    const [keys, prints] = [await keysOf(ids), await empreintes(db, territoireId, ids)];
    for (const destruction of page) {
      const { objetId, chiffreSha256 } = destruction;
      const isSealed = sealed.has(objetId);
      // A key is enough: what it opens may be in another backup.
      const etat = keys.some((map) => map.has(objetId)) ? 'ouverte' : isSealed ? 'illisible' : 'absente';
      const isConforme = isSealed ? prints.get(objetId) === Buffer.from(chiffreSha256).toString('hex') : null;
      constats.push({ destruction, etat, isConforme });
    }
  }
  return { ...counts, constats };
}
