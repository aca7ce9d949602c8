import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uuidv7 } from '../src/platform/ids.ts';
import { readMasterKeys } from '../src/platform/keys/master.ts';
import { openDataKeys } from '../src/platform/keys/store.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { untilSomebodyWaits } from './attente.ts';
import { useCles } from './cles-partagees.ts';
import { type StartedEscale, startEscale } from './process.ts';

const places = useCles(2);
const KEYS = 12_000;
const secret = Buffer.from('Demander l’aide au logement');

/** Kills a rotation in the middle of what it does, once it waits for what `held` holds in a place. */
async function killedAt(rotation: StartedEscale, url: string, held: string): Promise<void> {
  let code: number | null | undefined;
  const ended = rotation.ended().then((value) => {
    code = value;
  });
  await withClient(url, async (client) => {
    await client.query('begin');
    await client.query(held);
    await untilSomebodyWaits(client, 'row', () => {
      if (code !== undefined) throw new Error(`It ended with ${code} before ${held}: ${rotation.output()}`);
    });
    rotation.kill('SIGKILL');
    await ended;
    expect(code).toBe(null);
    await client.query('commit');
  });
}

test('une rotation tuée net, plusieurs fois, reprend : aucune clé perdue, aucune ancienne gardée', {
  timeout: 180_000,
}, async () => {
  const donnees = await mkdtemp(join(tmpdir(), 'escale-rotation-'));
  const masters = () => readMasterKeys({ current: undefined, former: undefined }, donnees);
  const start = (...args: string[]) =>
    startEscale([process.execPath, join(PROJECT_ROOT, 'scripts', 'cles-rotation.ts'), ...args], {
      cwd: PROJECT_ROOT,
      env: { ESCALE_DONNEES: donnees, CLES_URL: places.urls.join(' ') },
    });
  try {
    const first = await openDataKeys(places.urls, await masters());
    const ids = Array.from({ length: KEYS }, () => uuidv7());
    const sealed = [...(await first.make('66', ids))].map(([id, key]) => [id, key.seal(secret, id)] as const);
    await first.close();
    const expectAllReadable = async () => {
      const keys = await openDataKeys(places.urls, await masters());
      const opened = await keys.open('66', ids);
      for (const [id, bytes] of sealed) expect(opened.get(id)?.open(bytes, id)).toEqual(secret);
      await keys.close();
    };
    // In the order in which they are wrapped again.
    const [third, eighth, second] = [2_500, 7_500, 1_500].map((rank) => ids.toSorted()[rank] ?? '');
    const atKey = (id = '') => `select from cle where id = '${id}' for update`;
    const atOldest = 'select from cle_territoire order by version limit 1 for update';
    const atTerritoire = 'select from cle_territoire for update';
    const [one = '', two = ''] = places.urls;
    for (const { args, cuts } of [
      {
        args: ['--territoires'],
        cuts: [
          [one, atKey(third)],
          [one, atKey(eighth)],
          [two, atKey(second)],
          [two, atOldest],
        ],
      },
      {
        args: [],
        cuts: [
          [one, atTerritoire],
          [two, atTerritoire],
        ],
      },
    ] as const) {
      for (const [url, held] of cuts) {
        await killedAt(start(...args), url, held);
        await expectAllReadable();
      }
      const whole = start(...args);
      expect(await whole.ended(), whole.output()).toBe(0);
      await expectAllReadable();
    }
    expect(existsSync(join(donnees, 'cle-maitre.precedente'))).toBe(false);
    for (const url of places.urls) {
      const { rows } = await withClient(url, (client) =>
        client.query(
          `select version, maitre, (select count(distinct version) from cle) as versions from cle_territoire`,
        ),
      );
      expect(rows).toEqual([{ version: expect.any(Number), maitre: (await masters()).current.print, versions: '1' }]);
    }
  } finally {
    await rm(donnees, { recursive: true });
  }
});
