import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { phrase } from '../../domain/refus.ts';
import { decisionForm, retraitForm, signatureForm, versionForm } from './forms.ts';
import {
  dernierJourHomologation,
  etatVersion,
  manquesAvantOuverture,
  PHRASES_MANQUE,
  porteDesDonnees,
  rappelsDossiers,
  type Version,
  verifierDates,
  verifierDecision,
  versionEnVigueur,
} from './rules.ts';

const jour = Temporal.PlainDate.from;

const version = (genre: Version['genre'], numero: number, more: Partial<Version> = {}): Version => ({
  id: `${genre}-${numero}`,
  genre,
  numero,
  etabliLe: jour('2026-01-10'),
  revoirLe: jour('2027-01-10'),
  signature: null,
  decision: null,
  retrait: null,
  ...more,
});
const signee = (numero: number, le: string, more: Partial<Version> = {}) =>
  version('aipd', numero, { signature: { le: jour(le), avis: null }, ...more });
const decidee = (numero: number, le: string, dureeMois: number, more: Partial<Version> = {}) =>
  version('homologation', numero, { decision: { le: jour(le), dureeMois, fonction: 'Directrice' }, ...more });
const retrait = (le: string) => ({ retrait: { le: jour(le), raison: 'Mauvais fichier' } });
const refus = (versions: readonly Version[], le: string) =>
  manquesAvantOuverture(versions, jour(le)).map((m) => m.refus);

describe('art. 2 : avant d’y mettre de vraies données, les deux dossiers sont en vigueur', () => {
  test('sans rien, les deux manquent, et chacun se dit', () => {
    expect(refus([], '2026-03-01')).toEqual(['aipd_absente', 'homologation_absente']);
    expect(refus([version('aipd', 1), version('homologation', 1)], '2026-03-01')).toEqual([
      'aipd_non_signee',
      'homologation_non_decidee',
    ]);
    for (const manque of manquesAvantOuverture([], jour('2026-03-01'))) {
      expect(phrase(PHRASES_MANQUE, manque)).toMatch(/^L.*\.$/);
    }
  });

  test('l’AIPD signée et l’homologation décidée, la porte est ouverte dès ce jour, pas la veille', () => {
    const both = [signee(1, '2026-02-01'), decidee(1, '2026-03-01', 12)];
    expect(refus(both, '2026-01-31')).toEqual(['aipd_non_signee', 'homologation_non_decidee']);
    expect(refus(both, '2026-02-28')).toEqual(['homologation_non_decidee']);
    expect(refus(both, '2026-03-01')).toEqual([]);
  });

  test.each([
    ['2026-03-01', 12, '2027-03-01'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-03-01', 36, '2029-03-01'],
  ])('homologuée le %s pour %i mois, elle vaut jusqu’au %s, et la porte se ferme le lendemain', (le, mois, fin) => {
    const both = [signee(1, '2026-02-01'), decidee(1, le, mois)];
    expect(dernierJourHomologation({ le: jour(le), dureeMois: mois }).toString()).toBe(fin);
    expect(refus(both, fin)).toEqual([]);
    expect(refus(both, jour(fin).add({ days: 1 }).toString())).toEqual(['homologation_expiree']);
  });

  test('une version plus récente, qui attend, ne suspend rien ; une fois décidée, elle remplace', () => {
    const both = [
      signee(1, '2026-02-01'),
      version('aipd', 2),
      decidee(1, '2026-03-01', 12),
      version('homologation', 2),
    ];
    expect(refus(both, '2026-06-01')).toEqual([]);
    const renewed = [...both, decidee(3, '2027-02-01', 12)];
    expect(versionEnVigueur(renewed, 'homologation', jour('2027-01-31'))?.numero).toBe(1);
    expect(versionEnVigueur(renewed, 'homologation', jour('2027-03-02'))?.numero).toBe(3);
    expect(refus(renewed, '2028-02-01')).toEqual([]);
  });

  test('une version retirée ne compte plus, dès ce jour : la précédente reprend sa place', () => {
    const two = [signee(1, '2026-02-01'), signee(2, '2026-05-01', retrait('2026-05-10'))];
    expect(versionEnVigueur(two, 'aipd', jour('2026-05-09'))?.numero).toBe(2);
    expect(versionEnVigueur(two, 'aipd', jour('2026-05-10'))?.numero).toBe(1);
    expect(refus([signee(1, '2026-02-01', retrait('2026-02-02'))], '2026-03-01')).toContain('aipd_absente');
  });

  test('l’AIPD dont la révision est passée reste en vigueur, à revoir', () => {
    const both = [signee(1, '2026-02-01'), decidee(1, '2026-03-01', 36)];
    expect(refus(both, '2027-01-11')).toEqual([]);
    expect(both.map((one) => etatVersion(one, both, jour('2027-01-10')))).toEqual(['en_vigueur', 'en_vigueur']);
    expect(both.map((one) => etatVersion(one, both, jour('2027-01-11')))).toEqual(['a_revoir', 'a_revoir']);
  });

  test('la porte d’une démonstration est ouverte, et dit ce qui la fermerait', () => {
    const today = jour('2026-03-01');
    expect(porteDesDonnees([], today, { demo: false }).etat).toBe('fermee');
    const demo = porteDesDonnees([], today, { demo: true });
    expect(demo.etat).toBe('demonstration');
    expect(demo.manques).toHaveLength(2);
    const both = [signee(1, '2026-02-01'), decidee(1, '2026-03-01', 12)];
    expect(porteDesDonnees(both, today, { demo: false })).toEqual({ etat: 'ouverte', manques: [] });
  });

  test('quoi qu’il arrive, elle n’est ouverte que si une version de chaque sorte est en vigueur', () => {
    const days = fc.integer({ min: 0, max: 1500 }).map((days) => jour('2026-01-10').add({ days }));
    const some = fc.record({
      le: days,
      isActed: fc.boolean(),
      isWithdrawn: fc.boolean(),
      mois: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 4 }),
        fc.array(some, { maxLength: 4 }),
        days,
        (aipds, homologations, today) => {
          const versions = [
            ...aipds.map(({ le, isActed, isWithdrawn }, rank) =>
              version('aipd', rank + 1, {
                signature: isActed ? { le, avis: null } : null,
                ...(isWithdrawn ? { retrait: { le, raison: 'x' } } : {}),
              }),
            ),
            ...homologations.map(({ le, isActed, isWithdrawn, mois }, rank) =>
              version('homologation', rank + 1, {
                decision: isActed ? { le, dureeMois: mois, fonction: 'x' } : null,
                ...(isWithdrawn ? { retrait: { le, raison: 'x' } } : {}),
              }),
            ),
          ];
          const inForce = (['aipd', 'homologation'] as const).map((genre) => versionEnVigueur(versions, genre, today));
          const { etat } = porteDesDonnees(versions, today, { demo: false });
          expect(etat === 'ouverte').toBe(inForce.every((one) => one !== null));
          for (const one of inForce) {
            if (one !== null) expect(etatVersion(one, versions, today)).toBeOneOf(['en_vigueur', 'a_revoir']);
          }
          const standing = versions.filter((one) =>
            ['en_vigueur', 'a_revoir'].includes(etatVersion(one, versions, today)),
          );
          expect(standing.length).toBe(inForce.filter((one) => one !== null).length);
        },
      ),
    );
  });
});

