import { describe, expect, test } from 'vitest';
import {
  annulation,
  avenant,
  constat,
  conventionDu,
  jour,
  miseEnDemeure,
  opposition,
  signature,
} from '../../conventions/rules/exemples.ts';
import { type Convention, clauses2022, type Evenement } from '../../conventions/rules.ts';
import { type ConventionSuivie, type Element, elementsDesAgents, elementsDesConventions } from '../rules.ts';

const suivie = (convention: Convention): ConventionSuivie => ({
  ...convention,
  id: 'c1',
  reference: 'CNV-2022-001',
  createdAt: Temporal.Instant.from('2022-09-01T22:30:00Z'),
  structure: { id: 's1', nom: 'Mairie de Céret' },
});
const dit = ({ type, le, depuis }: Element) => (le === null ? `${type} depuis ${depuis}` : `${type} ${le}`);
const au = (convention: Convention, date: string) =>
  elementsDesConventions([suivie(convention)], jour(date))
    .map(dit)
    .sort();

const assurance = (valableDu: string, valableAu: string): Evenement => ({
  type: 'assurance',
  id: `a-${valableAu}`,
  assureur: 'Mutuelle fictive',
  valableDu: jour(valableDu),
  valableAu: jour(valableAu),
});
const assuree = assurance('2022-10-10', '2023-12-31');
const deliberation = (id: string, partie: 'departement' | 'beneficiaire', date: string): Evenement => ({
  type: 'deliberation',
  id,
  partie,
  numero: `DL-${id}`,
  date: jour(date),
});
const accuse = (deliberationId: string | null): Evenement => ({
  type: 'teletransmission',
  id: `t-${deliberationId}`,
  deliberationId,
  numero: '066-1',
  transmiseLe: jour('2022-09-20'),
  recueLe: jour('2022-09-20'),
});

