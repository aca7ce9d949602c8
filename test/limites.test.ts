import { describe, expect, test } from 'vitest';
import { appRoutes } from '../src/app.ts';
import type { Database } from '../src/platform/db.ts';
import { RYTHME_PORTE } from '../src/platform/http/limits.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';

const database = undefined as unknown as Database;
const routes = appRoutes({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles: testCles });
const posts = routes.filter(({ method }) => method === 'POST');

/** What may be tried to prove who one is: a link, a code, a recovery code, a key. */
const PREUVES = [
  '/connexion',
  '/connexion/lien',
  '/connexion/code',
  '/connexion/secours',
  '/connexion/cle',
  '/connexion/application',
  '/confirmer',
  '/confirmer/cle',
  '/mon-compte/application',
];

describe('Combien de fois une adresse envoie', () => {
  test.each(posts.filter(({ access }) => access === 'public').map((route) => [route.path, route] as const))(
    '%s, ouvert à tous, est compté',
    (_, { rythme }) => {
      expect(rythme?.fois).toBeGreaterThan(0);
      expect((rythme?.fois ?? Number.POSITIVE_INFINITY) / (rythme?.minutes ?? 1)).toBeLessThanOrEqual(6);
    },
  );

  test.each(PREUVES)('%s, où l’on prouve qui l’on est, est compté de près', (path) => {
    expect(posts.find((route) => route.path === path)?.rythme).toEqual(RYTHME_PORTE);
  });

  test('rien d’autre ne prend un code sans être compté de près', () => {
    const strict = posts.filter(({ rythme }) => rythme === RYTHME_PORTE).map(({ path }) => path);
    expect(strict).toEqual(expect.arrayContaining(PREUVES));
    // What is done half signed in proves something, or prepares it.
    const half = posts.filter(({ niveau, path }) => niveau === 'lien' && !strict.includes(path));
    expect(half.map(({ path }) => path).sort()).toEqual([
      '/connexion/cle/defi',
      '/connexion/cle/nouvelle',
      '/connexion/cle/nouvelle/defi',
      '/connexion/second-facteur',
    ]);
  });
});