describe('les états et les rappels', () => {
  test('chaque version dit où elle en est', () => {
    const all = [
      signee(1, '2026-02-01'),
      version('aipd', 2),
      signee(3, '2026-06-01'),
      version('aipd', 4),
      decidee(1, '2026-03-01', 3),
      decidee(2, '2026-04-01', 3, retrait('2026-04-02')),
    ];
    expect(all.map((one) => etatVersion(one, all, jour('2026-06-02')))).toEqual([
      'remplacee',
      'remplacee',
      'en_vigueur',
      'attend',
      'expiree',
      'retiree',
    ]);
  });

  test('une révision ou une fin se rappelle 90 jours avant, la plus proche d’abord', () => {
    const both = [signee(1, '2026-02-01'), decidee(1, '2026-03-01', 9, { revoirLe: jour('2030-01-01') })];
    expect(rappelsDossiers(both, jour('2026-09-01'))).toEqual([]);
    expect(rappelsDossiers(both, jour('2026-09-02')).map(({ type }) => type)).toEqual(['expire']);
    const later = rappelsDossiers(both, jour('2026-11-01'));
    expect(later.map(({ type, le }) => `${type} ${le}`)).toEqual(['expire 2026-12-01', 'revoir 2027-01-10']);
  });
});

describe('ce qui est refusé', () => {
  test('un document daté de demain, une révision qui ne vient pas après', () => {
    const today = jour('2026-03-01');
    const dates = (etabliLe: string, revoirLe: string) =>
      verifierDates({ etabliLe: jour(etabliLe), revoirLe: jour(revoirLe) }, today).map((one) => one.refus);
    expect(dates('2026-03-01', '2027-03-01')).toEqual([]);
    expect(dates('2026-03-02', '2027-03-01')).toEqual(['etabli_a_venir']);
    expect(dates('2026-03-01', '2026-03-01')).toEqual(['revoir_avant']);
    expect(dates('2026-03-02', '2026-03-01')).toEqual(['etabli_a_venir', 'revoir_avant']);
  });

  test('une décision à venir, ou d’avant le dossier', () => {
    const verifier = (le: string) =>
      verifierDecision(version('homologation', 1), { le: jour(le), dureeMois: 12, fonction: 'x' }, jour('2026-03-01'));
    expect(verifier('2026-03-02')).toEqual({ refus: 'decision_a_venir' });
    expect(verifier('2026-01-09')).toEqual({ refus: 'decision_avant_dossier' });
    expect(verifier('2026-01-10')).toBeNull();
  });
});

test.each([
  ['ajouter', versionForm],
  ['signer', signatureForm],
  ['décider', decisionForm],
  ['retirer', retraitForm],
])('%s : n’importe quoi est lu, ou refusé en français', (_, form) => {
  expectFrenchOrData(form);
});
