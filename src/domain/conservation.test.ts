import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Donnee,
  type Duree,
  dernierJourGarde,
  dureeDe,
  estDu,
  finDuSeuil,
  formatDureeGardee,
  phraseBase,
  phraseGarde,
  phraseSuite,
  premierMoisGarde,
  seuil,
} from './conservation.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const mois = (nombre: number): Duree => ({ nombre, unite: 'mois' });

const jours = fc.integer({ min: 0, max: 20_000 }).map((days) => Temporal.PlainDate.from('1990-01-01').add({ days }));
const durees = fc.record({
  nombre: fc.integer({ min: 1, max: 60 }),
  unite: fc.constantFrom('jours' as const, 'mois' as const, 'ans' as const),
});

const donnee: Pick<Donnee, 'cle' | 'duree' | 'depuis'> = {
  cle: 'agents',
  duree: { defaut: mois(12), min: 1, max: 36 },
  depuis: 'après la fin du contrat',
};

describe('art. 4.1 : combien de temps une donnée est gardée', () => {
  test.each([
    ['2025-08-31', mois(12), '2026-08-31'],
    ['2024-02-29', mois(12), '2025-02-28'],
    ['2021-11-22', { nombre: 5, unite: 'ans' } as const, '2026-11-22'],
    ['2026-10-24', { nombre: 30, unite: 'jours' } as const, '2026-11-23'],
  ])('datée du %s, pour %o, elle est gardée jusqu’au %s compris', (depuis, duree, dernier) => {
    expect(dernierJourGarde(jour(depuis), duree).toString()).toBe(dernier);
    expect(estDu(jour(depuis), seuil(jour(dernier), duree))).toBe(false);
    expect(estDu(jour(depuis), seuil(jour(dernier).add({ days: 1 }), duree))).toBe(true);
  });

  test('le 1er mars, tout février d’une année bissextile est dû ensemble', () => {
    expect(seuil(jour('2025-03-01'), mois(12)).toString()).toBe('2024-02-29');
    expect(seuil(jour('2025-02-28'), mois(12)).toString()).toBe('2024-02-27');
  });

  test('rien de plus jeune que sa durée n’est dû, et tout ce qui l’a passée l’est', () => {
    fc.assert(
      fc.property(jours, jours, durees, (aujourdhui, depuis, duree) => {
        const passed = Temporal.PlainDate.compare(dernierJourGarde(depuis, duree), aujourdhui) < 0;
        expect(estDu(depuis, seuil(aujourdhui, duree))).toBe(passed);
      }),
    );
  });

  test('une durée plus longue ne rend jamais dû ce qui ne l’était pas', () => {
    fc.assert(
      fc.property(jours, durees, (aujourdhui, duree) => {
        const later = seuil(aujourdhui, { ...duree, nombre: duree.nombre + 1 });
        expect(Temporal.PlainDate.compare(later, seuil(aujourdhui, duree))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('un instant est dû jusqu’à minuit, à Paris', () => {
    expect(finDuSeuil(jour('2025-07-14')).toString()).toBe('2025-07-14T22:00:00Z');
    expect(finDuSeuil(jour('2025-12-31')).toString()).toBe('2025-12-31T23:00:00Z');
  });

  test.each([
    ['2021-11-22', '2021-11-01'],
    ['2021-11-30', '2021-12-01'],
    ['2021-12-31', '2022-01-01'],
  ])('dû jusqu’au %s : les mois entiers s’arrêtent avant le %s', (limite, premier) => {
    expect(premierMoisGarde(jour(limite)).toString()).toBe(premier);
  });
});

describe('la durée d’un territoire', () => {
  test('son réglage, tant qu’il est dans les bornes', () => {
    expect(dureeDe(donnee, {})).toEqual(mois(12));
    expect(dureeDe(donnee, { agents: 6 })).toEqual(mois(6));
    expect(dureeDe(donnee, { comptes: 6 })).toEqual(mois(12));
    expect(dureeDe({ ...donnee, duree: { fixe: '15 minutes' } }, { agents: 6 })).toBeNull();
  });

  test.each([0, 37, -1, 6.5, Number.NaN, '6' as unknown as number])(
    '%s n’est pas une durée : celle de départ vaut',
    (n) => {
      expect(dureeDe(donnee, { agents: n })).toEqual(mois(12));
    },
  );

  test('un nom hérité d’Object n’est pas un réglage', () => {
    expect(dureeDe({ ...donnee, cle: 'constructor' }, {})).toEqual(mois(12));
  });

  test('elle se dit en français', () => {
    expect(formatDureeGardee({ nombre: 1, unite: 'ans' })).toBe('1 an');
    expect(formatDureeGardee({ nombre: 5, unite: 'ans' })).toBe('5 ans');
    expect(formatDureeGardee(mois(1))).toBe('1 mois');
    expect(formatDureeGardee({ nombre: 1, unite: 'jours' })).toBe('1 jour');
    expect(phraseGarde(donnee, {})).toBe('12 mois après la fin du contrat');
    expect(phraseGarde({ cle: 'liens', duree: { fixe: '15 minutes' }, depuis: '' }, {})).toBe('15 minutes');
    expect(phraseBase('e')).toBe('mission d’intérêt public (RGPD, art. 6.1 e)');
    expect(phraseSuite({ ensuite: 'efface' })).toBe('effacé');
    expect(phraseSuite({ ensuite: 'anonymise', precision: 'le nom part' })).toBe('rendu anonyme : le nom part');
  });
});
