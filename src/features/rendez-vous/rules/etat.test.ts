import { describe, expect, test } from 'vitest';
import type { Statut } from '../rules.ts';
import { venuesPossibles, verifierChangement, verifierVenue } from './etat.ts';

const i = (text: string) => Temporal.Instant.from(text);
const rdv = (statut: Statut = 'confirme') => ({
  statut,
  jour: Temporal.PlainDate.from('2026-12-01'),
  debut: Temporal.PlainTime.from('09:00'),
});

describe('changer ou annuler', () => {
  const refus = (now: string, { statut, parLaPersonne = true }: { statut?: Statut; parLaPersonne?: boolean } = {}) =>
    verifierChangement(rdv(statut), { limiteHeures: 2, parLaPersonne }, i(now))?.refus ?? null;

  test('la personne, jusqu’à deux heures avant ; un agent, jusqu’à l’heure', () => {
    expect(refus('2026-12-01T05:59:59Z')).toBeNull();
    expect(refus('2026-12-01T06:00:00Z')).toBe('limite');
    expect(refus('2026-12-01T07:59:59Z', { parLaPersonne: false })).toBeNull();
    expect(refus('2026-12-01T08:00:00Z', { parLaPersonne: false })).toBe('commence');
  });

  test.each(['annule', 'deplace', 'recu', 'absent', 'arrive', 'tenu'] as const)(
    '%s : plus rien à changer',
    (statut) => {
      expect(refus('2026-11-01T08:00:00Z', { statut })).toBe('fini');
    },
  );

  test('ce dont la séance a disparu se change à tout moment', () => {
    expect(refus('2026-12-05T08:00:00Z', { statut: 'a_replacer' })).toBeNull();
  });
});

describe('noter une venue', () => {
  const refus = (venue: 'confirme' | 'arrive' | 'recu' | 'absent', now: string, statut?: Statut) =>
    verifierVenue(rdv(statut), venue, i(now))?.refus ?? null;

  test('à partir du jour, à l’heure de Paris', () => {
    expect(refus('arrive', '2026-11-30T22:59:00Z')).toBe('pas_le_jour');
    expect(refus('arrive', '2026-11-30T23:00:00Z')).toBeNull();
  });

  test('l’absence, une fois l’heure passée ; tout se reprend', () => {
    expect(refus('absent', '2026-12-01T07:59:00Z')).toBe('pas_encore');
    expect(refus('absent', '2026-12-01T08:00:00Z')).toBeNull();
    expect(refus('confirme', '2026-12-01T08:00:00Z', 'absent')).toBeNull();
    expect(venuesPossibles('recu')).toEqual(['confirme', 'arrive', 'absent']);
  });

  test('rien sur un rendez-vous annulé, déplacé, à replacer ou seulement proposé', () => {
    for (const statut of ['annule', 'deplace', 'a_replacer', 'tenu'] as const) {
      expect(refus('arrive', '2026-12-01T08:00:00Z', statut)).toBe('autre_etat');
    }
  });
});
