import { describe, expect, test } from 'vitest';
import {
  anniversaires,
  type Convention,
  clauses2022,
  dateEffet,
  derniereJournee,
  dernierJourOpposition,
  enVigueurLe,
  finConvention,
  joursHorsConvention,
  periodes,
  statutAu,
} from '../rules.ts';
import { annulation, codes, conventionDu, dit, horizon, jour, signature } from './exemples.ts';

describe('prise d’effet (art. 6)', () => {
  test('art. 6 : la convention prend effet à la dernière des deux signatures', () => {
    const evenements = [signature('departement', '2022-10-03'), signature('beneficiaire', '2022-10-10')];
    expect(dateEffet({ clauses: clauses2022, evenements })?.toString()).toBe('2022-10-10');
  });

  test('art. 6 : une seule signature ne suffit pas', () => {
    const convention: Convention = { clauses: clauses2022, evenements: [signature('departement', '2022-10-03')] };
    expect(dateEffet(convention)).toBeNull();
    expect(periodes(convention, horizon)).toEqual([]);
    expect(finConvention(convention)).toBeNull();
    expect(statutAu(convention, jour('2022-10-02'))).toBe('brouillon');
    expect(statutAu(convention, jour('2022-10-03'))).toBe('en_signature');
  });

  test('art. 6 : une signature annulée ne compte pas', () => {
    expect(dateEffet(conventionDu('2022-10-10', [annulation('s-departement')]))).toBeNull();
    const restored = conventionDu('2022-10-10', [annulation('s-departement'), annulation('x-s-departement')]);
    expect(dateEffet(restored)?.toString()).toBe('2022-10-10');
  });

  test('art. 6 : signée après le 1er juillet 2023, elle n’a jamais été en vigueur', () => {
    const convention = conventionDu('2023-07-02');
    expect(periodes(convention, horizon)).toEqual([]);
    expect(statutAu(convention, jour('2023-07-02'))).toBe('expiree');
    expect(codes(convention, '2023-07-02')).toContain('effet_apres_terme');
    expect(dit(conventionDu('2023-07-01'))).toEqual(['2023-07-01 → 2023-07-01']);
  });
});

describe('périodes et anniversaires (art. 6)', () => {
  test.each([
    ['2022-10-10', ['2022-10-10 → 2023-04-09', '2023-04-10 → 2023-07-01'], '2023-04-10', '2023-02-10'],
    ['2022-08-31', ['2022-08-31 → 2023-02-27', '2023-02-28 → 2023-07-01'], '2023-02-28', '2022-12-28'],
  ])('art. 6 : effet le %s', (effet, attendu, anniversaire, limite) => {
    const convention = conventionDu(effet);
    expect(dit(convention)).toEqual(attendu);
    const [premier, ...suivants] = anniversaires(convention, horizon);
    expect(premier?.date.toString()).toBe(anniversaire);
    expect(premier?.dernierJourOpposition.toString()).toBe(limite);
    expect(suivants).toEqual([]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
  });

  test('art. 6 : effet le 2023-02-01, aucun anniversaire avant le terme', () => {
    const convention = conventionDu('2023-02-01');
    expect(anniversaires(convention, horizon)).toEqual([]);
    expect(dit(convention)).toEqual(['2023-02-01 → 2023-07-01']);
  });

  test('art. 6 : effet le 2023-01-01, l’anniversaire tombe le dernier jour possible et ne reconduit rien', () => {
    const convention = conventionDu('2023-01-01');
    expect(dit(convention)).toEqual(['2023-01-01 → 2023-06-30']);
    expect(anniversaires(convention, horizon)).toEqual([]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-06-30'), cause: 'terme' });
  });

  test('art. 6 : lu à la lettre, le même cas est reconduit pour un jour', () => {
    const clauses = { ...clauses2022, reconductionPourUnJour: true };
    expect(dit(conventionDu('2023-01-01', [], clauses))).toEqual([
      '2023-01-01 → 2023-06-30',
      '2023-07-01 → 2023-07-01',
    ]);
  });

  test('art. 6 : les anniversaires se comptent toujours depuis l’effet (31 août, 28 ou 29 février, 31 août)', () => {
    const clauses = { ...clauses2022, finAuPlusTard: null };
    const dates = anniversaires(conventionDu('2022-08-31', [], clauses), jour('2024-08-31')).map(
      ({ date }) => `${date}`,
    );
    expect(dates).toEqual(['2023-02-28', '2023-08-31', '2024-02-29', '2024-08-31', '2025-02-28']);
  });

  test('art. 6 : effet un 29 février', () => {
    const clauses = { ...clauses2022, dureeMois: 12, finAuPlusTard: null };
    const dates = anniversaires(conventionDu('2024-02-29', [], clauses), jour('2027-12-31')).map(
      ({ date }) => `${date}`,
    );
    expect(dates).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
  });

  test('art. 6 : sans terme écrit, elle se reconduit tant que nul ne s’oppose', () => {
    const convention = conventionDu('2022-10-10', [], { ...clauses2022, finAuPlusTard: null });
    expect(finConvention(convention)).toBeNull();
    expect(enVigueurLe(convention, jour('2029-12-31'))).toBe(true);
    expect(periodes(convention, jour('2023-10-10'))).toHaveLength(3);
  });

  test('art. 6 : un nombre de reconductions limité met fin à la convention', () => {
    const convention = conventionDu('2022-10-10', [], { ...clauses2022, finAuPlusTard: null, reconductions: 1 });
    expect(dit(convention)).toEqual(['2022-10-10 → 2023-04-09', '2023-04-10 → 2023-10-09']);
    expect(finConvention(convention)?.cause).toBe('terme');
  });

  test('art. 6 : le dernier jour pour s’opposer se compte en mois de calendrier', () => {
    expect(dernierJourOpposition(jour('2023-04-30'), clauses2022)?.toString()).toBe('2023-02-28');
    expect(dernierJourOpposition(jour('2023-07-01'), clauses2022)).toBeNull();
  });

  test('art. 6 : les jours que la convention ne couvre pas sont nommés', () => {
    const jours = ['2022-10-09', '2022-10-10', '2023-07-01', '2023-07-02'].map(jour);
    expect(joursHorsConvention(conventionDu('2022-10-10'), jours).map(String)).toEqual(['2022-10-09', '2023-07-02']);
    expect(joursHorsConvention({ clauses: clauses2022, evenements: [] }, jours)).toEqual(jours);
  });
});
