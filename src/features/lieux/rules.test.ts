import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Constat,
  CRITERES,
  type Critere,
  constatsAu,
  exigences2022,
  isConvenu,
  manquesPour,
  needsConvention,
  phraseManque,
  regles2022,
  usagesPossibles,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const vu = (critere: Critere, satisfait: boolean, le: string, id = `${critere}-${le}`): Constat => ({
  id,
  critere,
  satisfait,
  constateLe: jour(le),
  constatePar: 'Alix Fictive',
});
const tous = (sauf: readonly Critere[] = []): Constat[] =>
  (Object.keys(CRITERES) as Critere[])
    .filter((critere) => !sauf.includes(critere))
    .map((critere) => vu(critere, true, '2026-01-10'));

describe('conformité d’un lieu (art. 1.2)', () => {
  test('art. 1.2 : un lieu complet accueille permanences et ateliers', () => {
    expect(usagesPossibles(tous(), jour('2026-11-24'))).toEqual({
      permanence: { possible: true, derogation: null },
      atelier: { possible: true, derogation: null },
    });
  });

  test('art. 1.2 : sans aucun constat, rien n’est possible et chaque critère est nommé', () => {
    expect(manquesPour('permanence', [], jour('2026-11-24')).map(({ critere }) => critere)).toEqual(
      exigences2022.permanence,
    );
  });

  test('art. 1.2 : un atelier demande Internet et Wifi, une permanence s’en passe', () => {
    const usages = usagesPossibles(tous(['wifi', 'salle_6_a_8']), jour('2026-11-24'));
    expect(usages.permanence.possible).toBe(true);
    expect(usages.atelier).toEqual({
      possible: false,
      manques: [
        { critere: 'wifi', raison: 'jamais_constate', constat: null },
        { critere: 'salle_6_a_8', raison: 'jamais_constate', constat: null },
      ],
    });
  });

  test('art. 1.2 : le dernier constat de chaque critère l’emporte, à la date demandée', () => {
    const perdu = vu('bureau_confidentiel', false, '2026-03-02');
    const constats = [perdu, ...tous()];
    expect(usagesPossibles(constats, jour('2026-03-01')).permanence.possible).toBe(true);
    const [manque] = manquesPour('permanence', constats, jour('2026-03-02'));
    expect(manque).toEqual({ critere: 'bureau_confidentiel', raison: 'non_satisfait', constat: perdu });
    if (manque !== undefined) {
      expect(phraseManque(manque)).toBe(
        'Bureau fermé et confidentiel : absent, constaté le 2 mars 2026 par Alix Fictive',
      );
    }
  });

  test('art. 1.2 : le même jour, le dernier enregistré l’emporte, quel que soit l’ordre', () => {
    const constats = [vu('wifi', true, '2026-01-10', '1'), vu('wifi', false, '2026-01-10', '2')];
    fc.assert(
      fc.property(fc.shuffledSubarray(constats, { minLength: 2 }), (melange) => {
        expect(constatsAu(melange, jour('2026-01-10')).get('wifi')?.satisfait).toBe(false);
      }),
    );
  });

  test('art. 1.2 : les exigences par usage sont un paramètre', () => {
    const regles = { ...regles2022, exigences: { ...exigences2022, atelier: ['wifi'] as const } };
    expect(usagesPossibles([vu('wifi', true, '2026-01-10')], jour('2026-02-01'), regles).atelier.possible).toBe(true);
  });

  test('art. 1.2 : une dérogation vaut jusqu’à son dernier jour, pour son usage', () => {
    const derogation = {
      usage: 'permanence' as const,
      criteres: exigences2022.permanence,
      auteur: 'Alix Fictive',
      motif: 'Travaux du bureau',
      du: jour('2026-03-01'),
      au: jour('2026-03-31'),
      leveeLe: null,
    };
    const usages = (date: string) => usagesPossibles([], jour(date), regles2022, [derogation]);
    expect(usages('2026-03-31').permanence).toEqual({ possible: true, derogation });
    expect(usages('2026-03-31').atelier.possible).toBe(false);
    expect(usages('2026-04-01').permanence.possible).toBe(false);
  });

  test('art. 1.2 : le lieu est défini par le Bénéficiaire en accord avec le Département', () => {
    const lieu = { structureId: 's1', beneficiaireLe: jour('2026-01-05'), departementLe: jour('2026-01-12') };
    expect(isConvenu(lieu, jour('2026-01-11'))).toBe(false);
    expect(isConvenu(lieu, jour('2026-01-12'))).toBe(true);
    expect(isConvenu({ ...lieu, departementLe: null }, jour('2026-02-01'))).toBe(false);
    expect(isConvenu({ structureId: null, beneficiaireLe: null, departementLe: null }, jour('2026-02-01'))).toBe(true);
  });

  test('art. 3.1 : un lieu du Département se passe de convention', () => {
    expect(needsConvention('s1')).toBe(true);
    expect(needsConvention(null)).toBe(false);
  });
});