describe('Les échéances d’une convention', () => {
  test('art. 6 : opposition, reconduction et fin, tant qu’elles sont à venir', () => {
    const convention = conventionDu('2022-10-10', [assuree]);
    expect(au(convention, '2023-01-15')).toEqual([
      'assurance 2023-12-31',
      'fin 2023-07-01',
      'opposition 2023-02-10',
      'reconduction 2023-04-10',
    ]);
    expect(au(convention, '2023-02-10')).toContain('opposition 2023-02-10');
    expect(au(convention, '2023-02-11')).not.toContain('opposition 2023-02-10');
  });

  test('art. 6 : une opposition reçue à temps retire la reconduction, et avance la fin', () => {
    const convention = conventionDu('2022-10-10', [assuree, opposition('2023-01-20', '2023-01-24')]);
    expect(au(convention, '2023-01-25')).toEqual(['assurance 2023-12-31', 'fin 2023-04-09']);
  });

  test('art. 7.1 : le remède, puis le constat, qui reste en retard tant que personne ne l’a fait', () => {
    const convention = conventionDu('2022-10-10', [assuree, miseEnDemeure('2023-01-10')]);
    expect(au(convention, '2023-01-20')).toEqual(expect.arrayContaining(['remede 2023-02-09', 'constat 2023-02-10']));
    expect(au(convention, '2023-02-10').filter((one) => one.startsWith('constat'))).toContain('constat 2023-02-10');
    expect(au(convention, '2023-03-01')).toContain('constat 2023-02-10');
    const done = conventionDu('2022-10-10', [assuree, miseEnDemeure('2023-01-10'), constat('2023-02-15', 'remediee')]);
    expect(au(done, '2023-03-01').filter((one) => one.startsWith('constat'))).toEqual([]);
  });

  test('art. 4.2 : une attestation expirée reste en retard, une attestation absente est à faire depuis l’effet', () => {
    const expired = conventionDu('2022-10-10', [assurance('2022-10-10', '2022-12-31')]);
    expect(au(expired, '2023-01-15')).toContain('assurance 2022-12-31');
    expect(au(conventionDu('2022-10-10'), '2023-01-15')).toContain('assurance depuis 2022-10-10');
  });

  test('art. 8.2 : un avenant signé d’un seul côté attend l’autre, jusqu’à ce qu’il signe ou qu’on l’annule', () => {
    const waiting = conventionDu('2022-10-10', [assuree, avenant('2022-12-01', null, {})]);
    expect(au(waiting, '2023-01-15')).toContain('signature depuis 2022-12-01');
    const [found] = elementsDesConventions([suivie(waiting)], jour('2023-01-15')).filter(({ le }) => le === null);
    expect(found?.precision).toBe('Avenant n° 1. Il manque la signature du Bénéficiaire.');
    const signed = conventionDu('2022-10-10', [assuree, avenant('2022-12-01', '2022-12-09', {})]);
    const cancelled = conventionDu('2022-10-10', [assuree, avenant('2022-12-01', null, {}), annulation('a1')]);
    for (const one of [signed, cancelled]) {
      expect(au(one, '2023-01-15').filter((line) => line.startsWith('signature'))).toEqual([]);
    }
  });

  test('préambule : une délibération sans accusé est à transmettre, sauf celle d’une association', () => {
    const decided = [deliberation('d1', 'departement', '2022-06-01'), deliberation('d2', 'beneficiaire', '2022-09-19')];
    const convention = conventionDu('2022-10-10', [assuree, ...decided, accuse('d1')]);
    expect(au(convention, '2023-01-15')).toContain('teletransmission depuis 2022-09-19');
    expect(au(convention, '2023-01-15')).not.toContain('teletransmission depuis 2022-06-01');
    const association = { ...convention, beneficiaireTransmet: false };
    expect(au(association, '2023-01-15').filter((line) => line.startsWith('teletransmission'))).toEqual([]);
  });

  test('préambule : la convention elle-même est à transmettre depuis l’effet, si ses clauses du jour le requièrent', () => {
    const transmissions = (convention: Convention, date: string) =>
      au(convention, date).filter((line) => line.startsWith('transmission'));
    const required = conventionDu('2022-10-10', [assuree], { ...clauses2022, transmissionRequise: true });
    expect(transmissions(required, '2023-01-15')).toEqual(['transmission depuis 2022-10-10']);
    const evenements = [...required.evenements, accuse(null)];
    expect(transmissions({ ...required, evenements }, '2023-01-15')).toEqual([]);
    const amended = conventionDu('2022-10-10', [avenant('2022-12-01', '2022-12-05', { transmissionRequise: true })]);
    expect(transmissions(amended, '2022-12-04')).toEqual([]);
    expect(transmissions(amended, '2022-12-05')).toEqual(['transmission depuis 2022-10-10']);
  });

  test('art. 6 : une opposition envoyée à temps et reçue en retard attend une décision depuis sa réception', () => {
    const decisions = (...evenements: Evenement[]) =>
      elementsDesConventions([suivie(conventionDu('2022-10-10', [assuree, ...evenements]))], jour('2023-02-20')).filter(
        ({ type }) => type === 'decision_opposition',
      );
    const late = opposition('2023-02-09', '2023-02-14');
    expect(decisions(late).map(dit)).toEqual(['decision_opposition depuis 2023-02-14']);
    expect(decisions(late)[0]?.precision).toBe(
      'L’opposition du Bénéficiaire a été envoyée à temps, et reçue trop tard.',
    );
    const decision = (admise: boolean): Evenement => ({
      type: 'decision_opposition',
      id: 'x1',
      oppositionId: late.id,
      date: jour('2023-02-16'),
      admise,
      motif: 'Grève des postes',
    });
    for (const admise of [true, false]) expect(decisions(late, decision(admise))).toEqual([]);
    expect(decisions(opposition('2023-02-11', '2023-02-14'))).toEqual([]);
    expect(decisions(opposition('2023-02-09', '2023-02-10'))).toEqual([]);
  });

  test('art. 6 : la signature attend depuis la première signature, sinon la dernière délibération, sinon la saisie', () => {
    const draft = (evenements: readonly Evenement[]): Convention => ({ clauses: clauses2022, evenements });
    // Written on 1 September at 22:30 UTC: already the 2nd in Paris.
    expect(au(draft([]), '2022-12-01')).toEqual(['signature depuis 2022-09-02']);
    const decided = [deliberation('d1', 'departement', '2022-06-01'), deliberation('d2', 'beneficiaire', '2022-09-19')];
    const told = [accuse('d1'), accuse('d2')];
    expect(au(draft([...decided, ...told]), '2022-12-01')).toEqual(['signature depuis 2022-09-19']);
    const half = draft([...decided, ...told, signature('beneficiaire', '2022-10-03')]);
    expect(au(half, '2022-12-01')).toEqual(['signature depuis 2022-10-03']);
    expect(elementsDesConventions([suivie(half)], jour('2022-12-01'))[0]?.precision).toBe(
      'Il manque la signature du Département.',
    );
  });

  test('art. 6 : une convention finie n’attend plus rien', () => {
    const convention = conventionDu('2022-10-10', [
      avenant('2022-12-01', null, {}),
      deliberation('d1', 'departement', '2022-06-01'),
    ]);
    expect(au(convention, '2023-07-01')).toContain('fin 2023-07-01');
    expect(au(convention, '2023-07-02')).toEqual([]);
  });

  test('ce qui sort d’Escale nomme la convention et la structure, rien d’autre', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    for (const element of elementsDesConventions([suivie(convention)], jour('2023-01-20'))) {
      expect(element.sujetPublic).toBe('convention CNV-2022-001, Mairie de Céret');
    }
  });
});

describe('Les contrats des agents', () => {
  const maelle = { id: 'a1', prenom: 'Maëlle', nom: 'Tramontane', contratFin: jour('2027-08-31') };

  test('préambule : la fin d’un contrat, dernier jour compris, sans nommer personne hors d’Escale', () => {
    const [element] = elementsDesAgents([maelle], jour('2027-08-31'));
    expect(element).toMatchObject({ type: 'contrat', sujet: 'Maëlle Tramontane', le: jour('2027-08-31') });
    expect(element?.sujetPublic).not.toMatch(/Maëlle|Tramontane/);
    expect(elementsDesAgents([maelle], jour('2027-09-01'))).toEqual([]);
  });
});
