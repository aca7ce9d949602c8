import { randomBytes } from 'node:crypto';
import { type Coffre, makeCoffre } from '../coffre.ts';
import { isDatabaseAway } from '../db.ts';
import type { MasterKeys } from './master.ts';
import { type KeyPlace, openKeyPlace, prepareKeyPlace } from './place.ts';

const KEY_BYTES = 32;

/**
 * Keys that can be destroyed: each seals one thing, and what it sealed is unreadable once it is gone, in last night's backup
 * too, since no backup holds keys. `id` is that of the thing itself.
 */
export interface DataKeys {
  /** Makes one key a thing, written in every place before it returns. Throws when one place is away: nothing may be sealed then. */
  make(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>>;
  /** The keys of these things; a destroyed one is absent. */
  open(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>>;
  /** Destroys keys, in every place. Idempotent. Throws when one place is away: the destruction is to be tried again. */
  destroy(territoireId: string, ids: readonly string[]): Promise<void>;
  /** Keys made between two instants, by `id` after `after`, `limit` at most: what a sweep of orphans reads. */
  madeBetween(
    territoireId: string,
    range: {
      readonly from: Temporal.Instant;
      readonly to: Temporal.Instant;
      readonly after?: string;
      readonly limit: number;
    },
  ): Promise<readonly string[]>;
  /** The installation that these keys serve; null while nobody has said. */
  installation(): Promise<string | null>;
  /** Says which installation they serve. */
  adopt(installation: string): Promise<void>;
  close(): Promise<void>;
}

/** The key of a territoire: what wraps its data keys. */
export type TerritoireKey = { readonly version: number; readonly coffre: Coffre };

export const placeOfTerritoire = (territoireId: string, version: number): string =>
  `cle_territoire:${territoireId}:${version}`;
export const placeOfData = (territoireId: string, id: string, version: number): string =>
  `cle:${territoireId}:${id}:${version}`;

export type TerritoireKeyRow = { readonly version: number; readonly maitre: string; readonly enveloppe: Buffer };

/** Unwraps the key of a territoire; throws when neither master key wrapped it. */
export function unwrapTerritoire(masters: MasterKeys, territoireId: string, row: TerritoireKeyRow): TerritoireKey {
  const master = [masters.current, masters.former].find((one) => one?.print === row.maitre);
  if (master === undefined) {
    throw new Error(
      `The keys of territoire ${territoireId} are wrapped by master key ${row.maitre}, which is not here`,
    );
  }
  const key = master.coffre.open(row.enveloppe, placeOfTerritoire(territoireId, row.version));
  return { version: row.version, coffre: makeCoffre(key) };
}

/**
 * Opens the keys kept at `urls`: the first is asked, all are written. Makes the tables of a place that has none.
 * Throws when one cannot be reached.
 */
export async function openDataKeys(urls: readonly string[], masters: MasterKeys): Promise<DataKeys> {
  const places = urls.map((url) => openKeyPlace(url));
  try {
    for (const place of places) await prepareKeyPlace(place);
  } catch (error) {
    await Promise.all(places.map((place) => place.end()));
    throw error;
  }
  return new PlacedKeys(places, masters);
}

class PlacedKeys implements DataKeys {
  readonly #places: readonly KeyPlace[];
  readonly #masters: MasterKeys;
  readonly #territoires = new Map<string, TerritoireKey>();

  constructor(places: readonly KeyPlace[], masters: MasterKeys) {
    this.#places = places;
    this.#masters = masters;
  }

  async make(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>> {
    const { version, coffre } = await this.#newest(territoireId);
    const keys = ids.map((id) => ({ id, key: randomBytes(KEY_BYTES) }));
    const envelopes = keys.map(({ id, key }) => coffre.seal(key, placeOfData(territoireId, id, version)));
    await this.#everywhere((place) =>
      place.query(
        `insert into cle (territoire_id, id, version, enveloppe)
         select $1, id, $2, enveloppe from unnest($3::uuid[], $4::bytea[]) as une (id, enveloppe)`,
        [territoireId, version, ids, envelopes],
      ),
    );
    return new Map(keys.map(({ id, key }) => [id, makeCoffre(key)]));
  }

  async open(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#ask<{ id: string; version: number; enveloppe: Buffer }>(
      'select id, version, enveloppe from cle where territoire_id = $1 and id = any($2::uuid[])',
      [territoireId, ids],
    );
    const opened = new Map<string, Coffre>();
    for (const { id, version, enveloppe } of rows) {
      const { coffre } = await this.#version(territoireId, version);
      opened.set(id, makeCoffre(coffre.open(enveloppe, placeOfData(territoireId, id, version))));
    }
    return opened;
  }

  async destroy(territoireId: string, ids: readonly string[]): Promise<void> {
    await this.#everywhere((place) =>
      place.query('delete from cle where territoire_id = $1 and id = any($2::uuid[])', [territoireId, ids]),
    );
  }

