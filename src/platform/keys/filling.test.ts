import { tmpdir } from 'node:os';
import { describe, expect, inject, test } from 'vitest';
import { createKeyDatabase, testMaster, testMasters } from '../../../test/cles.ts';
import { uuidv7 } from '../ids.ts';
import { withClient } from '../postgres/embedded.ts';
import { StartupRefusal } from '../startup-refusal.ts';
import { fillPlaces, finishFilling, keepAsTheyAre } from './filling.ts';
import { rotateTerritoires } from './rotation.ts';
import { openDataKeys } from './store.ts';

const secret = Buffer.from('Demander l’aide au logement');
const KEYS = 2_300;
const TABLES = {
  cle: 'territoire_id, id, version, enveloppe, created_at',
  cle_territoire: 'territoire_id, version, maitre, enveloppe',
  magasin: 'installation',
  passage: 'territoire_id, numero',
} as const;

/** All that a place holds, as text, in an order of its own. */
const heldIn = (url: string) =>
  withClient(url, async (client) => {
    const tables: Record<string, unknown> = {};
    for (const [table, columns] of Object.entries(TABLES)) {
      const { rows } = await client.query(
        `select ${columns} from ${table} order by ${table === 'magasin' ? '1' : '1, 2'}`,
      );
      tables[table] = rows;
    }
    return tables;
  });
const ask = (url: string, text: string) => withClient(url, (client) => client.query(text));

/** Places made for one test: some that hold keys of two territoires, and one that is empty. */
async function places(full: number) {
  const undo = new AsyncDisposableStack();
  const urls: string[] = [];
  for (let rank = 0; rank <= full; rank += 1) {
    const { url, drop } = await createKeyDatabase(inject('testServer'));
    undo.defer(drop);
    urls.push(url);
  }
  const served = urls.slice(0, full);
  const cles = await openDataKeys(served, testMasters);
  undo.defer(() => cles.close());
  const installation = uuidv7();
  await cles.adopt(installation);
  await cles.reach('66', 7);
  const ids = Array.from({ length: KEYS }, () => uuidv7());
  const made = await cles.make('66', ids);
  const sealed = new Map([...made].map(([id, key]) => [id, key.seal(secret, id)]));
  await cles.make('73', [uuidv7()]);
  return {
    urls,
    served,
    fresh: urls.at(-1) ?? '',
    cles,
    ids,
    sealed,
    installation,
    /** As Escale starts. */
    start: () => openDataKeys(urls, testMasters, { installation: async () => installation }),
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const refusal = await work.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartupRefusal);
  return (refusal as StartupRefusal).message;
}

