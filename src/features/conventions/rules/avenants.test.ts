import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  alertes,
  apercuAvenant,
  avenantsEnAttente,
  clauses2022,
  clausesAu,
  conventionAu,
  derniereJournee,
  effetAvenant,
  evenementsDeType,
  numeroPropose,
  originesClauses,
  PHRASES_ALERTE,
  PHRASES_EVENEMENT,
  verifierEvenement,
} from '../rules.ts';
import { annulation, codes, conventionDu, dit, jour, opposition, projet, signatureAvenant } from './exemples.ts';

const deuxFois = { demiJourneesParSemaine: 2 };
const phrases = (...args: Parameters<typeof verifierEvenement>) =>
  verifierEvenement(...args).map((refus) => phrase(PHRASES_EVENEMENT, refus));
const alertesDe = (...args: Parameters<typeof alertes>) =>
  alertes(...args).map((alerte) => phrase(PHRASES_ALERTE, alerte));

describe('du projet d’avenant à son effet (art. 8.2)', () => {
  const base = [projet('2023-03-01', deuxFois), signatureAvenant('beneficiaire', '2023-03-06')];

  test('art. 8.2 : un projet que personne n’a signé est sans effet, et attend les deux signatures', () => {
    const convention = conventionDu('2022-10-10', [projet('2023-03-01', deuxFois)]);
    expect(clausesAu(convention, jour('2023-06-01')).demiJourneesParSemaine).toBe(1);
    expect(avenantsEnAttente(convention).map(({ numero }) => numero)).toEqual(['1']);
    expect(codes(convention, '2023-03-02')).not.toContain('avenant_non_signe');
  });

  test('art. 8.2 : signé par une seule partie, il est sans effet et dit laquelle manque', () => {
    const convention = conventionDu('2022-10-10', base);
    expect(clausesAu(convention, jour('2023-06-01')).demiJourneesParSemaine).toBe(1);
    expect(alertesDe(convention, jour('2023-03-07'))).toContain(
      'L’avenant n° 1 est sans effet : il n’est pas signé par le Département.',
    );
  });

  test('art. 8.2 : il prend effet le jour de la dernière signature, enregistrée à part', () => {
    const convention = conventionDu('2022-10-10', [...base, signatureAvenant('departement', '2023-03-20')]);
    const frequence = (date: string) => clausesAu(convention, jour(date)).demiJourneesParSemaine;
    expect([frequence('2023-03-19'), frequence('2023-03-20')]).toEqual([1, 2]);
    const [avenant] = evenementsDeType(convention, 'avenant');
    expect(avenant && effetAvenant(avenant)?.toString()).toBe('2023-03-20');
    expect(codes(convention, '2023-03-21')).not.toContain('avenant_non_signe');
  });

  test('art. 8.2 : un jour passé ne connaît que les signatures venues jusque-là', () => {
    const convention = conventionDu('2022-10-10', [...base, signatureAvenant('departement', '2023-03-20')]);
    const vu = (date: string) =>
      evenementsDeType(conventionAu(convention, jour(date)), 'avenant').map(({ signatures }) => [
        signatures.beneficiaire?.toString(),
        signatures.departement?.toString(),
      ]);
    expect(vu('2023-02-28')).toEqual([]);
    expect(vu('2023-03-01')).toEqual([[undefined, undefined]]);
    expect(vu('2023-03-19')).toEqual([['2023-03-06', undefined]]);
    expect(vu('2023-03-20')).toEqual([['2023-03-06', '2023-03-20']]);
  });

  test('art. 8.2 : une signature annulée lui retire son effet', () => {
    const signed = conventionDu('2022-10-10', [...base, signatureAvenant('departement', '2023-03-20')]);
    const cancelled = { ...signed, evenements: [...signed.evenements, annulation('sa-1-departement')] };
    expect(clausesAu(cancelled, jour('2023-06-01')).demiJourneesParSemaine).toBe(1);
  });

  test('art. 8.2 : chaque clause dit quel avenant l’a fixée, à la date demandée', () => {
    const convention = conventionDu('2022-10-10', [...base, signatureAvenant('departement', '2023-03-20')]);
    expect(originesClauses(convention, jour('2023-03-19')).size).toBe(0);
    expect([...originesClauses(convention, jour('2023-03-20'))].map(([cle, { numero }]) => [cle, numero])).toEqual([
      ['demiJourneesParSemaine', '1'],
    ]);
  });
});

