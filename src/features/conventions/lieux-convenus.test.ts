import { describe, expect, test } from 'vitest';
import type { LieuDeStructure } from '../structures/store.ts';
import { lieuxConvenusAu, refusLieuConvenu } from './lieux-convenus.ts';
import { conventionDu, jour } from './rules/exemples.ts';
import type { Evenement } from './rules.ts';

const lieu = (id: string, changes: Partial<LieuDeStructure> = {}): LieuDeStructure => ({
  id,
  nom: `Lieu ${id}`,
  commune: 'Prades',
  structureId: 's',
  fermeLe: null,
  accordBeneficiaireLe: jour('2022-09-20'),
  accordDepartementLe: jour('2022-09-22'),
  ...changes,
});
const convenu = (lieuId: string, date: string): Evenement => ({
  id: `e-${lieuId}`,
  type: 'lieu_convenu',
  lieuId,
  date: jour(date),
});

describe('les lieux convenus un jour donné (art. 1.2)', () => {
  const dits = (au: string, lieux: readonly LieuDeStructure[], evenements: readonly Evenement[] = []) =>
    lieuxConvenusAu(conventionDu('2022-10-10', evenements), lieux, jour(au)).map(
      (one) => `${one.lieu?.id} ${one.depuis}`,
    );

  test('convenu avant l’effet, un lieu l’est du jour de l’effet à la fin de la convention', () => {
    expect(dits('2022-10-09', [lieu('a')])).toEqual([]);
    expect(dits('2022-10-10', [lieu('a')])).toEqual(['a 2022-10-10']);
    expect(dits('2023-07-01', [lieu('a')])).toEqual(['a 2022-10-10']);
    expect(dits('2023-07-02', [lieu('a')])).toEqual([]);
  });

  test('il faut les deux accords, et que le lieu soit ouvert', () => {
    expect(dits('2022-12-01', [lieu('a', { accordBeneficiaireLe: null })])).toEqual([]);
    expect(dits('2022-12-01', [lieu('a', { accordDepartementLe: jour('2022-12-02') })])).toEqual([]);
    expect(dits('2022-12-02', [lieu('a', { accordDepartementLe: jour('2022-12-02') })])).toEqual(['a 2022-12-02']);
    const closed = lieu('a', { fermeLe: jour('2022-12-05') });
    expect(dits('2022-12-04', [closed])).toEqual(['a 2022-10-10']);
    expect(dits('2022-12-05', [closed])).toEqual([]);
  });

  test('ce que la convention dit elle-même compte une fois, avec sa date', () => {
    expect(
      dits('2022-12-01', [lieu('b'), lieu('a')], [convenu('a', '2022-11-03'), convenu('parti', '2022-11-02')]),
    ).toEqual(['b 2022-10-10', 'undefined 2022-11-02', 'a 2022-11-03']);
  });
});

test('art. 1.2 : un lieu ne s’enregistre pas comme convenu sans les deux accords de sa fiche', () => {
  expect(refusLieuConvenu([lieu('a')], [convenu('a', '2022-09-22')])).toEqual([]);
  expect(refusLieuConvenu([lieu('a')], [convenu('a', '2022-09-21')])).toHaveLength(1);
  const [refus] = refusLieuConvenu([lieu('a', { accordBeneficiaireLe: null })], [convenu('a', '2022-10-10')]);
  expect(refus?.message).toContain('datez-y d’abord leurs deux accords');
  expect(refusLieuConvenu([], [convenu('a', '2022-10-10')])).toEqual([
    { field: 'lieuId', message: 'Choisissez le lieu dans la liste.' },
  ]);
});
