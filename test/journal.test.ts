import { expect, test } from 'vitest';
import { appRoutes } from '../src/app.ts';
import type { Database } from '../src/platform/db.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';

const database = undefined as unknown as Database;
const routes = appRoutes({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles: testCles });

test.each(routes.filter(({ method }) => method === 'POST').map((route) => [route.path, route] as const))(
  '%s dit au journal ce qu’elle fait',
  (_, { acte }) => {
    expect(acte).toMatch(/^[a-zà-ÿ]/);
    expect(acte?.length).toBeLessThanOrEqual(120);
  },
);
