import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toNomRecherche } from '../../domain/commune.ts';
import type { Permanence } from '../permanences/rules.ts';
import {
  barycentre,
  type CommuneTrouvee,
  calendrierDuLieu,
  deCommune,
  direEloignement,
  lireRecherche,
  resoudre,
  type SeancePublique,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const heure = Temporal.PlainTime.from;

function commune(codeInsee: string, nom: string, codesPostaux: readonly string[] = []): CommuneTrouvee {
  return {
    codeInsee,
    nom,
    nomRecherche: toNomRecherche(nom),
    departement: codeInsee.slice(0, 2),
    codesPostaux,
    epciSiren: null,
    latitude: null,
    longitude: null,
  };
}

const ceret = commune('66049', 'Céret', ['66400']);
const reynes = commune('66160', 'Reynès', ['66400']);
const argeles = commune('66008', 'Argelès-sur-Mer', ['66700']);
const gazost = commune('65032', 'Argelès-Gazost', ['65400']);
const saintCyprien = commune('66171', 'Saint-Cyprien', ['66750']);
const saintCyprienDordogne = commune('24396', 'Saint-Cyprien', ['24220']);
const saintEsteve = commune('66172', 'Saint-Estève', ['66240']);
const boulou = commune('66024', 'Le Boulou', ['66160']);
const narbonne = commune('11262', 'Narbonne', ['11100']);

describe('ce que l’on cherche', () => {
  test.each([
    ['Céret', 'ceret', null],
    ['  argelès sur mer ', 'argeles sur mer', null],
    ['66400', '', '66400'],
    ['66 400', '', '66400'],
    ['66400 Céret', 'ceret', '66400'],
    ['St-Cyprien (66750)', 'saint cyprien', '66750'],
    ['664000', '664000', null],
    ['%_\\', '', null],
    ['Cé\u202ere\0t', 'ce re t', null],
  ])('« %s »', (ou, nom, codePostal) => {
    expect(lireRecherche(ou)).toMatchObject({ nom, codePostal });
  });

  test.each([null, '', '   ', '\0', '\u202e\u200b'])('rien n’est écrit : %j', (ou) => {
    expect(lireRecherche(ou)).toBeNull();
  });

  test('quoi que l’on écrive, rien ne casse et rien d’invisible ne revient', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (ou) => {
        const recherche = lireRecherche(ou);
        if (recherche === null) return;
        expect([...recherche.texte].length).toBeLessThanOrEqual(80);
        expect(recherche.texte).not.toMatch(/\p{C}/u);
        expect(recherche.nom).toMatch(/^[\p{L}\p{N} ]*$/u);
        expect(() => encodeURIComponent(recherche.texte)).not.toThrow();
      }),
    );
  });
});

describe('quelle commune', () => {
  const chercher = (ou: string, candidates: readonly CommuneTrouvee[]) => {
    const recherche = lireRecherche(ou);
    if (recherche === null) throw new Error('Nothing was typed');
    return resoudre(recherche, candidates, '66');
  };

  test('un nom entier suffit', () => {
    expect(chercher('ceret', [ceret])).toMatchObject({ resultat: 'trouvee', commune: ceret });
  });

  test('un début de nom suffit quand une seule commune du département commence ainsi', () => {
    expect(chercher('argeles', [argeles, gazost])).toMatchObject({ commune: argeles, autres: [] });
  });

  test('le département passe d’abord, l’homonyme est proposé', () => {
    expect(chercher('saint cyprien', [saintCyprien, saintCyprienDordogne])).toMatchObject({
      commune: saintCyprien,
      autres: [saintCyprienDordogne],
    });
  });

  test('plusieurs communes du département : il faut choisir', () => {
    expect(chercher('saint', [saintCyprien, saintEsteve, saintCyprienDordogne])).toEqual({
      resultat: 'a_choisir',
      communes: [saintCyprien, saintEsteve],
    });
  });

  test('on oublie souvent l’article', () => {
    expect(chercher('boulou', [boulou])).toMatchObject({ commune: boulou });
  });

  test('une commune d’un autre département est trouvée aussi', () => {
    expect(chercher('Narbonne', [narbonne])).toMatchObject({ commune: narbonne });
  });

  test('un code postal partagé ne pose pas de question', () => {
    expect(chercher('66400', [ceret, reynes])).toMatchObject({ resultat: 'secteur', communes: [ceret, reynes] });
    expect(chercher('66400 Reynès', [ceret, reynes])).toMatchObject({ resultat: 'trouvee', commune: reynes });
    expect(chercher('66700', [argeles])).toMatchObject({ resultat: 'trouvee', commune: argeles });
  });

  test('rien ne répond', () => {
    expect(chercher('Zzz', [])).toEqual({ resultat: 'inconnue' });
    expect(chercher('99999', [])).toEqual({ resultat: 'inconnue' });
  });
});

