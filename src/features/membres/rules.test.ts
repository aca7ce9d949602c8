import { describe, expect, test } from 'vitest';
import { etatMembre, membresAu } from './rules.ts';

const jour = Temporal.PlainDate.from;
const semestre = { du: jour('2026-01-01'), au: jour('2026-06-30'), conseillers: 2 };
const sansFin = { du: jour('2026-04-01'), au: null, conseillers: 1 };

describe('les autres membres du dispositif (art. 3.4)', () => {
  test.each([
    ['2025-12-31', 'a_venir'],
    ['2026-01-01', 'actuel'],
    ['2026-06-30', 'actuel'],
    ['2026-07-01', 'ancien'],
  ] as const)('du 1er janvier au 30 juin 2026 : le %s, %s', (day, etat) => {
    expect(etatMembre(semestre, jour(day))).toBe(etat);
  });

  test('sans dernier jour connu, il le reste', () => {
    expect(etatMembre(sansFin, jour('2040-01-01'))).toBe('actuel');
  });

  test('le comité du 15 mai 2026 les réunit tous deux, celui du 15 juillet le second seulement', () => {
    expect(membresAu([semestre, sansFin], jour('2026-05-15'))).toEqual({
      membres: [semestre, sansFin],
      conseillers: 3,
    });
    expect(membresAu([semestre, sansFin], jour('2026-07-15'))).toEqual({ membres: [sansFin], conseillers: 1 });
  });
});
