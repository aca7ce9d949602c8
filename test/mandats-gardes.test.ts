import { expect, test } from 'vitest';
import { appRoutes } from '../src/app.ts';
import type { Database } from '../src/platform/db.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';

const database = undefined as unknown as Database;
const routes = appRoutes({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles: testCles });
const deMandats = routes.filter(({ path }) => path.startsWith('/mandats') || path.includes(':mandat'));

test('il y a des routes de mandats, dont la liste n’a pas changé de place', () => {
  expect(deMandats.filter(({ path }) => path.includes(':mandat')).length).toBeGreaterThanOrEqual(8);
});

test.each(deMandats.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'scénario 12 : %s laisse une ligne de chaque accès refusé',
  (_, { garde }) => {
    expect(garde).toBe('mandat');
  },
);

test.each(
  deMandats
    .filter(({ method, path }) => method === 'GET' && /:mandat.*\/lecture/.test(path))
    .map((route) => [route.path, route] as const),
)('%s laisse une ligne de chaque lecture', (_, { acte }) => {
  expect(acte).toMatch(/^lire .*mandat/);
});
