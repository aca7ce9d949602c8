import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estRetenue, masquerCouverture, masquerPartition, type Nombre } from './nombre.ts';

const somme = (nombres: readonly number[]) => nombres.reduce((a, b) => a + b, 0);

/** Every way in which hidden cells can add up to what is left of a total; the values that each can take. */
function possibles(shown: readonly Nombre[], total: number): readonly ReadonlySet<number>[] {
  const found = shown.map(() => new Set<number>());
  const walk = (rang: number, left: number, chosen: readonly number[]): void => {
    if (left < 0) return;
    if (rang === shown.length) {
      if (left === 0) for (const [index, value] of chosen.entries()) found[index]?.add(value);
      return;
    }
    const cell = shown[rang] ?? 0;
    const [from, to] = cell === '<5' ? [1, 4] : cell === 'masque' ? [5, left] : [cell, cell];
    for (let value = from; value <= to; value += 1) walk(rang + 1, left - value, [...chosen, value]);
  };
  walk(0, total, []);
  return found;
}

/** Every table of so many cells, of this total at most. */
function* tables(cells: number, most: number): Generator<readonly number[]> {
  if (cells === 0) yield [];
  else
    for (let value = 0; value <= most; value += 1) {
      for (const rest of tables(cells - 1, most - value)) yield [value, ...rest];
    }
}

const M = 'masque';

describe('art. 4.1 : un petit nombre ne se devine pas', () => {
  test.each([
    [
      [3, 20, 8],
      ['<5', 20, M],
    ],
    [
      [1, 1, 30, 9],
      ['<5', '<5', 30, M],
    ],
    [
      [2, 3, 30],
      ['<5', '<5', 30],
    ],
    [
      [0, 10, 30],
      [0, 10, 30],
    ],
    // The smallest of the others is 20 at most: with one 20 alone, 24 less 20 would tell the 4.
    [
      [4, 20, 20],
      ['<5', M, M],
    ],
    [
      [4, 4, 4],
      [M, M, M],
    ],
    [
      [1, 1, 1, 1, 1],
      [M, M, M, M, M],
    ],
    [
      [1, 2, 0],
      [M, M, M],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [12, 9, 0],
      [12, 9, 0],
    ],
  ] as const)('%j → %j', (nombres, expected) => {
    expect(masquerPartition(nombres)).toEqual(expected);
  });

  test('une table ne montre aucun petit nombre, et rien de faux', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), (nombres) => {
        for (const [rang, publie] of masquerPartition(nombres).entries()) {
          if (typeof publie !== 'number') continue;
          expect(publie).toBe(nombres[rang]);
          expect(publie === 0 || publie >= 5).toBe(true);
        }
      }),
    );
  });

  test('de ce qui est montré et du total, aucune case de 1 à 4 ne se trouve', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }), (nombres) => {
        const shown = masquerPartition(nombres);
        if (estRetenue(shown)) return;
        for (const [rang, values] of possibles(shown, somme(nombres)).entries()) {
          if (shown[rang] === '<5') expect(values.size, `${nombres}`).toBeGreaterThan(1);
        }
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    [1, 20],
    [2, 20],
    [3, 20],
    [4, 20],
    [5, 14],
    [6, 12],
  ])('une table de %i cases qui n’est pas publiée ne dit aucune de ses cases', (cells, most) => {
    const retenues = Map.groupBy(
      [...tables(cells, most)].filter((nombres) => somme(nombres) >= 5 && estRetenue(masquerPartition(nombres))),
      somme,
    );
    if (cells > 1) expect(retenues.size).toBeGreaterThan(0);
    for (const [total, all] of retenues) {
      for (const rang of Array.from({ length: cells }).keys()) {
        const values = new Set(all.map((nombres) => nombres[rang]));
        expect(values.size > 1 || [...values].every((value) => value === 0 || (value ?? 0) >= 5), `${total}`).toBe(
          true,
        );
      }
    }
  });

  test('ni un thème, quand chacun en a un au moins', () => {
    expect(masquerCouverture([16, 4], 20)).toEqual([M, '<5']);
    expect(masquerCouverture([17, 4], 20)).toEqual([17, '<5']);
    expect(masquerCouverture([4, 4], 8)).toEqual([M, M]);
    expect(masquerCouverture([2, 2], 3)).toEqual([M, M]);
  });
});