describe('ce qu’un avenant changerait, avant de l’enregistrer (art. 8.2)', () => {
  test('art. 8.2 : une fin repoussée au 1er juillet 2024 ajoute deux périodes', () => {
    const avenant = projet('2023-05-02', { finAuPlusTard: jour('2024-07-01') });
    const { avant, apres, prendEffet } = apercuAvenant(conventionDu('2022-10-10'), avenant, jour('2023-05-20'));
    expect(prendEffet).toBe(true);
    expect(`${avant?.fin?.le} → ${apres?.fin?.le}`).toBe('2023-07-01 → 2024-07-01');
    expect(apres?.jusquA(jour('2030-01-01'))).toHaveLength(4);
  });

  test('art. 8.2 : supposé signé après la fin, il ne changerait rien', () => {
    const avenant = projet('2023-05-02', { finAuPlusTard: jour('2024-07-01') });
    expect(apercuAvenant(conventionDu('2022-10-10'), avenant, jour('2023-07-02')).prendEffet).toBe(false);
  });

  test('art. 8.2 : un préavis plus long rend tardive une opposition qui arriverait après', () => {
    const convention = conventionDu('2022-10-10', [opposition('2023-02-01', '2023-02-03')]);
    const avenant = projet('2022-11-02', { preavisMois: 3 });
    const { avant, apres } = apercuAvenant(convention, avenant, jour('2022-11-10'));
    expect(`${avant?.fin?.le} → ${apres?.fin?.le}`).toBe('2023-04-09 → 2023-07-01');
  });
});

describe('avenants refusés, en une phrase (art. 8.2)', () => {
  const signed = conventionDu('2022-10-10');

  test('art. 8.2 : un avenant ne précède pas la prise d’effet, et ne suit pas la fin', () => {
    expect(phrases(signed, projet('2022-10-09', deuxFois))).toEqual([
      'La convention n’était pas encore signée par les deux parties à cette date.',
    ]);
    expect(phrases(signed, projet('2023-07-02', deuxFois))).toEqual(['La convention a pris fin le 1er juillet 2023.']);
    expect(phrases({ clauses: clauses2022, evenements: [] }, projet('2023-01-10', deuxFois))).toHaveLength(1);
  });

  test('art. 8.2 : deux avenants ne portent pas le même numéro ; le suivant est proposé', () => {
    const convention = conventionDu('2022-10-10', [projet('2023-03-01', deuxFois)]);
    expect(phrases(convention, { ...projet('2023-04-01', deuxFois), id: 'a-autre' })).toEqual([
      'L’avenant n° 1 est déjà enregistré : prenez un autre numéro, ou corrigez celui qui existe.',
    ]);
    expect(phrases(convention, { ...projet('2023-04-01', deuxFois, '01'), id: 'a-autre' })).toHaveLength(1);
    expect(phrases(convention, projet('2023-04-01', deuxFois, 'bis'))).toEqual([]);
    expect(numeroPropose(convention)).toBe('2');
    expect(numeroPropose({ ...convention, evenements: [...convention.evenements, annulation('a-1')] })).toBe('1');
    expect(
      numeroPropose(conventionDu('2022-10-10', [projet('2023-03-01', {}, '7'), projet('2023-03-01', {}, 'bis')])),
    ).toBe('8');
  });

  test('art. 6 : le préavis reste plus court qu’une période', () => {
    expect(phrases(signed, projet('2023-03-01', { dureeMois: 2 }))).toEqual([
      'Avec cet avenant, le préavis (2 mois) ne serait pas plus court qu’une période (2 mois) : personne ne pourrait plus s’opposer.',
    ]);
    expect(phrases(signed, projet('2023-03-01', { dureeMois: 2, preavisMois: 1 }))).toEqual([]);
  });

  test('art. 8.2 : un avenant ne met pas fin à la convention dans le passé', () => {
    expect(phrases(signed, projet('2023-03-01', { finAuPlusTard: jour('2023-02-28') }))).toEqual([
      'Une fin au plus tard le 28 février 2023 précède l’avenant, établi le 1er mars 2023 : un avenant ne met pas fin à la convention dans le passé.',
    ]);
    expect(phrases(signed, projet('2023-03-01', { finAuPlusTard: jour('2023-03-01') }))).toEqual([]);
  });

  test('art. 8.2 : une signature suit son avenant, ne vient qu’une fois, et jamais après la fin', () => {
    const convention = conventionDu('2022-10-10', [
      projet('2023-03-01', deuxFois),
      signatureAvenant('departement', '2023-03-06'),
    ]);
    expect(phrases(convention, signatureAvenant('beneficiaire', '2023-02-28'))).toEqual([
      'L’avenant est établi le 1er mars 2023 : personne n’a pu le signer avant. Si cette date est fausse, corrigez d’abord l’avenant.',
    ]);
    expect(phrases(convention, { ...signatureAvenant('departement', '2023-03-08'), id: 'autre' })).toEqual([
      'La signature de cet avenant par le Département est déjà enregistrée. Annulez-la d’abord si elle est fausse.',
    ]);
    expect(phrases(convention, signatureAvenant('beneficiaire', '2023-07-02'))).toEqual([
      'La convention a pris fin le 1er juillet 2023.',
    ]);
    expect(phrases(convention, signatureAvenant('beneficiaire', '2023-03-08', '9'))).toEqual([
      'L’enregistrement visé n’existe pas dans cette convention.',
    ]);
    expect(phrases(convention, signatureAvenant('beneficiaire', '2023-03-08'))).toEqual([]);
  });
});

