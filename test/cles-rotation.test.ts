import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { uuidv7 } from '../src/platform/ids.ts';
import { readMasterKeys } from '../src/platform/keys/master.ts';
import { openDataKeys } from '../src/platform/keys/store.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { useCles } from './cles-partagees.ts';
import { startEscale } from './process.ts';

const places = useCles(2);
const KEYS = 12_000;
const secret = Buffer.from('Demander l’aide au logement');

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
    for (const args of [['--territoires'], []]) {
      let killed = 0;
      for (const delay of [350, 500, 650, 800, 1_000]) {
        const rotation = start(...args);
        await wait(delay);
        rotation.kill('SIGKILL');
        if ((await rotation.ended()) === null) killed += 1;
        await expectAllReadable();
      }
      expect(killed).toBeGreaterThan(0);
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
