import { describe, expect, test } from 'vitest';
import { testMasters } from '../../../test/cles.ts';
import { useCles } from '../../../test/cles-partagees.ts';
import { uuidv7 } from '../ids.ts';
import { withClient } from '../postgres/embedded.ts';
import { masterKey } from './master.ts';
import { openDataKeys } from './store.ts';

const une = useCles(1);
const trois = useCles(3);
const secret = Buffer.from('Demander l’aide au logement');

/** How many keys a place holds. */
const countIn = (url: string, id: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query('select from cle where id = $1', [id]);
    return rowCount ?? 0;
  });

describe('des clés qui se détruisent', () => {
  test('ce qu’une clé a scellé se rouvre dans un autre processus, et plus du tout une fois détruite', async () => {
    const [id, autre] = [uuidv7(), uuidv7()];
    const made = await une.cles.make('66', [id, autre]);
    const sealed = made.get(id)?.seal(secret, 'essai:1');
    if (sealed === undefined) throw new Error('No key was made');
    const elsewhere = await openDataKeys(une.urls, testMasters);
    expect((await elsewhere.open('66', [id])).get(id)?.open(sealed, 'essai:1')).toEqual(secret);
    await une.cles.destroy('66', [id]);
    await une.cles.destroy('66', [id]);
    expect((await elsewhere.open('66', [id])).has(id)).toBe(false);
    expect((await elsewhere.open('66', [autre])).has(autre)).toBe(true);
    await elsewhere.close();
  });

  test('une clé ne sert que son territoire, son objet et la clé maîtresse qui l’a fermée', async () => {
    const [id, autre] = [uuidv7(), uuidv7()];
    await une.cles.make('66', [id, autre]);
    expect((await une.cles.open('00', [id])).size).toBe(0);
    // Its envelope put in the place of another's.
    await withClient(une.urls[0] ?? '', (client) =>
      client.query('update cle set enveloppe = (select enveloppe from cle where id = $1) where id = $2', [id, autre]),
    );
    await expect(une.cles.open('66', [autre])).rejects.toThrow();
    const stranger = await openDataKeys(une.urls, { current: masterKey(Buffer.alloc(32, 7)), former: undefined });
    await expect(stranger.open('66', [id])).rejects.toThrow('which is not here');
    await stranger.close();
  });

  test('des territoires qui commencent tous à la fois n’épuisent pas les connexions d’une place', async () => {
    const beginning = Array.from({ length: 24 }, (_, rank) => trois.cles.make(`debut-${rank % 8}`, [uuidv7()]));
    for (const made of await Promise.all(beginning)) expect(made.size).toBe(1);
  });

  test('plusieurs processus qui commencent à la fois s’accordent sur la clé du territoire', async () => {
    const many = await Promise.all(Array.from({ length: 4 }, () => openDataKeys(trois.urls, testMasters)));
    const ids = many.map(() => uuidv7());
    await Promise.all(many.map((keys, rank) => keys.make('12', [ids[rank] ?? ''])));
    for (const keys of many) expect((await keys.open('12', ids)).size).toBe(ids.length);
    await Promise.all(many.map((keys) => keys.close()));
  });

  test('chaque clé est écrite dans toutes les places, et détruite dans toutes', async () => {
    const id = uuidv7();
    await trois.cles.make('66', [id]);
    for (const url of trois.urls) expect(await countIn(url, id)).toBe(1);
    await trois.cles.destroy('66', [id]);
    for (const url of trois.urls) expect(await countIn(url, id)).toBe(0);
  });

  test('une place injoignable : rien de neuf ne se scelle, ce qui est scellé se lit encore', async () => {
    const id = uuidv7();
    await trois.cles.make('66', [id]);
    const [first = '', second = ''] = trois.urls;
    const gone = new URL(first);
    gone.port = '9';
    await expect(openDataKeys([gone.href, second], testMasters)).rejects.toThrow();
    // It falls once opened: its table is gone, as a server that stopped in the middle of a day.
    const keys = await openDataKeys([second, first], testMasters);
    await keys.open('66', [id]);
    await withClient(first, (client) => client.query('alter table cle rename to cle_absente'));
    await expect(keys.make('66', [uuidv7()])).rejects.toThrow();
    await expect(keys.destroy('66', [id])).rejects.toThrow();
    // The place that answered has destroyed it all the same.
    expect(await countIn(second, id)).toBe(0);
    await withClient(first, (client) => client.query('alter table cle_absente rename to cle'));
    await keys.destroy('66', [id]);
    expect(await countIn(first, id)).toBe(0);
    await keys.close();
  });

  test('les clés disent quelle installation elles servent', async () => {
    expect(await trois.cles.installation()).toBeNull();
    const id = uuidv7();
    await trois.cles.adopt(id);
    expect(await trois.cles.installation()).toBe(id);
  });

  test('ce qui fut créé entre deux instants se relit par pages', async () => {
    const now = Temporal.Now.instant();
    const ids = Array.from({ length: 5 }, () => uuidv7()).sort();
    await une.cles.make('13', ids);
    const range = { from: now.subtract({ hours: 1 }), to: now.add({ hours: 1 }), limit: 3 };
    const page = await une.cles.madeBetween('13', range);
    expect(page).toEqual(ids.slice(0, 3));
    expect(await une.cles.madeBetween('13', { ...range, after: page.at(-1) ?? '' })).toEqual(ids.slice(3));
    expect(await une.cles.madeBetween('13', { ...range, to: now.subtract({ minutes: 1 }) })).toEqual([]);
  });
});
