import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

const SCENARIOS = Array.from({ length: 15 }, (_, rank) => rank + 1);
type Ligne = { readonly fichier: string; readonly titre: string };
let lignes: ReadonlyMap<number, readonly Ligne[]>;

const lire = (path: string) => readFile(join(PROJECT_ROOT, path), 'utf8').catch(() => '');

/** The titles of a file of tests: what is said first to `test`, `describe` or their `each`. */
const titresDe = (code: string) =>
  new Set([...code.matchAll(/^ *(?:test|describe|[\])]).*\(\s*'([^'\n]+)',/gm)].map(([, titre]) => titre));

beforeAll(async () => {
  const [, ...sections] = (await lire('docs/scenarios-mandats.md')).split(/^## Scénario /m);
  const read = sections.map((section): [number, readonly Ligne[]] => [
    Number.parseInt(section, 10),
    [...section.matchAll(/^\| .+ \| `(.+)` \| (.+) \|$/gm)].map(([, fichier = '', titre = '']) => ({ fichier, titre })),
  ]);
  lignes = new Map(read);
});

test('chaque scénario est tenu par un test qui porte son numéro', () => {
  expect([...lignes.keys()]).toEqual(SCENARIOS);
  for (const numero of SCENARIOS) {
    const titres = (lignes.get(numero) ?? []).map(({ titre }) => titre);
    expect(titres, `scénario ${numero}`).toContainEqual(
      expect.stringMatching(new RegExp(`scénario ${numero}(?!\\d)`, 'i')),
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
