import { describe, expect, test } from 'vitest';
import { phrase } from '../../domain/refus.ts';
import {
  annulation,
  avenant,
  codes,
  constat,
  conventionDu,
  dit,
  jour,
  opposition,
  signature,
} from './rules/exemples.ts';
import {
  alertes,
  type Convention,
  clauses2022,
  clausesAu,
  conventionAu,
  derniereJournee,
  type Evenement,
  echeances,
  finConvention,
  type Partie,
  PHRASES_ALERTE,
  statutAu,
  verifierEvenement,
} from './rules.ts';

describe('opposition (art. 6)', () => {
  test('art. 6 : reçue le dernier jour utile, elle arrête la reconduction', () => {
    const convention = conventionDu('2022-10-10', [opposition('2023-02-08', '2023-02-10')]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-04-09'), cause: 'opposition' });
    expect(statutAu(convention, jour('2023-02-09'))).toBe('en_vigueur');
    expect(statutAu(convention, jour('2023-02-10'))).toBe('opposee');
    expect(statutAu(convention, jour('2023-04-10'))).toBe('non_reconduite');
    expect(codes(convention, '2023-02-10')).not.toContain('opposition_tardive');
  });

  test('art. 6 : envoyée à temps mais reçue un jour trop tard, elle est gardée et signalée', () => {
    const convention = conventionDu('2022-10-10', [opposition('2023-02-08', '2023-02-11')]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
    const alerte = alertes(convention, jour('2023-02-11')).find(({ refus }) => refus === 'opposition_tardive');
    expect(alerte).toEqual({
      refus: 'opposition_tardive',
      oppositionId: 'o-2023-02-08',
      decideeLe: null,
      auteur: 'beneficiaire',
      recueLe: jour('2023-02-11'),
      limite: jour('2023-02-10'),
      envoyeeATemps: true,
      prendEffetLe: null,
    });
    if (alerte !== undefined) expect(phrase(PHRASES_ALERTE, alerte)).toContain('une décision est attendue');
  });

  test('art. 6 : tardive, elle vaut pour l’anniversaire suivant', () => {
    const clauses = { ...clauses2022, finAuPlusTard: null };
    const convention = conventionDu('2022-10-10', [opposition('2023-02-20', '2023-02-22')], clauses);
    expect(finConvention(convention)).toEqual({ le: jour('2023-10-09'), cause: 'opposition' });
    const alerte = alertes(convention, jour('2023-03-01')).find(({ refus }) => refus === 'opposition_tardive');
    expect(alerte).toEqual({
      refus: 'opposition_tardive',
      oppositionId: 'o-2023-02-20',
      decideeLe: null,
      auteur: 'beneficiaire',
      recueLe: jour('2023-02-22'),
      limite: jour('2023-02-10'),
      envoyeeATemps: false,
      prendEffetLe: jour('2023-10-10'),
    });
  });

  test('art. 6 : si la clause compte l’envoi, la même lettre arrive à temps', () => {
    const clauses = { ...clauses2022, oppositionCompteDe: 'envoi' as const };
    const convention = conventionDu('2022-10-10', [opposition('2023-02-08', '2023-02-11')], clauses);
    expect(derniereJournee(convention)?.toString()).toBe('2023-04-09');
  });

  test('art. 6 : sans réception connue, elle n’a pas encore d’effet et le dit', () => {
    const convention = conventionDu('2022-10-10', [opposition('2023-01-08', null)]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
    expect(codes(convention, '2023-02-01')).toContain('opposition_sans_reception');
  });

  test('art. 6 : sans anniversaire à venir, elle est sans objet', () => {
    const convention = conventionDu('2023-02-01', [opposition('2023-03-01', '2023-03-02')]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
    expect(codes(convention, '2023-03-02')).toContain('opposition_sans_objet');
  });

  test('art. 6 : annulée, elle n’a jamais compté', () => {
    const convention = conventionDu('2022-10-10', [opposition('2023-01-08', '2023-01-10'), annulation('o-2023-01-08')]);
    expect(statutAu(convention, jour('2023-02-01'))).toBe('en_vigueur');
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
  });
});

describe('avenants (art. 8.2)', () => {
  const prolongation = { finAuPlusTard: jour('2024-07-01') };

  test('art. 8.2 : un avenant vaut de sa dernière signature', () => {
    const convention = conventionDu('2022-10-10', [avenant('2023-05-02', '2023-05-20', prolongation)]);
    expect(clausesAu(convention, jour('2023-05-19')).finAuPlusTard?.toString()).toBe('2023-07-01');
    expect(clausesAu(convention, jour('2023-05-20')).finAuPlusTard?.toString()).toBe('2024-07-01');
    expect(dit(convention)).toEqual([
      '2022-10-10 → 2023-04-09',
      '2023-04-10 → 2023-10-09',
      '2023-10-10 → 2024-04-09',
      '2024-04-10 → 2024-07-01',
    ]);
  });

  test('art. 8.2 : l’état d’un jour passé ignore l’avenant signé depuis', () => {
    const convention = conventionDu('2022-10-10', [avenant('2023-05-02', '2023-05-20', prolongation)]);
    expect(derniereJournee(conventionAu(convention, jour('2023-05-19')))?.toString()).toBe('2023-07-01');
  });

  test('art. 8.2 : non signé par chacune des parties, il est sans effet', () => {
    const convention = conventionDu('2022-10-10', [avenant('2023-05-02', null, prolongation)]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
    expect(codes(convention, '2023-05-02')).toContain('avenant_non_signe');
  });

  test('art. 8.2 : un avenant ne ranime pas une convention terminée', () => {
    const tardif = avenant('2023-06-20', '2023-07-02', prolongation);
    expect(verifierEvenement(conventionDu('2022-10-10'), tardif)).toEqual([
      { refus: 'convention_terminee', depuis: jour('2023-07-01') },
    ]);
    const convention = conventionDu('2022-10-10', [tardif]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
    expect(codes(convention, '2023-07-02')).toContain('avenant_apres_fin');
  });

  test('art. 8.2 : une nouvelle durée vaut pour les périodes qui commencent après l’avenant', () => {
    const clauses = { ...clauses2022, finAuPlusTard: null };
    const convention = conventionDu('2022-10-10', [avenant('2023-01-02', '2023-01-02', { dureeMois: 12 })], clauses);
    expect(dit(convention, jour('2023-04-10'))).toEqual(['2022-10-10 → 2023-04-09', '2023-04-10 → 2024-04-09']);
  });

  test('art. 8.2 : un terme avancé ne remonte jamais avant l’avenant', () => {
    const convention = conventionDu('2022-10-10', [
      avenant('2023-03-01', '2023-03-01', { finAuPlusTard: jour('2023-01-31') }),
    ]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-03-01');
  });
});

describe('délibérations, accusés, assurance et échéances', () => {
  const deliberation = (partie: Partie, date: string): Evenement => ({
    type: 'deliberation',
    id: `d-${partie}`,
    partie,
    numero: 'DL-0001',
    date: jour(date),
  });
  const accuse = (partie: Partie, recue: string): Evenement => ({
    type: 'teletransmission',
    id: `t-${partie}`,
    deliberationId: `d-${partie}`,
    numero: '066-0000',
    transmiseLe: jour(recue),
    recueLe: jour(recue),
  });
  const deliberations = [deliberation('departement', '2021-12-16'), deliberation('beneficiaire', '2022-09-19')];

  test('préambule : pas de signature sans les deux délibérations', () => {
    const convention: Convention = { clauses: clauses2022, evenements: [deliberation('departement', '2021-12-16')] };
    expect(verifierEvenement(convention, signature('departement', '2022-10-03'))).toEqual([
      { refus: 'deliberation_manquante', parties: ['beneficiaire'] },
    ]);
    const ready = { ...convention, evenements: deliberations };
    expect(verifierEvenement(ready, signature('departement', '2022-10-03'))).toEqual([]);
  });

  test('préambule : signer avant l’accusé de réception est signalé, pas empêché', () => {
    const convention = conventionDu('2022-09-27', [
      ...deliberations,
      accuse('departement', '2021-12-20'),
      accuse('beneficiaire', '2022-09-28'),
    ]);
    expect(alertes(convention, jour('2022-10-01'))).toContainEqual({
      refus: 'signature_avant_accuse',
      partie: 'beneficiaire',
      accuseLe: jour('2022-09-28'),
    });
    expect(codes({ ...convention, beneficiaireTransmet: false }, '2022-10-01')).not.toContain('signature_avant_accuse');
  });

  test('art. 4.2 : l’assurance du Bénéficiaire est suivie pendant toute la durée', () => {
    const assurance: Evenement = {
      type: 'assurance',
      id: 'as1',
      assureur: 'Mutuelle exemple',
      valableDu: jour('2022-01-01'),
      valableAu: jour('2022-12-31'),
    };
    expect(codes(conventionDu('2022-10-10'), '2022-11-01')).toContain('assurance_absente');
    const convention = conventionDu('2022-10-10', [assurance]);
    expect(codes(convention, '2022-12-31')).not.toContain('assurance_expiree');
    expect(codes(convention, '2023-01-01')).toContain('assurance_expiree');
    expect(codes(convention, '2024-01-01')).not.toContain('assurance_expiree');
  });

  test('art. 6 : les prochaines échéances sont dans l’ordre', () => {
    const dates = (date: string) =>
      echeances(conventionDu('2022-10-10'), jour(date)).map((echeance) => `${echeance.type} ${echeance.date}`);
    expect(dates('2023-01-15')).toEqual(['opposition 2023-02-10', 'reconduction 2023-04-10', 'fin 2023-07-01']);
    expect(dates('2023-02-11')).toEqual(['reconduction 2023-04-10', 'fin 2023-07-01']);
    expect(dates('2023-07-02')).toEqual([]);
  });

  test('une saisie impossible est refusée, avec toutes ses raisons', () => {
    expect(verifierEvenement(conventionDu('2022-10-10'), opposition('2022-10-01', '2022-09-30'))).toEqual([
      { refus: 'dates_desordonnees' },
      { refus: 'convention_non_signee' },
    ]);
    expect(verifierEvenement(conventionDu('2022-10-10'), annulation('inconnu'))).toEqual([
      { refus: 'evenement_inconnu' },
    ]);
    expect(verifierEvenement(conventionDu('2022-10-10'), constat('2023-02-10'))).toEqual([
      { refus: 'mise_en_demeure_manquante' },
    ]);
  });
});
