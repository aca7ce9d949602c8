import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Coffre, makeCoffre } from '../coffre.ts';
import { checkPlacesAgree } from './coherence.ts';
import { finishFilling } from './filling.ts';
import type { MasterKeys } from './master.ts';
import { askPlace, askPlaces, type KeyPlace, openKeyPlace, prepareKeyPlace } from './place.ts';
import { type RereadMasters, TerritoireKeys } from './territoire.ts';

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
  /** Which of these things have a key. */
  present(territoireId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether each place answers, in the order of their addresses. */
  places(): Promise<readonly boolean[]>;
  /**
   * The installation that these keys serve, which one place is enough to tell; null while none says. Places that disagree, after an
   * adoption that was cut, give what is the name of none.
   */
  installation(): Promise<string | null>;
  /** How far the database that they serve has gone in a territoire; 0 before its first passage. */
  passage(territoireId: string): Promise<number>;
  /** Notes that it has gone that far; never less. */
  reach(territoireId: string, passage: number): Promise<void>;
  /** Says which installation they serve. */
  adopt(installation: string): Promise<void>;
  close(): Promise<void>;
}

export const placeOfData = (territoireId: string, id: string, version: number): string =>
  `cle:${territoireId}:${id}:${version}`;

export type OpenKeysOptions = {
  /** Reads the master keys again when those that were read are not the ones any more. */
  readonly reread?: RereadMasters;
  /** Writes nothing, not even the tables of a place that has none. */
  readonly readOnly?: boolean;
  /** Given by who serves from now on: a place that is being filled is finished first, when the keys serve this installation. */
  readonly installation?: () => Promise<string>;
};

/**
 * Opens the keys kept at `urls`: the first is asked, all are written. Makes the tables of a place that has none.
 * Throws when one cannot be reached; a StartupRefusal when they do not hold the same keys.
 */
export async function openDataKeys(
  urls: readonly string[],
  masters: MasterKeys,
  { reread = async () => masters, readOnly = false, installation }: OpenKeysOptions = {},
): Promise<DataKeys> {
  if (!readOnly && installation !== undefined) await finishFilling(urls, masters, installation);
  const places = urls.map((url) => openKeyPlace(url, { readOnly }));
  try {
    if (!readOnly) {
      for (const place of places) await prepareKeyPlace(place);
      await checkPlacesAgree(places, masters);
    }
  } catch (error) {
    await Promise.all(places.map((place) => place.end()));
    throw error;
  }
  return new PlacedKeys(places, new TerritoireKeys(places, masters, reread));
}

/** PostgreSQL: the row that this one refers to is not there. */
const NO_SUCH_VERSION = '23503';
/** How long a place is waited for when one only asks whether it answers. */
const GLANCE_MS = 2_000;

class PlacedKeys implements DataKeys {
  readonly #places: readonly KeyPlace[];
  readonly #territoires: TerritoireKeys;

  constructor(places: readonly KeyPlace[], territoires: TerritoireKeys) {
    this.#places = places;
    this.#territoires = territoires;
  }

  async make(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>> {
    const keys = ids.map((id) => ({ id, key: randomBytes(KEY_BYTES) }));
    const insert = async (conflict: string): Promise<void> => {
      const { version, coffre } = await this.#territoires.newest(territoireId);
      const envelopes = keys.map(({ id, key }) => coffre.seal(key, placeOfData(territoireId, id, version)));
      await this.#everywhere((place) =>
        askPlace(
          place,
          `insert into cle (territoire_id, id, version, enveloppe)
           select $1, id, $2, enveloppe from unnest($3::uuid[], $4::bytea[]) as une (id, enveloppe) ${conflict}`,
          [territoireId, version, ids, envelopes],
        ),
      );
    };
    try {
      await insert('');
    } catch (error) {
      if ((error as { code?: unknown }).code !== NO_SUCH_VERSION) throw error;
      // A rotation has just removed the version that wrapped them. The places that were ahead of it have these keys already.
      this.#territoires.forget(territoireId);
      await insert('on conflict do nothing');
    }
    return new Map(keys.map(({ id, key }) => [id, makeCoffre(key)]));
  }

