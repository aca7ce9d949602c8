import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { untilSomebodyWaits } from '../../../test/attente.ts';
import { createKeyDatabase, testMaster, testMasters } from '../../../test/cles.ts';
import { useCles } from '../../../test/cles-partagees.ts';
import { isDatabaseAway } from '../db.ts';
import { uuidv7 } from '../ids.ts';
import { withClient } from '../postgres/embedded.ts';
import { StartupRefusal } from '../startup-refusal.ts';
import { readMasterKeys } from './master.ts';
import { rotateMaster, rotateTerritoires } from './rotation.ts';
import { type DataKeys, openDataKeys } from './store.ts';

const places = useCles(2);
const [NONE, ROTATION] = [
  { current: undefined, former: undefined },
  `pg_advisory_lock(hashtext('escale rotation des clés'))`,
];

/** A door before a place, which a test makes mute: what comes is taken, and nothing answered, as a machine that has stopped. */
async function doorTo(url: string) {
  let isMute = false;
  let knocks = 0;
  const sockets = new Set<Socket>();
  const { hostname, port, searchParams } = new URL(url);
  // The server of the tests may be reached by a socket that is a file.
  const folder = searchParams.get('host');
  const server = createServer((inside) => {
    knocks += 1;
    const outside = folder === null ? connect(Number(port), hostname) : connect(join(folder, `.s.PGSQL.${port}`));
    for (const [from, to] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined).on('close', () => to.destroy());
      from.on('data', (bytes) => {
        if (from === inside) knocks += 1;
        if (!isMute) to.write(bytes);
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.searchParams.delete('host');
  through.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: through.href,
    mute: (wanted: boolean) => {
      isMute = wanted;
    },
    /** Connections and questions that came, so far. */
    knocks: () => knocks,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

const outcomeOf = <T>(work: Promise<T>): Promise<T | Error> => work.catch((error: Error) => error);

describe('une place qui ne répond plus', () => {
  test('s’attend une fois, puis se laisse un moment : on lit par l’autre, et rien ne se scelle', {
    timeout: 30_000,
  }, async () => {
    const [first = '', second = ''] = places.urls;
    await using door = await doorTo(first);
    const keys = await openDataKeys([door.url, second], testMasters);
    const id = uuidv7();
    await keys.make('66', [id]);
    door.mute(true);
    const before = door.knocks();
    expect(await keys.open('66', [id])).toHaveProperty('size', 1);
    const waited = door.knocks();
    expect(waited).toBeGreaterThan(before);
    expect(await keys.open('66', [id])).toHaveProperty('size', 1);
    expect(isDatabaseAway(await outcomeOf(keys.make('66', [uuidv7()])))).toBe(true);
    expect(isDatabaseAway(await outcomeOf(keys.destroy('66', [uuidv7()])))).toBe(true);
    expect(await keys.places()).toEqual([false, true]);
    // Nobody went and waited there again.
    expect(door.knocks()).toBe(waited);
    await keys.close();
  });

  test('seule, elle se dit absente, et non en défaut', { timeout: 30_000 }, async () => {
    await using door = await doorTo(places.urls[0] ?? '');
    const keys = await openDataKeys([door.url], testMasters);
    await keys.open('66', [uuidv7()]);
    door.mute(true);
    expect(isDatabaseAway(await outcomeOf(keys.open('66', [uuidv7()])))).toBe(true);
    await keys.close();
  });
});

describe('pendant que les clés des territoires se changent', () => {
  test('on lit, on scelle ; un territoire qui commence alors attend peu, puis se dit absent', {
    timeout: 30_000,
  }, async () => {
    const [first = ''] = places.urls;
    const id = uuidv7();
    await places.cles.make('66', [id]);
    await withClient(first, async (client) => {
      await client.query(`select ${ROTATION}`);
      const fresh = await openDataKeys(places.urls, testMasters);
      const waiting = Array.from({ length: 6 }, () => outcomeOf(fresh.make('73', [uuidv7()])));
      expect(await fresh.open('66', [id])).toHaveProperty('size', 1);
      expect(await fresh.make('66', [uuidv7()])).toHaveProperty('size', 1);
      // The rotation does not end before they are told.
      for (const outcome of await Promise.all(waiting)) expect(isDatabaseAway(outcome)).toBe(true);
      await fresh.close();
    });
    expect((await places.cles.make('73', [uuidv7()])).size).toBe(1);
  });

  test('la clé d’un territoire qui se copie dans les autres places y est avant qu’une clé maîtresse s’oublie', {
    timeout: 30_000,
  }, async () => {
    const donnees = await mkdtemp(join(tmpdir(), 'escale-places-'));
    const made: { url: string; drop: () => Promise<void> }[] = [];
    for (let place = 0; place < 2; place += 1) made.push(await createKeyDatabase(inject('testServer')));
    const urls = made.map(({ url }) => url);
    const masters = () => readMasterKeys(NONE, donnees);
    const keys = await openDataKeys(urls, await masters(), { reread: masters });
    const id = uuidv7();
    let making: Promise<unknown> = Promise.resolve();
    let rotating: Promise<unknown> = Promise.resolve();
    await withClient(urls[1] ?? '', async (client) => {
      // Copying waits there.
      await client.query('begin; lock table cle_territoire in share row exclusive mode');
      making = keys.make('66', [id]);
      await untilSomebodyWaits(client, 'table');
      rotating = rotateMaster({ urls, donnees, given: NONE });
      await withClient(urls[0] ?? '', (other) => untilSomebodyWaits(other, 'advisory'));
      await client.query('commit');
    });
    await Promise.all([making, rotating]);
    for (const url of urls) {
      const alone = await openDataKeys([url], await masters());
      expect((await alone.open('66', [id])).size).toBe(1);
      await alone.close();
    }
    await keys.close();
    for (const { drop } of made) await drop();
    await rm(donnees, { recursive: true });
  });
});

describe('des places qui ne sont pas les copies l’une de l’autre', () => {
  const refused = async (urls: readonly string[]) => {
    const refusal = await openDataKeys(urls, testMasters).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupRefusal);
    return (refusal as StartupRefusal).message;
  };
  const keptIn = (url: string) =>
    withClient(url, async (client) => (await client.query('select from cle_territoire')).rowCount);

  test('vide, quand une autre garde des clés : refusée, à quelque rang qu’elle soit, et rien n’y est écrit', async () => {
    const { url, drop } = await createKeyDatabase(inject('testServer'));
    const [first = ''] = places.urls;
    await places.cles.make('66', [uuidv7()]);
    expect(await refused([url, first])).toContain('la place des clés n° 1 est vide, et la n° 2 ne l’est pas');
    expect(await refused([first, url])).toContain('la place des clés n° 2 est vide, et la n° 1 ne l’est pas');
    expect(await keptIn(url)).toBe(0);
    // A change of the keys would fill it with what opens nothing.
    const donnees = await mkdtemp(join(tmpdir(), 'escale-places-'));
    await expect(rotateMaster({ urls: [url, first], donnees, given: NONE })).rejects.toThrow('est vide');
    await rm(donnees, { recursive: true });
    await drop();
  });

  test('remplie d’autres clés, ou restée d’avant une rotation : refusée', async () => {
    const { url, drop } = await createKeyDatabase(inject('testServer'));
    const [first = ''] = places.urls;
    const other = await openDataKeys([url], testMasters);
    await other.make('66', [uuidv7()]);
    await other.make('73', [uuidv7()]);
    await other.close();
    await places.cles.make('73', [uuidv7()]);
    expect(await refused([first, url])).toContain('n° 1 et n° 2 ne gardent pas les mêmes clés');
    const [donnees, given] = [tmpdir(), { current: testMaster.toString('base64'), former: undefined }];
    await rotateTerritoires({ urls: [url], donnees, given });
    expect(await refused([first, url])).toContain('ne gardent pas les mêmes clés');
    await drop();
  });

  test('adoptée dans une seule place : aucune base n’est servie, jusqu’à ce que toutes le disent', async () => {
    const keys: DataKeys = places.cles;
    const [one, two] = [uuidv7(), uuidv7()];
    await keys.adopt(one);
    const [first = ''] = places.urls;
    await withClient(first, (client) => client.query('delete from magasin'));
    // A first place made anew is not enough to be adopted again.
    expect(await keys.installation()).toBe(one);
    await withClient(first, (client) => client.query('insert into magasin (installation) values ($1)', [two]));
    expect([one, two, null]).not.toContain(await keys.installation());
    await keys.adopt(two);
    expect(await keys.installation()).toBe(two);
  });
});
