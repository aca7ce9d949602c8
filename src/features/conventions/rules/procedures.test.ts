import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  alertes,
  clauses2022,
  derniereJournee,
  dernierJourRemede,
  type Evenement,
  enVigueurLe,
  finConvention,
  PHRASES_EVENEMENT,
  statutAu,
  verifierEvenement,
} from '../rules.ts';
import { codes, constat, conventionDu, dit, jour, lettre, miseEnDemeure, remede } from './exemples.ts';

describe('résiliation pour faute (art. 7.1)', () => {
  test('art. 7.1 : reçue le 2023-01-10, il y a jusqu’au 2023-02-09 pour remédier', () => {
    expect(dernierJourRemede(jour('2023-01-10'), clauses2022).toString()).toBe('2023-02-09');
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    expect(statutAu(convention, jour('2023-01-09'))).toBe('en_vigueur');
    expect(statutAu(convention, jour('2023-02-09'))).toBe('mise_en_demeure');
    expect(statutAu(convention, jour('2023-02-10'))).toBe('constat_attendu');
    expect(alertes(convention, jour('2023-02-10'))).toContainEqual({
      refus: 'constat_attendu',
      auteur: 'departement',
      depuis: jour('2023-02-10'),
    });
  });

  test('art. 7.1 : la machine ne résilie jamais d’elle-même', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    expect(enVigueurLe(convention, jour('2023-06-30'))).toBe(true);
  });

  test('art. 7.1 : le constat résilie ce jour-là', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), constat('2023-02-15')]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-02-15'), cause: 'faute' });
    expect(statutAu(convention, jour('2023-02-14'))).toBe('constat_attendu');
    expect(statutAu(convention, jour('2023-02-16'))).toBe('resiliee');
  });

  test('art. 7.1 : un constat fait avant la fin du délai est refusé, et sans effet s’il existe', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    const refus = verifierEvenement(convention, constat('2023-02-09'));
    expect(refus).toEqual([{ refus: 'constat_premature', possibleLe: jour('2023-02-10') }]);
    expect(refus.map((un) => phrase(PHRASES_EVENEMENT, un)).join()).toContain('10 février 2023');
    expect(verifierEvenement(convention, constat('2023-02-10'))).toEqual([]);
    const forced = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), constat('2023-02-09')]);
    expect(derniereJournee(forced)?.toString()).toBe('2023-07-01');
    expect(codes(forced, '2023-02-09')).toContain('constat_sans_effet');
  });

  test('art. 7.1 : un remède ne précède pas la lettre qui le demande', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    const [refus] = verifierEvenement(convention, remede('2023-01-05'));
    expect(refus && phrase(PHRASES_EVENEMENT, refus)).toBe(
      'Un remède ne peut pas précéder la mise en demeure, envoyée le 6 janvier 2023.',
    );
    expect(verifierEvenement(convention, remede('2023-01-06'))).toEqual([]);
  });

  test('art. 7.1 : remédié à temps, la procédure se ferme ; en partie ou trop tard, elle continue', () => {
    const statut = (evenement: Evenement) =>
      statutAu(conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), evenement]), jour('2023-02-20'));
    expect(statut(remede('2023-02-09'))).toBe('en_vigueur');
    expect(statut(remede('2023-02-09', false))).toBe('constat_attendu');
    expect(statut(remede('2023-02-10'))).toBe('constat_attendu');
    expect(statut(constat('2023-02-12', 'remediee'))).toBe('en_vigueur');
    const late = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), remede('2023-02-10')]);
    expect(codes(late, '2023-02-20')).toContain('remede_tardif');
  });

  test('art. 7.1 : une lettre non réclamée compte de sa première présentation', () => {
    const courrier = {
      ...lettre('2023-01-06', null),
      premierePresentationLe: jour('2023-01-10'),
      sort: 'non_reclame' as const,
    };
    const evenement = { ...miseEnDemeure(null), courrier } as Evenement;
    expect(statutAu(conventionDu('2022-10-10', [evenement]), jour('2023-02-10'))).toBe('constat_attendu');
    const clauses = { ...clauses2022, courrierNonRetire: 'sans_effet' as const };
    expect(statutAu(conventionDu('2022-10-10', [evenement], clauses), jour('2023-02-10'))).toBe('en_vigueur');
  });
});

describe('force majeure et dissolution (art. 7.2)', () => {
  const force: Evenement = {
    type: 'force_majeure',
    id: 'f1',
    auteur: 'beneficiaire',
    motif: 'Inondation',
    covid19: false,
    courrier: lettre('2023-01-06', '2023-01-10'),
  };

  test('art. 7.2 : trente jours après réception, la convention est résiliée', () => {
    const convention = conventionDu('2022-10-10', [force]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-02-09'), cause: 'force_majeure' });
    expect(statutAu(convention, jour('2023-02-09'))).toBe('resiliation_en_cours');
    expect(statutAu(convention, jour('2023-02-10'))).toBe('resiliee');
  });

  test('art. 7.2 : si la clause compte l’envoi, le délai part de l’envoi', () => {
    const convention = conventionDu('2022-10-10', [force], { ...clauses2022, forceMajeureCompteDe: 'envoi' });
    expect(derniereJournee(convention)?.toString()).toBe('2023-02-05');
  });

  test('art. 7.2 : la dissolution du Bénéficiaire met fin à la convention le jour même', () => {
    const convention = conventionDu('2022-10-10', [{ type: 'dissolution', id: 'd1', date: jour('2022-12-31') }]);
    expect(dit(convention)).toEqual(['2022-10-10 → 2022-12-31']);
    expect(statutAu(convention, jour('2023-01-01'))).toBe('resiliee');
  });

  test('art. 7.2 : une dissolution après la fin ne la déplace pas', () => {
    const convention = conventionDu('2022-10-10', [{ type: 'dissolution', id: 'd1', date: jour('2023-12-31') }]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
  });
});
