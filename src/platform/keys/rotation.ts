import { randomBytes } from 'node:crypto';
import { makeCoffre } from '../coffre.ts';
import { checkPlacesAgree } from './coherence.ts';
import { beginMasterRotation, endMasterRotation, type MasterKeys, readMasterKeys } from './master.ts';
import { type KeyPlace, openKeyPlace, prepareKeyPlace, rotateAlone } from './place.ts';
import { placeOfData } from './store.ts';
import { copyTerritoireKey, openTerritoireKey, placeOfTerritoire, type TerritoireKeyRow } from './territoire.ts';

const KEY_BYTES = 32;
/** Data keys wrapped again at once. */
const BATCH = 1_000;

/** Where a rotation works: the places of the keys, the data folder, and the master keys of the environment when it gives them. */
export type RotationPlace = {
  readonly urls: readonly string[];
  readonly donnees: string;
  readonly given: { readonly current: string | undefined; readonly former: string | undefined };
};

/** Called between two steps: tests stop there. */
export type OnStep = (step: string) => void;

async function alone<T>(
  { urls, donnees, given }: RotationPlace,
  work: (places: readonly KeyPlace[]) => Promise<T>,
): Promise<T> {
  const places = urls.map((url) => openKeyPlace(url, { isPatient: true }));
  try {
    for (const place of places) await prepareKeyPlace(place);
    const [first] = places;
    if (first === undefined) throw new Error('Keys have no place');
    return await rotateAlone(first, async () => {
      await checkPlacesAgree(places, await readMasterKeys(given, donnees));
      return work(places);
    });
  } finally {
    await Promise.all(places.map((place) => place.end()));
  }
}

/**
 * Replaces the master key: a new file, every key of a territoire wrapped again by it in every place, the former file forgotten.
 * Given by the environment, both keys are there already: it only wraps again. Cut anywhere, the next run goes on; Escale may be
 * running. Returns how many keys of territoires it wrapped again, all places counted.
 */
export function rotateMaster(
  place: RotationPlace,
  onStep: OnStep = () => undefined,
): Promise<{ rewrapped: number; current: string }> {
  const { donnees, given } = place;
  return alone(place, async (places) => {
    if (given.current === undefined) await beginMasterRotation(donnees, onStep);
    const masters = await readMasterKeys(given, donnees);
    let rewrapped = 0;
    for (const place of places) {
      rewrapped += await rewrapTerritoires(place, masters);
      onStep('place');
    }
    if (given.current === undefined) await endMasterRotation(donnees);
    return { rewrapped, current: masters.current.print };
  });
}

async function rewrapTerritoires(place: KeyPlace, masters: MasterKeys): Promise<number> {
  const { print, coffre } = masters.current;
  const { rows } = await place.query<TerritoireKeyRow & { territoire_id: string }>(
    'select territoire_id, version, maitre, enveloppe from cle_territoire where maitre <> $1',
    [print],
  );
  for (const { territoire_id: territoireId, ...row } of rows) {
    const key = openTerritoireKey(masters, territoireId, row);
    await place.query(
      'update cle_territoire set maitre = $3, enveloppe = $4 where territoire_id = $1 and version = $2',
      [territoireId, row.version, print, coffre.seal(key, placeOfTerritoire(territoireId, row.version))],
    );
  }
  return rows.length;
}

/**
 * Replaces the key of each territoire: a new version in every place, each data key wrapped again by it, the old version removed.
 * Cut anywhere, the next run goes on; Escale may be running. Returns how many data keys it wrapped again, all places counted.
 */
