import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lireJeton } from './jeton.ts';

describe('un lien recopié', () => {
  const jetons = fc.constant(null).map(() => randomUUID() as string);

  test('se lit quelle que soit la façon de l’écrire, et jamais comme un autre', () => {
    const habits = fc.record({
      isUpper: fc.boolean(),
      tiret: fc.constantFrom('-', '–', '—', '‑', '−'),
      zero: fc.constantFrom('0', 'o', 'O'),
      un: fc.constantFrom('1', 'l', 'I', 'i'),
      fin: fc.constantFrom('', '.', ' ', '\n', ').', ' »'),
      coupe: fc.nat(36),
      milieu: fc.constantFrom('', ' ', '\u00ad', '\u00a0', '\n', '\u200b'),
    });
    fc.assert(
      fc.property(jetons, habits, (jeton, { isUpper, tiret, zero, un, fin, coupe, milieu }) => {
        const cased = isUpper ? jeton.toUpperCase() : jeton;
        const written = cased.replaceAll('-', tiret).replaceAll('0', zero).replaceAll('1', un);
        expect(lireJeton(`${written.slice(0, coupe)}${milieu}${written.slice(coupe)}${fin}`)).toBe(jeton);
      }),
    );
  });

  test('lu, il ne change plus ; et rien ne s’y ajoute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const read = lireJeton(typed);
        expect(lireJeton(read)).toBe(read);
      }),
    );
    expect(lireJeton('')).toBe('');
  });
});
