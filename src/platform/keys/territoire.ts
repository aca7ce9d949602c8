import { createHash, randomBytes } from 'node:crypto';
import { type Coffre, makeCoffre } from '../coffre.ts';
import type { MasterKeys } from './master.ts';
import { askPlace, askPlaces, type KeyPlace, outsideRotations } from './place.ts';

const KEY_BYTES = 32;

/** The key of a territoire: what wraps its data keys. */
export type TerritoireKey = { readonly version: number; readonly coffre: Coffre };

export type TerritoireKeyRow = { readonly version: number; readonly maitre: string; readonly enveloppe: Buffer };

export const placeOfTerritoire = (territoireId: string, version: number): string =>
  `cle_territoire:${territoireId}:${version}`;

/** What wraps the key of a territoire is none of the master keys at hand. */
export class UnknownMaster extends Error {
  override name = 'UnknownMaster';
}

/** The key itself, in clear; throws when neither master key wrapped it. */
export function openTerritoireKey(masters: MasterKeys, territoireId: string, row: TerritoireKeyRow): Buffer {
  const master = [masters.current, masters.former].find((one) => one?.print === row.maitre);
  if (master === undefined) {
    throw new UnknownMaster(
      `The keys of territoire ${territoireId} are wrapped by master key ${row.maitre}, which is not here`,
    );
  }
  return master.coffre.open(row.enveloppe, placeOfTerritoire(territoireId, row.version));
}

/** Says which key it is without giving it. */
export function printOfTerritoireKey(key: Uint8Array): string {
  return createHash('sha256').update('escale cle-territoire').update(key).digest('hex').slice(0, 16);
}

/** Unwraps the key of a territoire; throws when neither master key wrapped it. */
function unwrapTerritoire(masters: MasterKeys, territoireId: string, row: TerritoireKeyRow): TerritoireKey {
  return { version: row.version, coffre: makeCoffre(openTerritoireKey(masters, territoireId, row)) };
}

/** The master keys of now: a rotation replaces their files while Escale runs. */
export type RereadMasters = () => Promise<MasterKeys>;

/** The keys of the territoires, as the places hold them, kept once read. */
export class TerritoireKeys {
  readonly #places: readonly KeyPlace[];
  readonly #reread: RereadMasters;
  readonly #known = new Map<string, readonly TerritoireKey[]>();
  #masters: MasterKeys;

  constructor(places: readonly KeyPlace[], masters: MasterKeys, reread: RereadMasters) {
    this.#places = places;
    this.#masters = masters;
    this.#reread = reread;
  }

  /** The key that wraps what is made now, made itself when the territoire has none. */
  async newest(territoireId: string): Promise<TerritoireKey> {
    const newest = (this.#known.get(territoireId) ?? (await this.#settle(territoireId))).at(-1);
    if (newest === undefined) throw new Error(`No key for territoire ${territoireId}`);
    return newest;
  }

  /** Undefined when no place that answers holds it: a rotation has replaced it. */
  async version(territoireId: string, version: number): Promise<TerritoireKey | undefined> {
    const known = this.#known.get(territoireId)?.find((one) => one.version === version);
    if (known !== undefined) return known;
    const rows = await askPlaces<TerritoireKeyRow>(
      this.#places,
      'select version, maitre, enveloppe from cle_territoire where territoire_id = $1 order by version',
      [territoireId],
    );
    return (await this.#keep(territoireId, rows)).find((one) => one.version === version);
  }

  /** What was read of it may no longer be so. */
  forget(territoireId: string): void {
    this.#known.delete(territoireId);
  }

  async #keep(territoireId: string, rows: readonly TerritoireKeyRow[]): Promise<readonly TerritoireKey[]> {
    const unwrap = () => rows.map((row) => unwrapTerritoire(this.#masters, territoireId, row));
    let keys: readonly TerritoireKey[];
    try {
      keys = unwrap();
    } catch (error) {
      if (!(error instanceof UnknownMaster)) throw error;
      this.#masters = await this.#reread();
      keys = unwrap();
    }
    if (keys.length > 0) this.#known.set(territoireId, keys);
    return keys;
  }

  /** The versions that every place holds; made, or copied where they are missing, when there is none. */
  async #settle(territoireId: string): Promise<readonly TerritoireKey[]> {
    const found = await this.#readEverywhere(territoireId);
    const shared = inAll(found);
    // During a rotation of the territoires too: what an older version wraps is wrapped again before it goes.
    if (shared.length > 0) return this.#keep(territoireId, shared);
    const [first] = this.#places;
    if (first === undefined) throw new Error('Keys have no place');
    return this.#keep(territoireId, await outsideRotations(first, () => this.#spread(territoireId)));
  }

  /**
   * Makes the key of a territoire that no place knows, and copies into each what another keeps. The first one decides between those
   * who make a key at once. No rotation goes on meanwhile: it would forget the master key that wraps what is being copied.
   */
  async #spread(territoireId: string): Promise<readonly TerritoireKeyRow[]> {
    const [first, ...others] = this.#places;
    if (first === undefined) throw new Error('Keys have no place');
    const [found = [], ...theirs] = await this.#readEverywhere(territoireId);
    let mine = found;
    if (mine.length === 0) {
      const known = theirs.flat();
      this.#masters = await this.#reread();
      const { print, coffre } = this.#masters.current;
      const made = {
        version: 1,
        maitre: print,
        enveloppe: coffre.seal(randomBytes(KEY_BYTES), placeOfTerritoire(territoireId, 1)),
      };
      for (const row of known.length > 0 ? known : [made]) await copyTerritoireKey(first, territoireId, row);
      mine = await readTerritoireKeys(first, territoireId);
    }
    for (const row of mine) for (const place of others) await copyTerritoireKey(place, territoireId, row);
    return mine;
  }

  #readEverywhere(territoireId: string): Promise<TerritoireKeyRow[][]> {
    return Promise.all(this.#places.map((place) => readTerritoireKeys(place, territoireId)));
  }
}

/** Of the first place, the versions that all the others have too, the oldest first. */
function inAll([mine = [], ...others]: readonly TerritoireKeyRow[][]): TerritoireKeyRow[] {
  return mine.filter(({ version }) => others.every((rows) => rows.some((row) => row.version === version)));
}

function readTerritoireKeys(place: KeyPlace, territoireId: string): Promise<TerritoireKeyRow[]> {
  return askPlace<TerritoireKeyRow>(
    place,
    'select version, maitre, enveloppe from cle_territoire where territoire_id = $1 order by version',
    [territoireId],
  );
}

/** Writes in a place the key that another one keeps. */
export async function copyTerritoireKey(
  place: KeyPlace,
  territoireId: string,
  { version, maitre, enveloppe }: TerritoireKeyRow,
): Promise<void> {
  await place.query(
    `insert into cle_territoire (territoire_id, version, maitre, enveloppe) values ($1, $2, $3, $4) on conflict do nothing`,
    [territoireId, version, maitre, enveloppe],
  );
}