test.each([
  ['Céret', 'de Céret'],
  ['Argelès-sur-Mer', 'd’Argelès-sur-Mer'],
  ['Égletons', 'd’Égletons'],
  ['Le Boulou', 'du Boulou'],
  ['Les Angles', 'des Angles'],
  ['La Bastide', 'de La Bastide'],
  ['66400', 'de 66400'],
])('près… %s → « %s »', (nom, texte) => {
  expect(deCommune(nom)).toBe(texte);
});

describe('à quelle distance', () => {
  test.each([
    [{ memeCommune: true, distanceKm: null, approche: false }, 'dans cette commune'],
    [{ memeCommune: false, distanceKm: null, approche: false }, 'distance inconnue'],
    [{ memeCommune: false, distanceKm: 12.3, approche: false }, 'à environ 12\u00a0km'],
    [{ memeCommune: false, distanceKm: 0.4, approche: false }, 'à moins de 2\u00a0km'],
    [{ memeCommune: false, distanceKm: 12.3, approche: true }, 'à environ 10\u00a0km'],
    [{ memeCommune: false, distanceKm: 0, approche: true }, 'dans les environs'],
  ])('%j', (eloignement, texte) => {
    expect(direEloignement(eloignement)).toBe(texte);
  });

  test('le milieu de plusieurs communes est approché, celui d’une seule est le sien', () => {
    const ici = { latitude: 42, longitude: 2 };
    expect(barycentre([ici])).toEqual({ ...ici, approche: false });
    expect(barycentre([ici, { latitude: 43, longitude: 3 }])).toEqual({
      latitude: 42.5,
      longitude: 2.5,
      approche: true,
    });
    expect(barycentre([{ latitude: null, longitude: null }])).toBeNull();
  });
});

describe('calendrier d’un lieu (art. 1.2)', () => {
  const horaires = { heureDebut: heure('09:00'), heureFin: heure('12:00') };
  const seance = (date: string, statut: SeancePublique['statut'] = 'prevue'): SeancePublique => ({
    ...horaires,
    jour: jour(date),
    statut,
    nature: 'conseiller',
  });
  const vendredis: Permanence = { ...horaires, jour: 5, du: jour('2026-01-02'), au: null };
  const maintenant = { jour: jour('2026-12-18'), heure: heure('08:00') };

  test('un jour férié s’affiche, sans permanence', () => {
    const dates = calendrierDuLieu([seance('2026-12-18')], [vendredis], maintenant, '66');
    expect(dates.map(({ jour: date, statut, ferie }) => [date.toString(), statut, ferie])).toEqual([
      ['2026-12-18', 'prevue', null],
      ['2026-12-25', 'ferie', 'Noël'],
      ['2027-01-01', 'ferie', 'jour de l’An'],
    ]);
  });

  test('le 26 décembre n’est férié qu’en Alsace et en Moselle', () => {
    const samedis: Permanence = { ...vendredis, jour: 6 };
    expect(calendrierDuLieu([], [samedis], maintenant, '66')).toEqual([]);
    expect(calendrierDuLieu([], [samedis], maintenant, '67')).toMatchObject([{ ferie: 'Saint-Étienne' }]);
  });

  test('une permanence finie ou pas commencée n’a pas de jour férié', () => {
    const finie: Permanence = { ...vendredis, au: jour('2026-12-24') };
    const future: Permanence = { ...vendredis, du: jour('2027-01-02') };
    expect(calendrierDuLieu([], [finie, future], maintenant, '66')).toEqual([]);
  });

  test('la séance du jour disparaît quand elle est finie, une annulée reste dite', () => {
    const seances = [seance('2026-12-18'), seance('2026-12-22', 'annulee')];
    const tard = { ...maintenant, heure: heure('12:00') };
    expect(calendrierDuLieu(seances, [], tard, '66')).toMatchObject([{ statut: 'annulee' }]);
  });
});
