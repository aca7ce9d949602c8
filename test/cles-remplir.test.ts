import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { uuidv7 } from '../src/platform/ids.ts';
import { readMasterKeys } from '../src/platform/keys/master.ts';
import { openDataKeys } from '../src/platform/keys/store.ts';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { untilSomebodyWaits } from './attente.ts';
import { useBase } from './base.ts';
import { createKeyDatabase } from './cles.ts';
import { freePort, startEscale } from './process.ts';

const base = useBase();
const undo = new AsyncDisposableStack();
let donnees = '';
let urls: string[] = [];

beforeAll(async () => {
  donnees = await mkdtemp(join(tmpdir(), 'escale-remplir-'));
  undo.defer(() => rm(donnees, { recursive: true }));
  const made = [await createKeyDatabase(inject('testServer')), await createKeyDatabase(inject('testServer'))];
  for (const { drop } of made) undo.defer(drop);
  urls = made.map(({ url }) => url);
});
afterAll(() => undo.disposeAsync());

const launch = (command: readonly string[], places: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const started = startEscale([process.execPath, ...command], {
    cwd: PROJECT_ROOT,
    env: { ESCALE_DONNEES: donnees, CLES_URL: places.join(' '), ...env },
  });
  undo.defer(() => started.kill('SIGKILL'));
  return started;
};
const remplir = () => launch([join('scripts', 'cles-remplir.ts')], urls);
const escale = async (places: readonly string[]) => {
  const port = await freePort();
  return launch(['--import', 'tsx', 'src/main.ts'], places, {
    PORT: String(port),
    ESCALE_URL: `http://localhost:${port}`,
    DATABASE_URL: base.requestUrl,
    DATABASE_URL_PROPRIETAIRE: base.ownerUrl,
    SMTP_URL: 'smtp://127.0.0.1:9',
    ESCALE_EXPEDITEUR: 'escale@exemple.fr',
  });
};
const count = (url: string, from: string) =>
  withClient(url, async (client) => (await client.query(`select from ${from}`)).rowCount);

test('une place de plus : Escale la refuse et dit quoi lancer ; remplie, même tuée entre-temps, elle sert au démarrage suivant', {
  timeout: 180_000,
}, async () => {
  const [first = '', second = ''] = urls;
  const before = await escale([first]);
  await before.ready();
  before.kill('SIGTERM');
  expect(await before.ended(), before.output()).toBe(0);
  const masters = await readMasterKeys({ current: undefined, former: undefined }, donnees);
  const keys = await openDataKeys([first], masters);
  const ids = Array.from({ length: 3_000 }, () => uuidv7());
  await keys.make('66', ids);

  const refused = await escale(urls);
  expect(await refused.ended()).toBe(1);
  expect(refused.output()).toContain('« npm run cles:remplir »');

  // Killed in the middle of what it writes.
  await withClient(second, async (client) => {
    await client.query('begin');
    await client.query(
      `insert into cle_territoire (territoire_id, version, maitre, enveloppe) values ('66', 1, repeat('0', 16), '')`,
    );
    const killed = remplir();
    await untilSomebodyWaits(client, 'row');
    killed.kill('SIGKILL');
    expect(await killed.ended()).toBe(null);
    await client.query('rollback');
  });

  const filling = remplir();
  expect(await filling.ended(), filling.output()).toBe(0);
  expect(filling.output()).toContain('Place n° 2 remplie');
  const [gone = ''] = ids;
  await keys.destroy('66', [gone]);
  await keys.close();
  expect(await count(second, `cle where id = '${gone}'`)).toBe(1);
  const after = await escale(urls);
  await after.ready();
  after.kill('SIGTERM');
  expect(await after.ended(), after.output()).toBe(0);
  expect(await count(second, 'remplissage')).toBe(0);
  expect(await count(second, `cle where id = '${gone}'`)).toBe(0);
  expect(await count(second, 'cle')).toBe(await count(first, 'cle'));
  const again = remplir();
  expect(await again.ended()).toBe(0);
  expect(again.output()).toContain('rien à faire');
});
