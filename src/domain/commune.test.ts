import { describe, expect, test } from 'vitest';
import { toNomRecherche } from './commune.ts';

describe('nom de commune pour la recherche', () => {
  test.each([
    ['Argelès-sur-Mer', 'argeles sur mer'],
    ['  PORT-VENDRES ', 'port vendres'],
    ['St-Cyprien', 'saint cyprien'],
    ['Ste Marie la Mer', 'sainte marie la mer'],
    ['L’Écluse', 'l ecluse'],
    ["Saint-Féliu-d'Avall", 'saint feliu d avall'],
    ['Wœrth', 'woerth'],
    ['Stains', 'stains'],
    ['', ''],
  ])('« %s » se cherche comme « %s »', (typed, kept) => {
    expect(toNomRecherche(typed)).toBe(kept);
  });

  test('réduire deux fois ne change rien', () => {
    expect(toNomRecherche(toNomRecherche('Ste-Colombe-de-la-Commanderie'))).toBe('sainte colombe de la commanderie');
  });
});
