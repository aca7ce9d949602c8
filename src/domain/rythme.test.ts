import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vacancesDemo } from '../../db/demo/vacances.ts';
import { estFerie } from './calendrier.ts';
import type { Jour } from './demi-journee.ts';
import { compareJours, contains } from './periode.ts';
import {
  connuesJusquAu,
  couperSerie,
  direRythme,
  estDeRang,
  horizonConnu,
  joursDeSerie,
  occurrences,
  parSemaine,
  RANGS,
  rythmeCourt,
  type Serie,
} from './rythme.ts';

const jour = Temporal.PlainDate.from;
const vacances = vacancesDemo();
/** The school year of the dates checked by hand. */
const ANNEE = { du: jour('2026-09-01'), au: jour('2027-08-31') } as const;
const jeudi = { jour: 4, du: jour('2026-09-01'), au: null } as const;

/** « 2026-09 3 17 » for each month: easier to check against a calendar on the wall. */
function parMois(dates: readonly Temporal.PlainDate[]): readonly string[] {
  return [...Map.groupBy(dates, (date) => date.toString().slice(0, 7))].map(
    ([mois, list]) => `${mois} ${list.map(({ day }) => day).join(' ')}`,
  );
}

describe('les rythmes, vérifiés à la main de septembre 2026 à août 2027 (art. 1.2)', () => {
  test('scénario 10 : un jeudi sur deux, compté depuis le premier jour', () => {
    expect(parMois(occurrences({ ...jeudi, toutesLes: 2 }, ANNEE))).toEqual([
      '2026-09 3 17',
      '2026-10 1 15 29',
      '2026-11 12 26',
      '2026-12 10 24',
      '2027-01 7 21',
      '2027-02 4 18',
      '2027-03 4 18',
      '2027-04 1 15 29',
      '2027-05 13 27',
      '2027-06 10 24',
      '2027-07 8 22',
      '2027-08 5 19',
    ]);
  });

  test('scénario 10 : les 2e et 4e jeudis du mois, hors vacances scolaires de la zone C', () => {
    const serie = { ...jeudi, rangs: [2, 4], horsVacances: true } as const;
    // Fermés : 22 octobre (Toussaint), 24 décembre (Noël), 11 février (hiver), 8 avril (printemps), juillet et août (été).
    expect(parMois(occurrences(serie, { ...ANNEE, vacances }))).toEqual([
      '2026-09 10 24',
      '2026-10 8',
      '2026-11 12 26',
      '2026-12 10',
      '2027-01 14 28',
      '2027-02 25',
      '2027-03 11 25',
      '2027-04 22',
      '2027-05 13 27',
      '2027-06 10 24',
    ]);
  });

  test('scénario 10 : un mois de cinq jeudis n’en donne pas un de plus aux 2e et 4e', () => {
    const serie = { ...jeudi, rangs: [2, 4] } as const;
    expect(parMois(occurrences(serie, { du: jour('2026-10-01'), au: jour('2026-12-31') }))).toEqual([
      '2026-10 8 22',
      '2026-11 12 26',
      '2026-12 10 24',
    ]);
  });

  test('scénario 10 : le 5e jeudi n’existe que quatre fois l’an, le dernier chaque mois', () => {
    expect(parMois(occurrences({ ...jeudi, rangs: [5] }, ANNEE))).toEqual([
      '2026-10 29',
      '2026-12 31',
      '2027-04 29',
      '2027-07 29',
    ]);
    expect(parMois(occurrences({ ...jeudi, rangs: [-1] }, ANNEE))).toEqual([
      '2026-09 24',
      '2026-10 29',
      '2026-11 26',
      '2026-12 31',
      '2027-01 28',
      '2027-02 25',
      '2027-03 25',
      '2027-04 29',
      '2027-05 27',
      '2027-06 24',
      '2027-07 29',
      '2027-08 26',
    ]);
  });

  test('4e et dernier : un mois de quatre jeudis n’en donne qu’un', () => {
    const serie = { ...jeudi, rangs: [4, -1] } as const;
    expect(parMois(occurrences(serie, { du: jour('2026-10-01'), au: jour('2026-11-30') }))).toEqual([
      '2026-10 22 29',
      '2026-11 26',
    ]);
  });

  test.each([
    ['l’heure d’hiver', '2026-10-19', ['2026-10-20T07:00Z', '2026-10-27T08:00Z', '2026-11-03T08:00Z']],
    ['l’heure d’été', '2027-03-22', ['2027-03-23T08:00Z', '2027-03-30T07:00Z', '2027-04-06T07:00Z']],
  ])('scénario 6 : chaque mardi à 9 h de Paris, avant et après le passage à %s', (_, du, instants) => {
    const dates = occurrences({ jour: 2, du: jour(du), au: null }, { du: jour(du), au: jour(du).add({ weeks: 3 }) });
    const paris = dates.map((date) => date.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' }));
    expect(paris.map((one) => one.toInstant().toString({ smallestUnit: 'minute' }))).toEqual(instants);
  });

  test('scénario 7 : le lundi de Pâques 2027 est nommé, rien ne s’y tient', () => {
    const lundis = { jour: 1, du: jour('2027-03-22'), au: jour('2027-04-05') } as const;
    expect(joursDeSerie(lundis, ANNEE).map(({ date, ferme }) => [date.toString(), ferme])).toEqual([
      ['2027-03-22', null],
      ['2027-03-29', 'lundi de Pâques'],
      ['2027-04-05', null],
    ]);
  });

  test('scénario 7 : en Alsace-Moselle, le Vendredi saint aussi', () => {
    const vendredis = { jour: 5, du: jour('2027-03-19'), au: jour('2027-04-02') } as const;
    const ici = { ...ANNEE, calendrier: { alsaceMoselle: true } };
    expect(occurrences(vendredis, ANNEE)).toHaveLength(3);
    expect(occurrences(vendredis, ici).map(String)).toEqual(['2027-03-19', '2027-04-02']);
  });

  test('les vacances sont fermées de leur premier jour à la veille de la rentrée', () => {
    const samedis = { jour: 6, du: jour('2026-10-10'), au: jour('2026-11-07'), horsVacances: true } as const;
    expect(joursDeSerie(samedis, { ...ANNEE, vacances }).map(({ ferme }) => ferme)).toEqual([
      null,
      'vacances de la Toussaint',
      'vacances de la Toussaint',
      'vacances de la Toussaint',
      null,
    ]);
    expect(occurrences({ ...samedis, horsVacances: false }, { ...ANNEE, vacances })).toHaveLength(5);
  });
});

describe('ce qui n’a pas de fin, ou ne donne rien', () => {
  test('une série sans dernier jour s’arrête avec la fenêtre : 52 jeudis, moins l’Ascension', () => {
    expect(occurrences({ jour: 4, du: jour('1990-01-01'), au: null }, ANNEE)).toHaveLength(51);
  });

  test('finie avant la fenêtre, ou commençant après, elle n’y donne rien', () => {
    expect(occurrences({ ...jeudi, au: jour('2026-08-31') }, ANNEE)).toEqual([]);
    expect(occurrences({ ...jeudi, du: jour('2027-09-01') }, ANNEE)).toEqual([]);
    expect(occurrences(jeudi, { du: ANNEE.au, au: ANNEE.du })).toEqual([]);
  });

  test('hors vacances, on ne prévoit pas au-delà de ce qui est connu', () => {
    const horizon = jour('2027-11-24');
    expect(connuesJusquAu(vacances)).toEqual(jour('2027-08-31'));
    expect(horizonConnu({ horsVacances: true }, horizon, vacances)).toEqual(jour('2027-08-31'));
    expect(horizonConnu({ horsVacances: true }, horizon, [])).toBeNull();
    expect(horizonConnu({}, horizon, [])).toEqual(horizon);
  });
});

describe('couper une série à un jour', () => {
  const pairs = { ...jeudi, toutesLes: 2 } as const;

  test('une semaine sur deux garde ses semaines', () => {
    const { avant, apres } = couperSerie(pairs, jour('2026-09-08'));
    expect([avant?.au, apres?.du]).toEqual([jour('2026-09-07'), jour('2026-09-17')]);
  });

  test('avant son premier jour, rien n’est coupé ; après le dernier, rien ne continue', () => {
    expect(couperSerie(pairs, pairs.du)).toEqual({ avant: null, apres: pairs });
    const finie = { ...pairs, au: jour('2026-09-30') };
    expect(couperSerie(finie, jour('2026-10-01'))).toEqual({ avant: finie, apres: null });
    expect(couperSerie(finie, jour('2026-09-20')).apres).toBeNull();
  });
});

describe('dire un rythme', () => {
  test.each([
    [{ jour: 4 }, 'jeudi', 'chaque jeudi'],
    [{ jour: 4, toutesLes: 2 }, 'un jeudi sur deux', 'un jeudi sur deux'],
    [{ jour: 1, toutesLes: 8 }, 'un lundi sur huit', 'un lundi sur huit'],
    [{ jour: 4, rangs: [4, 2] }, '2e et 4e jeudis', 'les 2e et 4e jeudis du mois'],
    [{ jour: 4, rangs: [-1] }, 'dernier jeudi', 'le dernier jeudi du mois'],
    [{ jour: 2, rangs: [1, 3, -1] }, '1er, 3e et dernier mardis', 'les 1er, 3e et dernier mardis du mois'],
    [{ jour: 4, horsVacances: true }, 'jeudi', 'chaque jeudi, hors vacances scolaires'],
  ] as const)('%o', (rythme, court, long) => {
    expect([rythmeCourt(rythme), direRythme(rythme)]).toEqual([court, long]);
  });

  test('en demi-journées par semaine', () => {
    expect([{}, { toutesLes: 2 }, { rangs: [2, 4] as const }, { rangs: RANGS }].map(parSemaine)).toEqual([
      1, 0.5, 0.5, 1,
    ]);
  });
});

const dates = fc.integer({ min: 0, max: 1500 }).map((days) => jour('2025-01-01').add({ days }));
const rythmes = fc.oneof(
  fc.record({ toutesLes: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ rangs: fc.uniqueArray(fc.constantFrom(...RANGS), { minLength: 1 }) }),
);
const series: fc.Arbitrary<Serie> = fc
  .record({
    jour: fc.integer({ min: 1, max: 7 }).map((day) => day as Jour),
    du: dates,
    longueur: fc.option(fc.integer({ min: 0, max: 500 })),
    horsVacances: fc.boolean(),
    rythme: rythmes,
  })
  .map(({ longueur, rythme, ...serie }) => ({
    ...serie,
    ...rythme,
    au: longueur === null ? null : serie.du.add({ days: longueur }),
  }));
const fenetres = fc
  .record({ du: dates, jours: fc.integer({ min: 0, max: 800 }), alsaceMoselle: fc.boolean() })
  .map(({ du, jours, alsaceMoselle }) => ({
    du,
    au: du.add({ days: jours }),
    calendrier: { alsaceMoselle },
    vacances,
  }));

describe('quelle que soit la série', () => {
  test('chaque date a son jour et son rang, reste dans les bornes, dans l’ordre, hors des jours fermés', () => {
    fc.assert(
      fc.property(series, fenetres, (serie, fenetre) => {
        const found = occurrences(serie, fenetre);
        for (const [index, date] of found.entries()) {
          expect(date.dayOfWeek).toBe(serie.jour);
          expect(compareJours(date, serie.du)).toBeGreaterThanOrEqual(0);
          expect(contains({ debut: fenetre.du, fin: fenetre.au }, date)).toBe(true);
          if (serie.au !== null) expect(compareJours(date, serie.au)).toBeLessThanOrEqual(0);
          expect(estFerie(date, fenetre.calendrier)).toBe(false);
          const { rangs = [] } = serie;
          if (rangs.length > 0) expect(rangs.some((rang) => estDeRang(date, rang))).toBe(true);
          if (serie.horsVacances) {
            expect(vacances.some(({ du, au }) => contains({ debut: du, fin: au }, date))).toBe(false);
          }
          const before = found[index - 1];
          if (before !== undefined) expect(before.until(date).days).toBeGreaterThanOrEqual(7 * (serie.toutesLes ?? 1));
        }
      }),
    );
  });

  test('une fenêtre ne change pas les dates, elle en montre une part', () => {
    fc.assert(
      fc.property(series, fenetres, fc.integer({ min: 0, max: 800 }), (serie, fenetre, days) => {
        const milieu = fenetre.du.add({ days });
        const premiere = occurrences(serie, { ...fenetre, au: milieu.subtract({ days: 1 }) });
        const seconde = occurrences(serie, { ...fenetre, du: milieu });
        const within = (date: Temporal.PlainDate) => compareJours(date, fenetre.au) <= 0;
        expect([...premiere, ...seconde].filter(within).map(String)).toEqual(occurrences(serie, fenetre).map(String));
      }),
    );
  });

  test('coupée à un jour, ses deux parts donnent ce que donnait le tout', () => {
    fc.assert(
      fc.property(series, fenetres, dates, (serie, fenetre, le) => {
        const { avant, apres } = couperSerie(serie, le);
        const parts = [avant, apres].flatMap((part) => (part === null ? [] : occurrences(part, fenetre)));
        expect(parts.map(String)).toEqual(occurrences(serie, fenetre).map(String));
      }),
    );
  });
});
