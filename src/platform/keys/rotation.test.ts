import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCles } from '../../../test/cles-partagees.ts';
import { uuidv7 } from '../ids.ts';
import { withClient } from '../postgres/embedded.ts';
import { findMasterKeys, readMasterKeys } from './master.ts';
import { rotateMaster, rotateTerritoires } from './rotation.ts';
import { type DataKeys, openDataKeys } from './store.ts';

const places = useCles(3);
const NONE = { current: undefined, former: undefined };
const secret = Buffer.from('Demander l’aide au logement');
const THINGS = 1_200;
let donnees = '';
let ids: string[];
/** What each key sealed, before any rotation. */
const sealed = new Map<string, Buffer>();
/** An Escale that runs all along, and reads its master keys again only when it must. */
let running: DataKeys;

const place = () => ({ urls: places.urls, donnees, given: NONE });
const masters = () => readMasterKeys(NONE, donnees);
const rowsOf = <R extends object>(text: string): Promise<R[][]> =>
  Promise.all(places.urls.map((url) => withClient(url, async (client) => (await client.query<R>(text)).rows)));

/** Every key opens what it sealed, in a process that starts now and in the one that runs. */
async function expectAllReadable(): Promise<void> {
  const fresh = await openDataKeys(places.urls, await masters());
  try {
    for (const keys of [fresh, running]) {
      const opened = await keys.open('66', ids);
      expect(opened.size).toBe(ids.length);
      for (const [id, bytes] of sealed) expect(opened.get(id)?.open(bytes, `essai:${id}`)).toEqual(secret);
    }
  } finally {
    await fresh.close();
  }
}

/** Stops a rotation at its `at`-th step, as a process that is killed there. */
function killedAt(at: number): (step: string) => void {
  let left = at;
  return (step) => {
    left -= 1;
    if (left < 0) throw new Error(`killed after ${step}`);
  };
}

/**
 * Kills a rotation at its first step and takes it up again, then another one at its second step, and so on; returns how many were
 * killed. Whatever was sealed is readable all along.
 */
async function killEverywhere(rotate: (onStep: (step: string) => void) => Promise<unknown>): Promise<number> {
  for (let at = 0; ; at += 1) {
    const outcome = await rotate(killedAt(at)).catch((error: Error) => error);
    await expectAllReadable();
    if (!(outcome instanceof Error)) return at;
    expect(outcome.message).toMatch(/^killed after/);
    await rotate(() => undefined);
    await expectAllReadable();
  }
}

beforeAll(async () => {
  donnees = await mkdtemp(join(tmpdir(), 'escale-rotation-'));
  running = await openDataKeys(places.urls, await masters(), { reread: masters });
  ids = Array.from({ length: THINGS }, () => uuidv7());
  for (const [id, coffre] of await running.make('66', ids)) sealed.set(id, coffre.seal(secret, `essai:${id}`));
});
afterAll(async () => {
  await running.close();
  await rm(donnees, { recursive: true });
});

describe('changer la clé maîtresse', () => {
  test('une autre clé, toutes les places refermées, l’ancienne oubliée ; interrompue partout, elle reprend', async () => {
    const before = await readFile(join(donnees, 'cle-maitre'), 'utf8');
    const former = (await masters()).current;
    expect(await killEverywhere((onStep) => rotateMaster(place(), onStep))).toBe(6);
    expect(await readFile(join(donnees, 'cle-maitre'), 'utf8')).not.toBe(before);
    for (const name of ['cle-maitre.precedente', 'cle-maitre.nouvelle']) {
      expect(existsSync(join(donnees, name)), name).toBe(false);
    }
    const { current } = await masters();
    for (const rows of await rowsOf<{ maitre: string }>('select maitre from cle_territoire')) {
      expect(rows.map(({ maitre }) => maitre)).toEqual([current.print]);
    }
    // The former key opens nothing any more.
    const old = await openDataKeys(places.urls, { current: former, former: undefined });
    await expect(old.open('66', ids.slice(0, 1))).rejects.toThrow('which is not here');
    await old.close();
  });

  test('un territoire qui commence dans une Escale lancée avant n’est pas refermé par la clé oubliée', async () => {
    const id = uuidv7();
    await rotateMaster(place());
    await running.make('12', [id]);
    const fresh = await openDataKeys(places.urls, await masters());
    expect((await fresh.open('12', [id])).has(id)).toBe(true);
    await fresh.close();
  });

  test('donnée par l’environnement, elle referme seulement', async () => {
    const file = await readFile(join(donnees, 'cle-maitre'), 'utf8');
    const current = Buffer.alloc(32, 3).toString('base64');
    const { rewrapped } = await rotateMaster({ ...place(), given: { current, former: file } });
    expect(rewrapped).toBe(2 * places.urls.length);
    expect(await rotateMaster({ ...place(), given: { current, former: undefined } })).toMatchObject({ rewrapped: 0 });
    expect(await readFile(join(donnees, 'cle-maitre'), 'utf8')).toBe(file);
    // And back, so that the file is the key again.
    await rotateMaster({ ...place(), given: { current: file, former: current } });
    await expectAllReadable();
  });

  test('sans aucune clé qui ouvre, elle refuse et ne change rien', async () => {
    const before = await rowsOf('select * from cle_territoire order by territoire_id');
    const current = Buffer.alloc(32, 5).toString('base64');
    await expect(rotateMaster({ ...place(), given: { current, former: undefined } })).rejects.toThrow('not here');
    expect(await rowsOf('select * from cle_territoire order by territoire_id')).toEqual(before);
    await expect(findMasterKeys(NONE, join(donnees, 'ailleurs'))).rejects.toThrow('clé maîtresse n’est pas dans');
  });
});

describe('changer les clés des territoires', () => {
  test('toutes les clés refermées par lots, les anciennes versions retirées ; interrompue partout, elle reprend', async () => {
    const versions = 'select territoire_id, version from cle_territoire order by territoire_id';
    const kills = await killEverywhere((onStep) => rotateTerritoires(place(), onStep));
    // Three places: two batches for one territoire, one for the other; a version and three removals for each.
    expect(kills).toBe(3 * 2 + 3 + 2 * (1 + 3));
    const found = await rowsOf<{ version: number }>(versions);
    for (const rows of found) expect(rows).toEqual(found[0]);
    expect(found[0]).toHaveLength(2);
    for (const rows of await rowsOf<{ n: string }>(
      'select count(*) as n from cle join cle_territoire using (territoire_id, version)',
    )) {
      expect(Number(rows[0]?.n)).toBe(THINGS + 1);
    }
  });

  test('pendant qu’une Escale crée et détruit des clés, aucune n’est perdue ni ne revient', async () => {
    const [made, gone]: [string[], string[]] = [[], []];
    let isRotating = true;
    const working = (async () => {
      while (isRotating) {
        const pair = [uuidv7(), uuidv7()] as const;
        await running.make('66', pair);
        await running.destroy('66', [pair[1]]);
        made.push(pair[0]);
        gone.push(pair[1]);
      }
    })();
    for (let round = 0; round < 3; round += 1) await rotateTerritoires(place());
    isRotating = false;
    await working;
    expect(made.length).toBeGreaterThan(3);
    const fresh = await openDataKeys(places.urls, await masters());
    expect((await fresh.open('66', made)).size).toBe(made.length);
    expect((await fresh.open('66', gone)).size).toBe(0);
    await fresh.close();
    for (const url of places.urls) {
      const { rows } = await withClient(url, (client) =>
        client.query('select id from cle where id = any($1::uuid[])', [[...made, ...gone]]),
      );
      expect(rows).toHaveLength(made.length);
    }
  });
});
