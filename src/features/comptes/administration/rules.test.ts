import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roles } from '../../../domain/compte.ts';
import { ADMINISTRATEURS_MIN, etatCompte, verifierFermeture, verifierOubli } from './rules.ts';

const administrateur = (courriel: string) => ({ courriel, role: 'administrateur', ferme: false }) as const;

describe('deux administrateurs au moins', () => {
  test('de trois, l’un peut partir ; de deux, aucun', () => {
    expect(verifierFermeture(administrateur('a@exemple.fr'), 'b@exemple.fr', 2)).toBeNull();
    expect(verifierFermeture(administrateur('a@exemple.fr'), 'b@exemple.fr', 1)).toEqual({
      refus: 'administrateurs_trop_peu',
      restants: 1,
    });
    expect(verifierFermeture(administrateur('a@exemple.fr'), null, 0)).toMatchObject({ restants: 0 });
  });

  test('personne ne ferme un compte de sa propre adresse, ni n’oublie ses propres seconds facteurs', () => {
    expect(verifierFermeture(administrateur('a@exemple.fr'), 'a@exemple.fr', 9)).toEqual({ refus: 'soi_meme' });
    expect(verifierOubli({ courriel: 'a@exemple.fr' }, 'a@exemple.fr')).toEqual({ refus: 'soi_meme' });
    expect(verifierOubli({ courriel: 'a@exemple.fr' }, 'b@exemple.fr')).toBeNull();
  });

  test('quelle que soit la suite des fermetures demandées, deux administrateurs restent s’ils étaient deux', () => {
    const asked = fc.record({ acteur: fc.nat(9), cible: fc.nat(9), role: fc.constantFrom(...roles) });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.array(asked, { maxLength: 40 }), (count, demandes) => {
        const open = new Set(Array.from({ length: count }, (_, index) => index));
        for (const { acteur, cible, role } of demandes) {
          const isAdministrateur = role === 'administrateur';
          const ferme = isAdministrateur && !open.has(cible);
          const restants = [...open].filter((one) => one !== cible).length;
          const refus = verifierFermeture({ courriel: `${cible}`, role, ferme }, `${acteur}`, restants);
          if (refus === null && isAdministrateur) open.delete(cible);
          if (refus === null) expect(cible).not.toBe(acteur);
          expect(open.size).toBeGreaterThanOrEqual(ADMINISTRATEURS_MIN);
        }
      }),
    );
  });
});

test('un compte est invité tant que personne n’est venu', () => {
  expect(etatCompte({ ferme: false, facteurs: 0, connu: false })).toBe('invite');
  expect(etatCompte({ ferme: false, facteurs: 1, connu: false })).toBe('ouvert');
  expect(etatCompte({ ferme: false, facteurs: 0, connu: true })).toBe('ouvert');
  expect(etatCompte({ ferme: true, facteurs: 1, connu: true })).toBe('ferme');
});
