import { beforeAll, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { inTerritoire, openDatabase } from '../../platform/db.ts';
import { saveLogo, territoireFinder } from './store.ts';

const base = useBase();

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
});

test.each([
  ['voisin.localhost', '00'],
  ['VOISIN.localhost:8080', '00'],
  ['localhost:3000', '66'],
  ['inconnu.exemple.fr', '66'],
  ['', '66'],
  ['voisin.localhost.exemple.fr', '66'],
])('l’hôte « %s » est servi par le territoire %s', async (host, id) => {
  expect((await territoireFinder(base.request).find(host))?.id).toBe(id);
});

test('sans territoire par défaut, un hôte que personne ne revendique n’est pas servi', async () => {
  const setDefault = (parDefaut: boolean) =>
    base.owner.updateTable('territoire').set({ parDefaut }).where('id', '=', '66').execute();
  await setDefault(false);
  const finder = territoireFinder(base.request);
  expect(await finder.find('inconnu.exemple.fr')).toBeUndefined();
  expect((await finder.find('voisin.localhost'))?.id).toBe('00');
  await setDefault(true);
});

test('un changement se voit dès qu’il est dit', async () => {
  const finder = territoireFinder(base.request);
  expect((await finder.find('localhost'))?.logo).toBeNull();
  const logo = { type: 'image/png', octets: new Uint8Array([1]), empreinte: 'abc' } as const;
  await inTerritoire(base.request, '66', (db) => saveLogo(db, '66', logo));
  expect((await finder.find('localhost'))?.logo).toBeNull();
  finder.forget();
  expect((await finder.find('localhost'))?.logo).toBe('abc');
  expect((await finder.find('voisin.localhost'))?.logo).toBeNull();
});

test('une base absente n’est pas retenue comme absente', async () => {
  const away = openDatabase(base.requestUrl.replace(/\/[^/]+$/, '/escale_nulle_part'));
  const finder = territoireFinder(away);
  await expect(finder.find('localhost')).rejects.toThrow();
  await expect(finder.find('localhost')).rejects.toThrow();
  await away.destroy();
});
