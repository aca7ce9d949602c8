import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autourDuNom, numeroMobile, pourSms, segments } from './rules.ts';

describe('Le numéro qui reçoit un SMS', () => {
  test.each([
    ['06 39 98 00 01', '+33639980001'],
    ['07 00 00 00 01', '+33700000001'],
    ['+33639980001', '+33639980001'],
    ['06 92 00 00 01', '+262692000001'],
    ['06 39 00 00 01', '+262639000001'],
    ['06 90 00 00 01', '+590690000001'],
    ['06 94 00 00 01', '+594694000001'],
    ['06 96 00 00 01', '+596696000001'],
    ['+687750001', '+687750001'],
    ['+68987000001', '+68987000001'],
  ])('%s → %s', (telephone, expected) => expect(numeroMobile(telephone)).toBe(expected));

  test.each([['04 68 00 00 00'], ['09 00 00 00 00'], ['+34600000001'], ['+33468000000'], [null], [''], ['06 39 98']])(
    '%s : aucun, quelqu’un téléphone',
    (telephone) => expect(numeroMobile(telephone)).toBeNull(),
  );
});

describe('Ce que coûte un SMS', () => {
  test.each([
    ['160 lettres', 'a'.repeat(160), 1],
    ['161 lettres', 'a'.repeat(161), 2],
    ['160 é', 'é'.repeat(160), 1],
    ['306 lettres', 'a'.repeat(306), 2],
    ['307 lettres', 'a'.repeat(307), 3],
    ['70 signes dont un ê', `${'a'.repeat(69)}ê`, 1],
    ['71 signes dont un ê', `${'a'.repeat(70)}ê`, 2],
    ['80 euros', '€'.repeat(80), 1],
    ['81 euros', '€'.repeat(81), 2],
  ])('%s', (_name, texte, expected) => expect(segments(texte)).toBe(expected));

  test('les espaces insécables et les apostrophes courbes n’y coûtent rien, et aucun accent n’est perdu', () => {
    expect(pourSms('L’été à 9\u00a0h\u202f30, « Forêt »…')).toBe('L\'été à 9 h 30, "Forêt"...');
  });

  test('le nom d’un lieu est coupé pour tenir en deux messages, jamais ce qui l’entoure', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 150, unit: 'grapheme' }), (nom) => {
        const text = autourDuNom(nom, (lieu) => `Avant ${lieu} après https://escale.exemple.fr/rdv/${'x'.repeat(36)}`);
        expect(text.startsWith('Avant ')).toBe(true);
        expect(text.endsWith(`après https://escale.exemple.fr/rdv/${'x'.repeat(36)}`)).toBe(true);
        expect(segments(text)).toBeLessThanOrEqual(2);
      }),
    );
  });
});