  async open(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre>> {
    if (ids.length === 0) return new Map();
    const opened = (await this.#tryOpen(territoireId, ids)) ?? (await this.#tryOpen(territoireId, ids));
    if (opened === undefined)
      throw new Error(`A key of territoire ${territoireId} is wrapped by a version that is gone`);
    return opened;
  }

  /** Undefined when a version was replaced between the two readings. */
  async #tryOpen(territoireId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Coffre> | undefined> {
    const rows = await askPlaces<{ id: string; version: number; enveloppe: Buffer }>(
      this.#places,
      'select id, version, enveloppe from cle where territoire_id = $1 and id = any($2::uuid[])',
      [territoireId, ids],
    );
    const opened = new Map<string, Coffre>();
    for (const { id, version, enveloppe } of rows) {
      const key = await this.#territoires.version(territoireId, version);
      if (key === undefined) return undefined;
      opened.set(id, makeCoffre(key.coffre.open(enveloppe, placeOfData(territoireId, id, version))));
    }
    return opened;
  }

  async destroy(territoireId: string, ids: readonly string[]): Promise<void> {
    await this.#everywhere((place) =>
      askPlace(place, 'delete from cle where territoire_id = $1 and id = any($2::uuid[])', [territoireId, ids]),
    );
  }

  async madeBetween(
    territoireId: string,
    { from, to, after, limit }: Parameters<DataKeys['madeBetween']>[1],
  ): Promise<readonly string[]> {
    const rows = await askPlaces<{ id: string }>(
      this.#places,
      `select id from cle where territoire_id = $1 and created_at >= $2 and created_at < $3
         and ($4::uuid is null or id > $4::uuid) order by id limit $5`,
      [territoireId, from.toString(), to.toString(), after ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }

  async present(territoireId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await askPlaces<{ id: string }>(
      this.#places,
      'select id from cle where territoire_id = $1 and id = any($2::uuid[])',
      [territoireId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async places(): Promise<readonly boolean[]> {
    return Promise.all(
      this.#places.map((place) =>
        Promise.race([
          askPlace(place, 'select from cle limit 1').then(
            () => true,
            () => false,
          ),
          wait(GLANCE_MS, false, { ref: false }),
        ]),
      ),
    );
  }

  async installation(): Promise<string | null> {
    const rows = await this.#allWhoAnswer<{ installation: string }>('select installation from magasin', []);
    const said = new Set(rows.map(({ installation }) => installation));
    return said.size === 0 ? null : [...said].sort().join(' ');
  }

  async passage(territoireId: string): Promise<number> {
    const rows = await this.#allWhoAnswer<{ numero: number }>('select numero from passage where territoire_id = $1', [
      territoireId,
    ]);
    return Math.max(0, ...rows.map(({ numero }) => numero));
  }

  async reach(territoireId: string, passage: number): Promise<void> {
    await this.#everywhere((place) =>
      askPlace(
        place,
        `insert into passage (territoire_id, numero) values ($1, $2)
         on conflict (territoire_id) do update set numero = greatest(passage.numero, excluded.numero)`,
        [territoireId, passage],
      ),
    );
  }

  async adopt(installation: string): Promise<void> {
    await this.#everywhere((place) =>
      askPlace(
        place,
        'insert into magasin (installation) values ($1) on conflict (seul) do update set installation = excluded.installation',
        [installation],
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#places.map((place) => place.end()));
  }

  /** What every place that answers says; throws when none does. */
  async #allWhoAnswer<R extends object>(text: string, values: readonly unknown[]): Promise<R[]> {
    const asked = await Promise.allSettled(this.#places.map((place) => askPlace<R>(place, text, values)));
    const failed = asked.find((one) => one.status === 'rejected');
    if (failed !== undefined && asked.every(({ status }) => status === 'rejected')) throw failed.reason;
    return asked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  }

  /** Every place does it, or it throws once all have tried: no place is left without being asked. */
  async #everywhere(work: (place: KeyPlace) => Promise<unknown>): Promise<void> {
    const done = await Promise.allSettled(this.#places.map(work));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
