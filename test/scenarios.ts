import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

const SCENARIOS = Array.from({ length: 15 }, (_, rank) => rank + 1);
type Ligne = { readonly fichier: string; readonly titre: string };

const lire = (path: string) => readFile(join(PROJECT_ROOT, path), 'utf8').catch(() => '');

/** The titles of a file of tests: what is said first to `test`, `describe` or their `each`. */
const titresDe = (code: string) =>
  new Set([...code.matchAll(/^ *(?:test|describe|[\])]).*\(\s*'([^'\n]+)',/gm)].map(([, titre]) => titre));

/**
 * Tests of a table of fifteen scenarios (a file of `docs`): each has a test that bears its number, and each test named is there.
 * `ailleurs`: those that are for another part of the application, which bear no number here.
 */
export function verifierScenarios(document: string, { ailleurs = [] }: { readonly ailleurs?: readonly number[] } = {}) {
  let lignes: ReadonlyMap<number, readonly Ligne[]>;

  beforeAll(async () => {
    const [, ...sections] = (await lire(document)).split(/^## Scénario /m);
    const read = sections.map((section): [number, readonly Ligne[]] => [
      Number.parseInt(section, 10),
      [...section.matchAll(/^\| .+ \| `(.+)` \| (.+) \|$/gm)].map(([, fichier = '', titre = '']) => ({
        fichier,
        titre,
      })),
    ]);
    lignes = new Map(read);
  });

  test('chaque scénario est tenu par un test qui porte son numéro', () => {
    expect([...lignes.keys()]).toEqual(SCENARIOS);
    for (const numero of SCENARIOS.filter((one) => !ailleurs.includes(one))) {
      const titres = (lignes.get(numero) ?? []).map(({ titre }) => titre);
      expect(titres, `scénario ${numero}`).toContainEqual(
        expect.stringMatching(new RegExp(`scénarios? (?:\\d+ et )?${numero}(?!\\d)`, 'i')),
      );
    }
  });

  test('chaque test que la table nomme existe', async () => {
    const unknown: string[] = [];
    for (const { fichier, titre } of [...lignes.values()].flat()) {
      if (!titresDe(await lire(fichier)).has(titre)) unknown.push(`${fichier} : ${titre}`);
    }
    expect(unknown).toEqual([]);
  });
}
