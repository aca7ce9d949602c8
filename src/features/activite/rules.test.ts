import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  avant,
  chiffresDe,
  direCourt,
  direPeriode,
  estVide,
  type LigneActivite,
  lireVue,
  periodeDe,
  periodesJusqua,
  type Vue,
} from './rules.ts';

const mois = (text: string) => Temporal.PlainYearMonth.from(text);
const ligne = (le: string, rubrique: LigneActivite['rubrique'], cle: string, nombre: number): LigneActivite => ({
  mois: Temporal.PlainDate.from(`${le}-01`),
  rubrique,
  cle,
  nombre,
});

describe('les périodes d’un agent', () => {
  test.each<[Vue, string, string, string, string]>([
    ['mois', '2026-11', '2026-11-01', '2026-11-30', 'novembre 2026'],
    ['mois', '2028-02', '2028-02-01', '2028-02-29', 'février 2028'],
    ['trimestre', '2026-11', '2026-10-01', '2026-12-31', '4e trimestre 2026'],
    ['trimestre', '2026-10', '2026-10-01', '2026-12-31', '4e trimestre 2026'],
    ['trimestre', '2027-01', '2027-01-01', '2027-03-31', '1er trimestre 2027'],
  ])('par %s, %s va du %s au %s : %s', (vue, texte, debut, fin, dit) => {
    const periode = periodeDe(vue, mois(texte));
    expect([`${periode.debut}`, `${periode.fin}`]).toEqual([debut, fin]);
    expect(direPeriode(vue, periode)).toBe(dit);
  });

  test('celle d’avant finit la veille de celle-ci', () => {
    const vues = fc.constantFrom<Vue>('mois', 'trimestre');
    const months = fc.integer({ min: 0, max: 600 }).map((n) => mois('2000-01').add({ months: n }));
    fc.assert(
      fc.property(vues, months, (vue, one) => {
        const here = periodeDe(vue, one);
        expect(`${periodeDe(vue, avant(vue, one, 1)).fin.add({ days: 1 })}`).toBe(`${here.debut}`);
        expect(periodesJusqua(vue, one).at(-1)).toEqual(here);
      }),
    );
  });

  test('sous une colonne, peu de lettres', () => {
    expect(direCourt('mois', periodeDe('mois', mois('2026-08')))).toBe('août');
    expect(direCourt('trimestre', periodeDe('trimestre', mois('2026-08')))).toBe('T3 26');
  });

  test('une vue inconnue est celle du mois', () => {
    expect(['trimestre', 'mois', 'agents', '', null].map(lireVue)).toEqual([
      'trimestre',
      'mois',
      'mois',
      'mois',
      'mois',
    ]);
  });
});

describe('les chiffres d’un agent', () => {
  const lignes = [
    ligne('2026-09', 'actes', 'individuels', 100),
    ligne('2026-10', 'actes', 'individuels', 10),
    ligne('2026-11', 'actes', 'individuels', 12),
    ligne('2026-11', 'actes', 'ateliers', 2),
    ligne('2026-11', 'participants', 'ateliers', 13),
    ligne('2026-11', 'thematique', 'Email', 5),
    ligne('2026-11', 'issue', 'faite', 9),
    ligne('2026-12', 'actes', 'individuels', 8),
    ligne('2026-12', 'thematique', 'Email', 1),
    ligne('2026-12', 'bloque', 'signales', 1),
  ];

  test('le trimestre ajoute ses mois, et eux seuls', () => {
    const trimestre = chiffresDe(lignes, periodeDe('trimestre', mois('2026-11')));
    expect(trimestre).toMatchObject({ individuels: 30, ateliers: 2, participants: 13, bloques: 1, coordination: 0 });
    expect(trimestre.parThematique).toEqual([{ cle: 'Email', libelle: 'E-mail', nombre: 6 }]);
    expect(trimestre.parIssue).toEqual([{ cle: 'faite', libelle: 'Démarche faite', nombre: 9 }]);
    expect(trimestre.parAutonomie).toEqual([]);
  });

  test('une période sans rien est vide', () => {
    expect(estVide(chiffresDe(lignes, periodeDe('mois', mois('2026-08'))))).toBe(true);
    expect(estVide(chiffresDe(lignes, periodeDe('mois', mois('2026-09'))))).toBe(false);
  });

  test('les mois d’une année s’ajoutent comme ses trimestres', () => {
    const rows = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 50 }))
        .map(([month, count]) => ligne(`2026-${String(month).padStart(2, '0')}`, 'minutes', 'aide', count)),
    );
    const sum = (given: readonly LigneActivite[], vue: Vue, step: number) =>
      Array.from({ length: 12 / step }, (_, rang) => mois('2026-01').add({ months: rang * step }))
        .map((one) => chiffresDe(given, periodeDe(vue, one)).minutesAide)
        .reduce((total, one) => total + one, 0);
    fc.assert(
      fc.property(rows, (given) => {
        expect(sum(given, 'mois', 1)).toBe(sum(given, 'trimestre', 3));
      }),
    );
  });
});
