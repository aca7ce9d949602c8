import { describe, expect, test } from 'vitest';
import { type Commune, choisirCommune, codeInseeTape, toNomRecherche, verifierCodePostal } from './commune.ts';

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

describe('commune d’une adresse', () => {
  const commune = (codeInsee: string, nom: string, ...codesPostaux: string[]): Commune => ({
    codeInsee,
    nom,
    codesPostaux,
    departement: codeInsee.slice(0, 2),
  });
  const ceret = commune('66049', 'Céret', '66400');
  const ici = commune('66176', 'Saint-Hippolyte', '66510');
  const ailleurs = commune('12226', 'Saint-Hippolyte', '12140');
  const typed = (texte: string, codePostal = '', choix = '') => ({ texte, codePostal, choix });

  test.each([
    ['66049', '66049'],
    ['Céret (66049)', '66049'],
    ['2a004', '2A004'],
    ['Céret', null],
    ['660490', null],
  ])('« %s » : code INSEE %s', (texte, code) => {
    expect(codeInseeTape(texte)).toBe(code);
  });

  test('le code, le nom seul de son espèce, ou le code postal à la place du nom désignent la commune', () => {
    expect(choisirCommune(typed('66049'), [ceret])).toBe(ceret);
    expect(choisirCommune(typed('CERET'), [ceret])).toBe(ceret);
    expect(choisirCommune(typed('66400'), [ceret])).toBe(ceret);
  });

  test('entre homonymes, le code postal départage ; sinon la personne choisit', () => {
    const both = [ici, ailleurs];
    expect(choisirCommune(typed('st hippolyte', '66 510'), both)).toBe(ici);
    expect(choisirCommune(typed('st hippolyte'), both)).toEqual({ refus: 'commune_ambigue', candidates: both });
    expect(choisirCommune(typed('st hippolyte', '', '12226'), both)).toBe(ailleurs);
  });

  test('un choix fait avant de changer le nom ne compte plus', () => {
    expect(choisirCommune(typed('Céret', '', '12226'), [ceret])).toBe(ceret);
  });

  test('un début de nom propose, il ne décide pas', () => {
    expect(choisirCommune(typed('cer'), [ceret])).toEqual({ refus: 'commune_ambigue', candidates: [ceret] });
    expect(choisirCommune(typed('Atlantide'), [])).toEqual({ refus: 'commune_inconnue', texte: 'Atlantide' });
  });

  test('le code postal est l’un de ceux de la commune', () => {
    expect(verifierCodePostal(ceret, '66 400')).toBeNull();
    expect(verifierCodePostal(ceret, '66000')).toEqual({ refus: 'code_postal_autre', commune: ceret });
  });
});