describe('remplir une place des clés', () => {
  test.each([1, 2])(
    'depuis %i autres : coupée à chaque pas, elle reprend, et la place en est la copie',
    async (full) => {
      await using made = await places(full);
      expect(await refusalOf(made.start())).toContain('remplissez-la depuis l’autre avec « npm run cles:remplir »');
      let steps = 0;
      for (let cut = 1; ; cut += 1) {
        let step = 0;
        const filling = fillPlaces(made.urls, testMasters, () => {
          step += 1;
          if (step === cut) throw new Error('coupée');
        });
        const done = await filling.catch((error: Error) => error.message);
        if (typeof done === 'string') {
          expect(done).toBe('coupée');
          steps += 1;
          // Marked before it holds anything.
          expect(await refusalOf(openDataKeys(made.urls, testMasters))).toMatch(/se remplit encore/);
          continue;
        }
        expect(done).toEqual({ filled: [{ rank: full + 1, keys: KEYS + 1 }] });
        break;
      }
      // Marked, the territoires, three batches of one and one of the other.
      expect(steps).toBe(6);
      expect(await heldIn(made.fresh)).toEqual(await heldIn(made.served[0] ?? ''));
      const keys = await made.start();
      await keys.close();
      const alone = await openDataKeys([made.fresh], testMasters);
      const opened = await alone.open('66', made.ids);
      for (const [id, bytes] of made.sealed) expect(opened.get(id)?.open(bytes, id)).toEqual(secret);
      await alone.close();
      expect(await fillPlaces(made.urls, testMasters)).toEqual({ filled: [] });
    },
  );

  test('ce qui est détruit entre la copie et le démarrage n’y revient pas, ce qui est fait entre-temps s’y trouve', async () => {
    await using made = await places(1);
    await fillPlaces(made.urls, testMasters);
    const [first = '', middle = '', last = ''] = [made.ids[0], made.ids[1_200], made.ids.at(-1)];
    await made.cles.destroy('66', [first, middle, last]);
    const since = uuidv7();
    await made.cles.make('66', [since]);
    await made.cles.make('11', [uuidv7()]);
    await made.cles.reach('66', 9);
    const keys = await made.start();
    expect(await heldIn(made.fresh)).toEqual(await heldIn(made.served[0] ?? ''));
    expect(await keys.present('66', [first, middle, last, since])).toEqual(new Set([since]));
    await keys.destroy('66', [since]);
    expect(await heldIn(made.fresh)).toEqual(await heldIn(made.served[0] ?? ''));
    await keys.close();
  });

  test('une clé qu’une seule des places a détruite ne revient pas par l’autre', async () => {
    await using made = await places(2);
    const [one = '', two = ''] = made.ids;
    await ask(made.served[0] ?? '', `delete from cle where id = '${one}'`);
    await ask(made.served[1] ?? '', `delete from cle where id = '${two}'`);
    await fillPlaces(made.urls, testMasters);
    const { rowCount } = await ask(made.fresh, `select from cle where id in ('${one}', '${two}')`);
    expect(rowCount).toBe(0);
    await (await made.start()).close();
  });

  test('copiée avant un changement des clés, elle se remplit à nouveau', async () => {
    await using made = await places(1);
    await fillPlaces(made.urls, testMasters);
    const given = { current: testMaster.toString('base64'), former: undefined };
    await rotateTerritoires({ urls: made.served, donnees: tmpdir(), given });
    expect(await refusalOf(rotateTerritoires({ urls: made.urls, donnees: tmpdir(), given }))).toMatch(
      /se remplit encore/,
    );
    expect(await fillPlaces(made.urls, testMasters)).toEqual({ filled: [{ rank: 2, keys: KEYS + 1 }] });
    expect(await heldIn(made.fresh)).toEqual(await heldIn(made.served[0] ?? ''));
    await (await made.start()).close();
  });

  test('des places pleines qui ne s’accordent pas n’en remplissent aucune', async () => {
    await using made = await places(1);
    await using other = await places(1);
    const urls = [made.served[0] ?? '', other.served[0] ?? '', made.fresh];
    expect(await refusalOf(fillPlaces(urls, testMasters))).toContain('ne gardent pas les mêmes clés');
    expect((await ask(made.fresh, 'select from cle_territoire')).rowCount).toBe(0);
  });

  test('d’une copie de la base, ou d’une commande, elle ne se finit pas', async () => {
    await using made = await places(1);
    await fillPlaces(made.urls, testMasters);
    const stranger = finishFilling(made.urls, testMasters, async () => uuidv7());
    expect(await refusalOf(stranger)).toContain('servent une autre base');
    expect(await refusalOf(openDataKeys(made.urls, testMasters))).toContain('se remplit encore');
    expect((await ask(made.fresh, 'select from remplissage')).rowCount).toBe(1);
  });

  test('seule, elle ne sert pas avant que quelqu’un ne dise que les autres sont perdues', async () => {
    await using made = await places(1);
    await fillPlaces(made.urls, testMasters);
    const alone = () => openDataKeys([made.fresh], testMasters, { installation: async () => made.installation });
    expect(await refusalOf(alone())).toContain('npm run cles:remplir -- --telle-quelle');
    expect(await refusalOf(keepAsTheyAre(made.urls))).toContain('Une place de CLES_URL est entière');
    expect(await keepAsTheyAre([made.fresh])).toEqual([1]);
    const keys = await alone();
    expect((await keys.open('66', made.ids)).size).toBe(KEYS);
    await keys.close();
  });

  test('des places toutes vides ne demandent rien', async () => {
    const { url, drop } = await createKeyDatabase(inject('testServer'));
    expect(await fillPlaces([url], testMasters)).toEqual({ filled: [] });
    expect((await ask(url, 'select from remplissage')).rowCount).toBe(0);
    await drop();
  });
});
