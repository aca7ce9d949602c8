import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estRetenue, masquer, masquerCouverture, masquerPartition, type Nombre } from './nombre.ts';

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

/** The cells of one to four that are the same in every table that reads the same, beside the total that is told of it. */
function trouvees(
  all: readonly (readonly number[])[],
  mask: (nombres: readonly number[]) => readonly Nombre[],
  total: (nombres: readonly number[]) => number,
): readonly string[] {
  const read = (nombres: readonly number[]) => `${masquer(total(nombres))} ${JSON.stringify(mask(nombres))}`;
  return [...Map.groupBy(all, read)].flatMap(([vue, alike]) =>
    (alike[0] ?? []).flatMap((nombre, rang) =>
      nombre > 0 && nombre < 5 && alike.every((one) => one[rang] === nombre) ? [`${vue} : ${alike[0]}`] : [],
    ),
  );
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
    [2, 30],
    [3, 20],
    [4, 16],
    [5, 12],
    [6, 11],
  ])(
    'qui connaît la règle ne trouve aucune case de 1 à 4 d’une table de %i cases, ni de son absence',
    (cells, most) => {
      expect(trouvees([...tables(cells, most)], (nombres) => masquerPartition(nombres), somme)).toEqual([]);
    },
  );

  test('une table sans petit nombre est publiée entière', () => {
    for (const nombres of [...tables(3, 20)].filter((one) => one.every((nombre) => nombre === 0 || nombre >= 5))) {
      expect(masquerPartition(nombres)).toEqual(nombres);
    }
  });

  test('ni un thème, quand chacun en a un au moins', () => {
    expect(masquerCouverture([16, 4], 20)).toEqual([M, '<5']);
    // Were the 16 alone hidden, its being so would tell the 4.
    expect(masquerCouverture([17, 4], 20)).toEqual([M, '<5']);
    expect(masquerCouverture([18, 4], 20)).toEqual([18, '<5']);
    expect(masquerCouverture([4, 4], 8)).toEqual([M, M]);
    expect(masquerCouverture([2, 2], 3)).toEqual([M, M]);
    // The smallest is 5 at most, beside a 5 that is shown: both are hidden.
    expect(masquerCouverture([4, 5, 5], 14)).toEqual(['<5', M, M]);
  });

  test.each([
    [2, 16],
    [3, 14],
    [4, 10],
  ])('qui connaît la règle ne trouve aucun des %i thèmes', (cells, most) => {
    for (let total = 5; total <= most; total += 1) {
      const all = [...tables(cells, cells * total)].filter(
        (nombres) => somme(nombres) >= total && Math.max(...nombres) <= total,
      );
      expect(
        trouvees(
          all,
          (nombres) => masquerCouverture(nombres, total),
          () => total,
        ),
      ).toEqual([]);
    }
  });
});
