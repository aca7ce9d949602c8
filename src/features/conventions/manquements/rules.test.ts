import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { etatManquement, type Manquement, MOTIF_MAX, motifDesManquements, verifierManquement } from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const manquement = (autres: Partial<Manquement> = {}): Manquement => ({
  nature: 'moyens',
  constateLe: jour('2026-11-12'),
  lieuNom: 'Médiathèque d’Elne',
  remarque: 'imprimante en panne',
  reponduLe: null,
  miseEnDemeureId: null,
  ...autres,
});

describe('ce que le Bénéficiaire devait offrir (art. 3.2)', () => {
  test.each([
    ['2026-11-24', 's1', []],
    ['2026-05-24', 's1', []],
    ['2026-11-25', 's1', ['date_a_venir']],
    ['2026-05-23', 's1', ['date_ancienne']],
    ['2026-11-25', null, ['lieu_du_departement', 'date_a_venir']],
  ] as const)(
    'art. 3.2 : le 24 novembre 2026, vu le %s (structure %s) donne %j',
    (constateLe, structureId, attendu) => {
      const found = verifierManquement({ structureId, constateLe: jour(constateLe) }, jour('2026-11-24'));
      expect(found.map(({ refus }) => refus)).toEqual(attendu);
    },
  );

  test('art. 3.2 : sans réponse, répondu, ou cité par une mise en demeure', () => {
    expect(etatManquement(manquement())).toBe('ouvert');
    expect(etatManquement(manquement({ reponduLe: jour('2026-11-20') }))).toBe('repondu');
    expect(etatManquement(manquement({ reponduLe: jour('2026-11-20'), miseEnDemeureId: 'e1' }))).toBe('mis_en_demeure');
  });

  test('art. 7.1 : une mise en demeure cite les manquements dans l’ordre de leurs jours', () => {
    expect(motifDesManquements([manquement()])).toBe(
      'Manquement à l’article 3.2 : moyens et équipements, le 12 novembre 2026 à Médiathèque d’Elne (imprimante en panne).',
    );
    const gratuite = manquement({ nature: 'gratuite', constateLe: jour('2026-10-01'), remarque: null });
    expect(motifDesManquements([manquement(), gratuite])).toBe(
      'Manquements à l’article 3.2 : gratuité, le 1er octobre 2026 à Médiathèque d’Elne ; moyens et équipements, le 12 novembre 2026 à Médiathèque d’Elne (imprimante en panne).',
    );
  });

  test('art. 7.1 : le motif tient toujours dans son champ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        (remarques) => {
          const motif = motifDesManquements(remarques.map((remarque) => manquement({ remarque })));
          expect([...motif].length).toBeLessThanOrEqual(MOTIF_MAX);
        },
      ),
    );
  });
});