  async madeBetween(
    territoireId: string,
    { from, to, after, limit }: Parameters<DataKeys['madeBetween']>[1],
  ): Promise<readonly string[]> {
    const rows = await this.#ask<{ id: string }>(
      `select id from cle where territoire_id = $1 and created_at >= $2 and created_at < $3
         and ($4::uuid is null or id > $4::uuid) order by id limit $5`,
      [territoireId, from.toString(), to.toString(), after ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }

  async installation(): Promise<string | null> {
    const rows = await this.#ask<{ installation: string }>('select installation from magasin', []);
    return rows[0]?.installation ?? null;
  }

  async adopt(installation: string): Promise<void> {
    await this.#everywhere((place) =>
      place.query(
        'insert into magasin (installation) values ($1) on conflict (seul) do update set installation = excluded.installation',
        [installation],
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#places.map((place) => place.end()));
  }

  /** Every place does it, or it throws once all have tried: no place is left without being asked. */
  async #everywhere(work: (place: KeyPlace) => Promise<unknown>): Promise<void> {
    const done = await Promise.allSettled(this.#places.map(work));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** The first place that answers. What was destroyed in a place that is away is told by the database, not here. */
  async #ask<R extends object>(text: string, values: readonly unknown[]): Promise<R[]> {
    let away: unknown;
    for (const place of this.#places) {
      try {
        return (await place.query<R>(text, [...values])).rows;
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        away = error;
      }
    }
    throw away;
  }

  /** The key that wraps what is made now, made itself when the territoire has none. */
  async #newest(territoireId: string): Promise<TerritoireKey> {
    const known = this.#territoires.get(territoireId);
    if (known !== undefined) return known;
    const newest = (await this.#settle(territoireId)).at(-1);
    if (newest === undefined) throw new Error(`No key for territoire ${territoireId}`);
    this.#territoires.set(territoireId, newest);
    return newest;
  }

  async #version(territoireId: string, version: number): Promise<TerritoireKey> {
    const known = this.#territoires.get(territoireId);
    if (known?.version === version) return known;
    const all = await this.#load(territoireId);
    const newest = all.at(-1);
    if (newest !== undefined) this.#territoires.set(territoireId, newest);
    const found = all.find((one) => one.version === version);
    if (found === undefined) throw new Error(`No version ${version} of the key of territoire ${territoireId}`);
    return found;
  }

  async #load(territoireId: string): Promise<readonly TerritoireKey[]> {
    const rows = await this.#ask<TerritoireKeyRow>(
      'select version, maitre, enveloppe from cle_territoire where territoire_id = $1 order by version',
      [territoireId],
    );
    return rows.map((row) => unwrapTerritoire(this.#masters, territoireId, row));
  }

  /**
   * The keys of a territoire, in every place. The first one decides between those who make a key at once; the others copy what
   * it kept, even when somebody else, who has just made it, is about to.
   */
  async #settle(territoireId: string): Promise<readonly TerritoireKey[]> {
    const [first, ...others] = this.#places;
    if (first === undefined) throw new Error('Keys have no place');
    const { print, coffre } = this.#masters.current;
    await first.query(
      `insert into cle_territoire (territoire_id, version, maitre, enveloppe)
       select $1, 1, $2, $3 where not exists (select from cle_territoire where territoire_id = $1) on conflict do nothing`,
      [territoireId, print, coffre.seal(randomBytes(KEY_BYTES), placeOfTerritoire(territoireId, 1))],
    );
    const { rows } = await first.query<TerritoireKeyRow>(
      'select version, maitre, enveloppe from cle_territoire where territoire_id = $1 order by version',
      [territoireId],
    );
    for (const { version, maitre, enveloppe } of rows) {
      for (const place of others) {
        await place.query(
          `insert into cle_territoire (territoire_id, version, maitre, enveloppe) values ($1, $2, $3, $4)
           on conflict do nothing`,
          [territoireId, version, maitre, enveloppe],
        );
      }
    }
    return rows.map((row) => unwrapTerritoire(this.#masters, territoireId, row));
  }
}