describe('avenants qui se contredisent : signalés, rien n’est perdu (art. 8.2)', () => {
  const signe = (numero: string, date: string) => [
    signatureAvenant('departement', date, numero),
    signatureAvenant('beneficiaire', date, numero),
  ];

  test('art. 6, art. 8.2 : de deux fins au plus tard, celle de l’avenant signé en dernier l’emporte', () => {
    const convention = conventionDu('2022-10-10', [
      projet('2023-02-01', { finAuPlusTard: jour('2024-07-01') }, '1'),
      projet('2023-02-01', { finAuPlusTard: jour('2023-12-31') }, '2'),
      ...signe('1', '2023-02-10'),
      ...signe('2', '2023-02-20'),
    ]);
    expect(derniereJournee(convention)?.toString()).toBe('2023-12-31');
    expect(alertesDe(convention, jour('2023-03-01'))).toContain(
      'Les avenants n° 1 et n° 2 fixent chacun une fin au plus tard : c’est le dernier signé, le n° 2, qui l’emporte (31 décembre 2023).',
    );
  });

  test('art. 8.2 : un avenant signé avant un autre qui le précède est signalé', () => {
    const convention = conventionDu('2022-10-10', [
      projet('2023-02-01', { demiJourneesParSemaine: 2 }, '1'),
      projet('2023-02-05', { demiJourneesParSemaine: 3 }, '2'),
      ...signe('2', '2023-02-10'),
      ...signe('1', '2023-02-20'),
    ]);
    expect(clausesAu(convention, jour('2023-02-15')).demiJourneesParSemaine).toBe(3);
    expect(clausesAu(convention, jour('2023-02-20')).demiJourneesParSemaine).toBe(2);
    expect(alertesDe(convention, jour('2023-03-01'))).toContain(
      'L’avenant n° 2 a pris effet le 10 février 2023, avant l’avenant n° 1 : sur une même clause, c’est le dernier signé, le n° 1, qui l’emporte.',
    );
  });

  test('art. 8.2 : signé avant la prise d’effet de la convention, il vaut depuis cet effet et le dit', () => {
    const early = { ...projet('2022-10-01', { demiJourneesParSemaine: 2 }), id: 'a-1' };
    const convention = conventionDu('2022-10-10', [early, ...signe('1', '2022-10-05')]);
    expect(clausesAu(convention, jour('2022-10-10')).demiJourneesParSemaine).toBe(2);
    expect(codes(convention, '2022-10-10')).toContain('avenant_avant_effet');
  });

  test('art. 8.2 : un avenant signé après la fin reste lisible, sans effet', () => {
    const convention = conventionDu('2022-10-10', [
      projet('2023-06-20', { finAuPlusTard: jour('2024-07-01') }),
      ...signe('1', '2023-07-02'),
    ]);
    expect(dit(convention)).toEqual(['2022-10-10 → 2023-04-09', '2023-04-10 → 2023-07-01']);
    expect(codes(convention, '2023-07-02')).toContain('avenant_apres_fin');
  });
});
