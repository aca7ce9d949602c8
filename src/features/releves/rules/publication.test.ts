import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masquerCouverture, masquerPartition } from '../../accompagnements/rules.ts';
import { type Groupe, publier, publierNombre } from './publication.ts';

const somme = (nombres: readonly number[]) => nombres.reduce((a, b) => a + b, 0);
const partition = (nombres: readonly number[]): Groupe => ({
  total: somme(nombres),
  tables: [{ nombres, total: somme(nombres), masquer: masquerPartition }],
});

/** Every table of so many cells, of this total at most. */
function* tables(cells: number, most: number): Generator<readonly number[]> {
  if (cells === 0) yield [];
  else
    for (let value = 0; value <= most; value += 1) {
      for (const rest of tables(cells - 1, most - value)) yield [value, ...rest];
    }
}

type Histoire = readonly (readonly number[])[];

/** All that is read outside of the team, of each version as it came. */
function lu(histoire: Histoire, groupe: (nombres: readonly number[]) => Groupe): string {
  return histoire
    .map((_, rang) => {
      const versions = histoire.slice(0, rang + 1).map(groupe);
      const { rang: of, tables: shown } = publier(versions);
      return `${publierNombre(versions.map(({ total }) => total))} ${of} ${JSON.stringify(shown)}`;
    })
    .join(' | ');
}

/** What an attacker knows of a figure once every history that reads the same is listed; null: several values are left. */
const trouve = (values: readonly number[]): number | null => (new Set(values).size === 1 ? (values[0] ?? null) : null);
const estPetit = (nombre: number | null) => nombre !== null && Math.abs(nombre) >= 1 && Math.abs(nombre) <= 4;

/** The cells of one to four, and the moves of one to four, that these histories let be found. */
function fuites(histoires: Iterable<Histoire>, groupe: (nombres: readonly number[]) => Groupe): readonly string[] {
  const found: string[] = [];
  for (const [vue, all] of Map.groupBy(histoires, (one) => lu(one, groupe))) {
    const [first = []] = all;
    for (const [version, nombres] of first.entries()) {
      for (const cell of nombres.keys()) {
        const at = (one: Histoire, of: number) => one[of]?.[cell] ?? 0;
        if (estPetit(trouve(all.map((one) => at(one, version))))) found.push(`${vue} : ${JSON.stringify(first)}`);
        for (let before = 0; before < version; before += 1) {
          const moves = all.map((one) => at(one, version) - at(one, before));
          if (estPetit(trouve(moves))) found.push(`${vue} : ${JSON.stringify(first)} ${before} → ${version}`);
        }
      }
    }
  }
  return found;
}

function* suites(all: readonly (readonly number[])[], length: number): Generator<Histoire> {
  if (length === 0) yield [];
  else for (const one of all) for (const rest of suites(all, length - 1)) yield [one, ...rest];
}

describe('art. 4.1 : deux versions lues côte à côte ne désignent personne', () => {
  test.each([
    [
      [
        [12, 20],
        [13, 20],
      ],
      0,
    ],
    [
      [
        [12, 20],
        [18, 20],
      ],
      1,
    ],
    [
      [
        [12, 20],
        [12, 20],
      ],
      1,
    ],
    // Formerly 3, and that would tell it: 32 people, then 34.
    [
      [
        [3, 9, 20],
        [5, 9, 20],
      ],
      0,
    ],
    // The next smallest is known from before: hidden now, it would hide nothing.
    [
      [
        [12, 8, 20],
        [3, 8, 20],
      ],
      0,
    ],
    [
      [
        [3, 9, 20],
        [3, 9, 26],
      ],
      1,
    ],
    // Nobody, then everybody: nothing to compare.
    [
      [
        [0, 0, 0],
        [3, 9, 20],
      ],
      1,
    ],
    // Compared with all that was published, not with the last alone.
    [
      [
        [12, 20],
        [18, 20],
        [13, 20],
      ],
      1,
    ],
    [
      [
        [12, 20],
        [13, 20],
        [18, 20],
      ],
      2,
    ],
    [
      [
        [12, 20],
        [0, 0],
        [13, 20],
      ],
      1,
    ],
  ] as const)('%j → la version %i', (histoire, rang) => {
    expect(publier(histoire.map(partition)).rang).toBe(rang);
  });

  test('les tables des mêmes personnes restent ensemble : laquelle a changé ne se voit pas', () => {
    const version = (genre: number[], age: number[]): Groupe => ({
      total: somme(genre),
      tables: [genre, age].map((nombres) => ({ nombres, total: somme(nombres), masquer: masquerPartition })),
    });
    expect(publier([version([12, 20], [16, 16]), version([12, 20], [17, 15])])).toEqual({
      rang: 0,
      tables: [
        [12, 20],
        [16, 16],
      ],
    });
  });

  test('un nombre seul bouge d’un ; un petit nombre ne se retrouve pas de ce qu’il devient', () => {
    expect(publierNombre([12, 13])).toBe(13);
    expect([publierNombre([4, 5]), publierNombre([1, 8]), publierNombre([4, 9])]).toEqual(['masque', 'masque', 9]);
    expect([publierNombre([4, 12, 6]), publierNombre([6, 4]), publierNombre([3, 0])]).toEqual(['masque', '<5', 0]);
  });

  test.each([
    [2, 14],
    [3, 12],
    [4, 8],
  ])('de tout ce qui est publié de deux versions de %i cases, rien de 1 à 4 ne se trouve', (cells, most) => {
    expect(fuites(suites([...tables(cells, most)], 2), partition)).toEqual([]);
  });

  test('ni de trois versions', () => {
    expect(fuites(suites([...tables(2, 12)], 3), partition)).toEqual([]);
  });

  test('ce qui est montré est vrai de la version qui est nommée, sans petit nombre', () => {
    const table = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(table, { minLength: 1, maxLength: 4 }), (histoire) => {
        const { rang, tables: shown } = publier(histoire.map(partition));
        for (const [cell, nombre] of (shown[0] ?? []).entries()) {
          if (typeof nombre !== 'number') continue;
          expect(nombre).toBe(histoire[rang]?.[cell]);
          expect(nombre === 0 || nombre >= 5).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('art. 4.1 : ni les thèmes, dont chacun a un au moins', () => {
  test('ce que le total ferait deviner garde la version d’avant', () => {
    const themes = (nombres: readonly number[], total: number): Groupe => ({
      total,
      tables: [{ nombres, total, masquer: masquerCouverture }],
    });
    // Of 20 people 18 + 4 are more than enough; of 22 just enough, and the 4 would be told.
    expect(publier([themes([18, 4], 20), themes([18, 4], 22)]).rang).toBe(0);
    expect(publier([themes([18, 4], 20), themes([24, 4], 20)]).rang).toBe(1);
  });
});
