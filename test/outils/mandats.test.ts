import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { appRoutes } from '../../src/app.ts';
import { roles } from '../../src/domain/compte.ts';
import type { Database } from '../../src/platform/db.ts';
import { useBase } from '../base.ts';
import { testCles } from '../cles-partagees.ts';
import { testCoffre } from '../coffre.ts';
import { poserSecret, trouves } from '../fouille.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from '../objets.ts';
import { openSite } from '../visitor.ts';

const base = useBase({ demo: true });
const database = undefined as unknown as Database;
const pdfs = appRoutes({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles: testCles }).filter(
  ({ method, path }) => method === 'GET' && path.endsWith('.pdf'),
);
let objects: Objects;

beforeAll(async () => {
  const { id } = await poserSecret(base, testCles);
  const of = await objectsOf(base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo);
  objects = { ...of, mandat: id };
});

/** What somebody reads of a PDF. */
function outil(command: string, input: Uint8Array): string {
  const { status, stdout, stderr, error } = spawnSync(command, ['-', '-'], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} : ${error?.message ?? stderr}`);
  return stdout;
}

test.each(roles.filter((role) => role !== 'agent'))(
  'scénario 12 : aucun PDF de %s ne montre ce que dit un mandat',
  async (role) => {
    const who = await openSite(base.request).signedIn(demo.comptes[role], { confirme: true });
    let read = 0;
    for (const route of pdfs.filter((one) => one.access !== 'public' && permissionOf(one, role) !== undefined)) {
      const { status, bytes } = await who.get(pathOf(route, objects));
      if (status !== 200) continue;
      const text = outil('pdftotext', bytes);
      expect(text.trim().length, route.path).toBeGreaterThan(20);
      expect(trouves(text), route.path).toEqual([]);
      read += 1;
    }
    if (role === 'equipe') expect(read).toBeGreaterThan(3);
  },
);
