import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { direAilleurs, direAttente, direDepart } from './phrases.ts';
import { attendre, direJour, direMoment, instant, jourDe, regler } from './temps.ts';

const MINUTE = 60_000;
const JOUR = 24 * 60 * MINUTE;
const vrai = Date.parse('2026-11-24T09:00:00Z');

describe('l’heure de l’appareil', () => {
  test.each([2 * JOUR, -2 * JOUR])('décalée de %i ms, elle est corrigée par celle du serveur', (ecart) => {
    const horloge = regler({ decalage: 0, dernier: 0 }, vrai, vrai + ecart);
    expect(instant(horloge, vrai + ecart + 5 * MINUTE)).toBe(vrai + 5 * MINUTE);
    expect(jourDe(instant(horloge, vrai + ecart))).toBe('2026-11-24');
  });

  test('une batterie vide la remet à zéro : elle ne revient pas avant ce qui est déjà connu', () => {
    const horloge = regler({ decalage: 0, dernier: 0 }, vrai, vrai);
    expect(instant(horloge, 0)).toBe(vrai);
  });

  test('une réponse lente ne la déplace pas', () => {
    expect(regler({ decalage: 0, dernier: 0 }, vrai, vrai + 900).decalage).toBe(0);
    expect(regler({ decalage: -JOUR, dernier: 0 }, vrai, vrai + JOUR + 900).decalage).toBe(-JOUR);
  });

  test('le jour est celui de Paris, même passé minuit', () => {
    expect(jourDe(Date.parse('2026-11-24T23:30:00Z'))).toBe('2026-11-25');
    expect(jourDe(Date.parse('2026-07-14T22:30:00Z'))).toBe('2026-07-15');
    expect(direJour('2026-11-24')).toBe('mardi 24 novembre 2026');
    expect(direJour('2026-07-01')).toBe('mercredi 1er juillet 2026');
    expect(direMoment(Date.parse('2026-11-24T06:52:00Z'))).toBe('24/11 à 07:52');
  });
});

test('un jour se dit comme le navigateur le dirait', () => {
  const format = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', dateStyle: 'full' });
  const bounds = { min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(bounds), (date) => {
      expect(direJour(date.toISOString().slice(0, 10))).toBe(format.format(date).replace(/ 1 /, ' 1er '));
    }),
  );
});

test('on réessaie de moins en moins souvent, jamais plus tôt que le serveur ne le demande', () => {
  expect([1, 2, 3, 10].map((echecs) => attendre(echecs, null))).toEqual([5_000, 10_000, 20_000, 30_000]);
  expect(attendre(1, 60)).toBe(60_000);
});

test('ce qui attend est dit au singulier comme au pluriel', () => {
  expect(direAttente({ attend: 3, aCorriger: 0 }, false)).toBe('3 accompagnements attendent le réseau');
  expect(direAttente({ attend: 1, aCorriger: 0 }, true)).toBe('1 accompagnement attend d’être envoyé');
  expect(direAttente({ attend: 2, aCorriger: 1 }, true)).toBe(
    '2 accompagnements attendent d’être envoyés, 1 accompagnement est à corriger',
  );
  expect(direAttente({ attend: 0, aCorriger: 0 }, true)).toBe('');
  expect(direAilleurs(1)).toContain('1 saisie d’un autre compte attend sur cet appareil');
  expect(direDepart(2)).toContain('elles seront effacées');
});
