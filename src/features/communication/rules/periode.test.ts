import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  dernierJourDemande,
  dernierJourLisible,
  dernierJourUsuel,
  direSuite,
  lirePeriode,
  PERIODES,
  PHRASES_PERIODE,
} from './periode.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const today = jour('2026-11-24');
const semaines = (count: number, du = today) => Array.from({ length: count }, (_, rank) => du.add({ weeks: rank }));

describe('la période d’une affiche', () => {
  test('six semaines sans rien dire ; une seule valeur, une des trois', () => {
    expect(lirePeriode([])).toBe('6-semaines');
    for (const one of PERIODES) expect(lirePeriode([one])).toBe(one);
    const refus = { refus: 'periode_inconnue' } as const;
    for (const asked of [[''], ['an'], ['toString'], ['trimestre '], ['trimestre', 'trimestre']]) {
      expect(lirePeriode(asked)).toEqual(refus);
    }
    expect(phrase(PHRASES_PERIODE, refus)).toBe('Choisissez une des périodes proposées.');
  });

  test('le dernier jour demandé est inclus : six semaines, treize, ou la fin de la convention', () => {
    expect(`${dernierJourUsuel(today)}`).toBe('2027-01-04');
    expect(`${dernierJourDemande('6-semaines', today, null)}`).toBe('2027-01-04');
    expect(`${dernierJourDemande('trimestre', today, jour('2026-12-01'))}`).toBe('2027-02-22');
    expect(`${dernierJourDemande('convention', today, jour('2026-12-01'))}`).toBe('2026-12-01');
    expect(`${dernierJourDemande('convention', today, today)}`).toBe('2026-11-24');
    const refus = { refus: 'convention_sans_fin' };
    expect(dernierJourDemande('convention', today, null)).toEqual(refus);
    expect(dernierJourDemande('convention', today, jour('2026-11-23'))).toEqual(refus);
  });
});

describe('ce qui tient lisiblement sur une page (art. 1.2)', () => {
  test('un trimestre de trois permanences tient ; de quatre, dix semaines', () => {
    const fin = jour('2027-02-22');
    expect(`${dernierJourLisible(Array(3).fill(semaines(13)), today, fin)}`).toBe('2027-02-22');
    expect(`${dernierJourLisible(Array(4).fill(semaines(13)), today, fin)}`).toBe('2027-02-01');
    expect(`${dernierJourLisible([semaines(40)], today, jour('2027-08-01'))}`).toBe('2027-05-17');
  });

  test('une permanence mensuelle s’arrête à ce qui est planifié', () => {
    const mois = Array.from({ length: 12 }, (_, rank) => today.add({ months: rank }));
    expect(`${dernierJourLisible([mois], today, jour('2028-07-01'))}`).toBe('2027-11-24');
    expect(`${dernierJourLisible([], today, jour('2027-01-04'))}`).toBe('2027-01-04');
  });

  test('toutes les dates jusque-là tiennent, et un jour de plus ne tiendrait pas', () => {
    const days = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(days, { maxLength: 6 }), fc.integer({ min: 0, max: 300 }), (offsets, asked) => {
        const permanences = offsets.map((list) => list.map((days) => today.add({ days })));
        const demande = today.add({ days: asked });
        const au = dernierJourLisible(permanences, today, demande);
        const place = [25, 25, 15, 15, 10][Math.min(permanences.length, 4)] ?? 0;
        const most = (last: Temporal.PlainDate) =>
          Math.max(0, ...permanences.map((all) => all.filter((d) => Temporal.PlainDate.compare(d, last) <= 0).length));
        expect(most(au)).toBeLessThanOrEqual(place);
        expect(Temporal.PlainDate.compare(au, demande)).toBeLessThanOrEqual(0);
        if (!au.equals(demande)) expect(most(au.add({ days: 1 }))).toBeGreaterThan(place);
      }),
    );
  });
});

describe('où l’affiche s’arrête', () => {
  const au = jour('2027-01-04');
  const usuelle = { periode: '6-semaines', au, demande: au, autres: 0 } as const;

  test('l’affiche usuelle, entière, n’en dit rien', () => {
    expect(direSuite(usuelle)).toBeNull();
  });

  test('une période choisie dit son dernier jour, et où lire la suite quand elle est coupée', () => {
    expect(direSuite({ ...usuelle, periode: 'trimestre' })).toBe('Dates jusqu’au 4 janvier 2027.');
    const coupee = 'Dates jusqu’au 4 janvier 2027. Dates suivantes à l’accueil et sur la page indiquée plus bas.';
    for (const periode of PERIODES) {
      expect(direSuite({ ...usuelle, periode, demande: jour('2027-02-22') })).toBe(coupee);
    }
  });

  test('les permanences qui ne tiennent pas sont dites', () => {
    expect(direSuite({ ...usuelle, autres: 1 })).toBe('Une autre permanence : demandez à l’accueil.');
    expect(direSuite({ ...usuelle, autres: 3 })).toBe('3 autres permanences : demandez à l’accueil.');
  });
});
