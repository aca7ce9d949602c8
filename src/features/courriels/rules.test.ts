import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocs, GENRES, REFUSABLES } from './rules.ts';

describe('Le texte d’un courriel', () => {
  test('se lit en paragraphes et en listes', () => {
    expect(blocs('Bonjour,\n\nPour entrer :\n1. ouvrez\n2. lisez\n\nMerci,\nEscale\n')).toEqual([
      { type: 'paragraphe', lignes: ['Bonjour,'] },
      { type: 'paragraphe', lignes: ['Pour entrer :'] },
      { type: 'liste', points: ['ouvrez', 'lisez'] },
      { type: 'paragraphe', lignes: ['Merci,', 'Escale'] },
    ]);
  });

  test('ne perd aucun mot', () => {
    const ligne = fc.string().map((text) => text.replaceAll(/\s+/g, ' ').trim());
    fc.assert(
      fc.property(fc.array(ligne), (lignes) => {
        const words = (texts: readonly string[]) => texts.join(' ').split(/\s+/).filter(Boolean);
        const read = blocs(lignes.join('\n')).flatMap((bloc) => (bloc.type === 'liste' ? bloc.points : bloc.lignes));
        expect(words(read)).toEqual(words(lignes.map((text) => text.replace(/^\d+\. /, ''))));
      }),
    );
  });
});

test('ce qui protège un compte ne se refuse pas', () => {
  expect(REFUSABLES).toEqual(['semaine', 'echeances']);
  for (const { pourquoi } of Object.values(GENRES)) expect(pourquoi).toMatch(/\.$/);
});
