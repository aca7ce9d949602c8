import { describe, expect, it } from 'vitest';
import { drawableCharacters } from './fonts.ts';
import { printableData, printableText } from './printable.ts';

describe('texte d’un document', () => {
  it('garde le français tel qu’il est écrit', () => {
    const texte = "Œuvre « Le Phare » – l’été à Argelès-sur-Mer, l'État : 12,50 €, Ÿ, ç, ñ, l·l";
    expect(printableText(texte)).toBe(texte);
  });

  it('compose les accents et retire contrôles et changements de sens', () => {
    expect(printableText('Cafe\u0301 \u202Etxt\u202C\u0000\u200B')).toBe('Café txt');
  });

  it('remplace ce que la police ne sait pas dessiner', () => {
    expect(printableText('你好 😀')).toBe('?? ?');
    expect(printableText('12\u202f000')).toBe('12\u00a0000');
  });

  it('laisse couper les mots démesurés', () => {
    expect(printableText('A'.repeat(50))).toBe(['A'.repeat(20), 'A'.repeat(20), 'A'.repeat(10)].join('\u00ad'));
    expect(printableText('anticonstitutionnellement')).toBe('anticonstitutionnellement');
  });

  it('parcourt toutes les données sans toucher aux nombres ni aux clés', () => {
    expect(printableData({ 'a\u0000': ['x\u0000', 1, null, true, { b: '\u202Ey' }] })).toEqual({
      'a\u0000': ['x', 1, null, true, { b: 'y' }],
    });
  });

  it('lit les caractères dans la police elle-même', () => {
    expect(drawableCharacters().has(0x41)).toBe(true);
    expect(drawableCharacters().has(0x4f60)).toBe(false);
  });
});