export function rotateTerritoires(
  place: RotationPlace,
  onStep: OnStep = () => undefined,
): Promise<{ territoires: number; rewrapped: number }> {
  const { donnees, given } = place;
  return alone(place, async (places) => {
    const masters = await readMasterKeys(given, donnees);
    const versions = new Map<string, Set<number>>();
    for (const place of places) {
      const { rows } = await place.query<{ territoire_id: string; version: number }>(
        'select territoire_id, version from cle_territoire',
      );
      for (const { territoire_id: id, version } of rows) versions.set(id, (versions.get(id) ?? new Set()).add(version));
    }
    let rewrapped = 0;
    for (const [territoireId, found] of versions) {
      const newest = Math.max(...found);
      // Several versions: a rotation was cut, and goes on with the one that it made.
      const version = found.size > 1 ? newest : newest + 1;
      await placeVersion(places, masters, territoireId, version);
      onStep('version');
      for (const place of places) rewrapped += await rewrapData(place, masters, { territoireId, version }, onStep);
      for (const place of places) {
        rewrapped += await removeOld(place, masters, { territoireId, version }, onStep);
        onStep('removed');
      }
    }
    return { territoires: versions.size, rewrapped };
  });
}

type Target = { readonly territoireId: string; readonly version: number };

/** The new version, the same in every place; the first one decides. */
async function placeVersion(
  places: readonly KeyPlace[],
  { current }: MasterKeys,
  territoireId: string,
  version: number,
): Promise<void> {
  const [first, ...others] = places;
  if (first === undefined) return;
  const found = await Promise.all(places.map((place) => keysOf(place, territoireId)));
  const row = found.flat().find((one) => one.version === version) ?? {
    version,
    maitre: current.print,
    enveloppe: current.coffre.seal(randomBytes(KEY_BYTES), placeOfTerritoire(territoireId, version)),
  };
  for (const place of [first, ...others]) await copyTerritoireKey(place, territoireId, row);
}

async function keysOf(place: KeyPlace, territoireId: string): Promise<TerritoireKeyRow[]> {
  const { rows } = await place.query<TerritoireKeyRow>(
    'select version, maitre, enveloppe from cle_territoire where territoire_id = $1',
    [territoireId],
  );
  return rows;
}

/** Wraps again, by batches, what older versions wrap in a place. A key destroyed meanwhile stays destroyed. */
async function rewrapData(
  place: KeyPlace,
  masters: MasterKeys,
  { territoireId, version }: Target,
  onStep: OnStep,
): Promise<number> {
  const coffres = new Map(
    (await keysOf(place, territoireId)).map((row) => [
      row.version,
      makeCoffre(openTerritoireKey(masters, territoireId, row)),
    ]),
  );
  const coffreOf = (wanted: number) => {
    const coffre = coffres.get(wanted);
    if (coffre === undefined) throw new Error(`No version ${wanted} of the key of territoire ${territoireId}`);
    return coffre;
  };
  let rewrapped = 0;
  for (;;) {
    const { rows } = await place.query<{ id: string; version: number; enveloppe: Buffer }>(
      'select id, version, enveloppe from cle where territoire_id = $1 and version < $2 order by id limit $3',
      [territoireId, version, BATCH],
    );
    if (rows.length === 0) return rewrapped;
    const envelopes = rows.map((row) => {
      const key = coffreOf(row.version).open(row.enveloppe, placeOfData(territoireId, row.id, row.version));
      return coffreOf(version).seal(key, placeOfData(territoireId, row.id, version));
    });
    await place.query(
      `update cle set version = $2, enveloppe = une.enveloppe
       from unnest($3::uuid[], $4::bytea[]) as une (id, enveloppe)
       where cle.territoire_id = $1 and cle.id = une.id and cle.version < $2`,
      [territoireId, version, rows.map(({ id }) => id), envelopes],
    );
    rewrapped += rows.length;
    onStep('batch');
  }
}

/** PostgreSQL: a key made meanwhile is wrapped by the version that was to go. */
const STILL_OF_USE = '23503';

/** Removes the older versions of a place, once nothing is wrapped by them. */
async function removeOld(place: KeyPlace, masters: MasterKeys, target: Target, onStep: OnStep): Promise<number> {
  let rewrapped = 0;
  for (;;) {
    try {
      await place.query('delete from cle_territoire where territoire_id = $1 and version < $2', [
        target.territoireId,
        target.version,
      ]);
      return rewrapped;
    } catch (error) {
      if ((error as { code?: unknown }).code !== STILL_OF_USE) throw error;
      rewrapped += await rewrapData(place, masters, target, onStep);
    }
  }
}
