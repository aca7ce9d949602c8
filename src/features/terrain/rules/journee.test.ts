import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cles, DEMARCHES, OPERATEURS, THEMATIQUES } from '../../../domain/nomenclatures.ts';
import type { Periode } from '../../../domain/periode.ts';
import type { Valeurs } from '../../../domain/terrain.ts';
import { DERNIERS_MAX, derniersChoix, fenetreDerniers, fenetrePrenoms, fenetreSeances } from './journee.ts';

const jour = Temporal.PlainDate.from('2026-11-24');
const dire = ({ debut, fin }: Periode) => `${debut} → ${fin}`;

describe('ce qu’un appareil garde d’une journée', () => {
  test('les séances des quatorze jours passés et des quatorze à venir', () => {
    expect(dire(fenetreSeances(jour))).toBe('2026-11-10 → 2026-12-08');
  });

  test('les prénoms de la veille, du jour et des sept jours suivants, pas davantage', () => {
    expect(dire(fenetrePrenoms(jour))).toBe('2026-11-23 → 2026-12-01');
  });

  test('les choix des trente derniers jours, même quand le mois change', () => {
    expect(dire(fenetreDerniers(Temporal.PlainDate.from('2027-03-02')))).toBe('2027-01-31 → 2027-03-02');
  });
});

const record = (valeurs: Valeurs): Valeurs => ({
  typeActivite: ['Individuel'],
  thematiques: ['AideAuxDemarchesAdministratives'],
  demarches: ['Logement'],
  operateur: ['caf'],
  duree: ['30'],
  materiels: [],
  objectif: ['permanence'],
  ...valeurs,
});

describe('les derniers choix', () => {
  test('le même choix pour trois personnes n’en fait qu’un, et dit la démarche, l’opérateur et la durée', () => {
    const choix = derniersChoix([
      record({ genre: ['Feminin'] }),
      record({ trancheAge: ['SoixanteDixPlus'], rendezVous: ['0199'] }),
      record({}),
    ]);
    expect(choix.map(({ libelle }) => libelle)).toEqual(['Logement, CAF, 30\u00a0min']);
  });

  test('le plus récent d’abord, cinq au plus', () => {
    const choix = derniersChoix(
      ['15', '30', '45', '60', '90', '120'].map((duree) => record({ duree: [duree], operateur: [] })),
    );
    expect(choix.map(({ libelle }) => libelle.replace(/\u00a0/g, ' '))).toEqual([
      'Logement, 15 min',
      'Logement, 30 min',
      'Logement, 45 min',
      'Logement, 1 h',
      'Logement, 1 h 30',
    ]);
  });

  test('une durée libre se reprend par ses minutes, un opérateur par le nom écrit', () => {
    const libre = record({ operateur: [], duree: ['personnaliser'], dureeAutre: ['100'] });
    const autre = record({ operateur: ['autre'], operateurNom: ['Régie des eaux'] });
    expect(derniersChoix([libre, autre]).map(({ libelle }) => libelle.replace(/\u00a0/g, ' '))).toEqual([
      'Logement, 1 h 40',
      'Logement, Régie des eaux, 30 min',
    ]);
  });

  test('un atelier et une action de coordination n’en donnent aucun', () => {
    const atelier = record({ typeActivite: ['Collectif'], titreAtelier: ['Tablette'], participants: ['8'] });
    expect(derniersChoix([atelier, { typeActivite: ['Partenariat'], coordNom: ['Réunion'] }])).toEqual([]);
  });

  test('aucun ne dit pour qui, où, ni quand, quelles que soient les fiches', () => {
    const valeurs = fc.dictionary(
      fc.constantFrom(
        ...['seance', 'jour', 'heureDebut', 'lieu', 'codeInsee', 'typeLieu', 'binome', 'mandat', 'personne'],
        ...['rendezVous', 'genre', 'trancheAge', 'statutSocial', 'autonomie', 'issue', 'issuePrecision', 'orientation'],
        ...['bloque', 'bloqueService', 'obstacleTexte', '__proto__'],
      ),
      fc.array(fc.constant('PERSONNE'), { maxLength: 2 }),
    );
    const faits = fc.record({
      thematiques: fc.subarray(cles(THEMATIQUES) as string[], { minLength: 1 }),
      demarches: fc.subarray(cles(DEMARCHES) as string[]),
      operateur: fc.subarray(cles(OPERATEURS) as string[], { maxLength: 1 }),
      duree: fc.constantFrom(['15'], ['30'], ['60']),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(faits, valeurs), { maxLength: 30 }), (records) => {
        const choix = derniersChoix(records.map(([a, b]) => record({ ...b, ...a })));
        expect(choix.length).toBeLessThanOrEqual(DERNIERS_MAX);
        expect(JSON.stringify(choix)).not.toContain('PERSONNE');
        expect(new Set(choix.map((one) => JSON.stringify(one.valeurs))).size).toBe(choix.length);
        for (const { libelle } of choix) expect(libelle).not.toBe('');
      }),
    );
  });
});
