import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuree } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { lireDuree, PHRASES_TEMPS, type SaisieTemps, verifierTemps } from './temps.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const AUJOURDHUI = jour('2026-11-24');
const CONTRAT = { debut: jour('2025-09-01'), fin: jour('2027-08-31') };
const saisie = (autres: Partial<SaisieTemps> = {}): SaisieTemps => ({
  jour: jour('2026-11-23'),
  nature: 'trajet',
  minutes: 35,
  precision: null,
  seanceId: null,
  ...autres,
});
const refus = (autres: Partial<SaisieTemps>, dejaMinutes = 0, seances: readonly string[] = []) =>
  verifierTemps(saisie(autres), { contrat: CONTRAT, dejaMinutes, seances }, AUJOURDHUI).map((one) => one.refus);

describe('un temps que l’agent note', () => {
  test.each([
    ['0 minute', { minutes: 0 }, 'duree_impossible'],
    ['24 heures', { minutes: 1440 }, 'duree_impossible'],
    ['une minute et demie', { minutes: 1.5 }, 'duree_impossible'],
    ['le lendemain', { jour: jour('2026-11-25') }, 'jour_a_venir'],
    ['la veille du contrat', { jour: jour('2025-08-31') }, 'hors_contrat'],
    ['le lendemain du contrat, qui est à venir', { jour: jour('2027-09-01') }, 'jour_a_venir,hors_contrat'],
    ['la séance d’un autre', { seanceId: 'autre' }, 'seance_autre'],
    ['le jour même', { jour: AUJOURDHUI }, ''],
    ['le premier jour du contrat', { jour: jour('2025-09-01') }, ''],
    ['23 h 59', { minutes: 1439 }, ''],
  ])('%s : %o → « %s »', (_, autres, attendu) => {
    expect(refus(autres).join()).toBe(attendu);
  });

  test('une journée ne compte pas plus de 24 heures, en tout', () => {
    expect(refus({ minutes: 15 }, 23 * 60 + 45)).toEqual([]);
    expect(refus({ minutes: 16 }, 23 * 60 + 45)).toEqual(['journee_pleine']);
    const [full] = verifierTemps(saisie(), { contrat: CONTRAT, dejaMinutes: 1425, seances: [] }, AUJOURDHUI);
    expect(full && phrase(PHRASES_TEMPS, full)).toBe(
      'Cette journée compterait plus de 24 heures : il n’y reste que 15\u00a0min.',
    );
    const [none] = verifierTemps(saisie(), { contrat: CONTRAT, dejaMinutes: 1500, seances: [] }, AUJOURDHUI);
    expect(none && phrase(PHRASES_TEMPS, none)).toContain('corrigez d’abord un autre temps');
  });

  test('accepté, il tient dans la journée, le passé et le contrat', () => {
    const days = fc.integer({ min: -800, max: 400 }).map((n) => AUJOURDHUI.add({ days: n }));
    fc.assert(
      fc.property(days, fc.integer({ min: -10, max: 2000 }), fc.integer({ min: 0, max: 1600 }), (le, minutes, deja) => {
        const isAccepted = refus({ jour: le, minutes }, deja).length === 0;
        const fits =
          minutes >= 1 &&
          minutes < 1440 &&
          minutes + deja <= 1440 &&
          Temporal.PlainDate.compare(le, AUJOURDHUI) <= 0 &&
          Temporal.PlainDate.compare(le, CONTRAT.debut) >= 0;
        expect(isAccepted).toBe(fits);
      }),
    );
  });
});

describe('une durée écrite à la main', () => {
  test.each([
    ['45', 45],
    ['45 min', 45],
    ['1 h', 60],
    ['1h30', 90],
    ['1 h 05', 65],
    ['1:30', 90],
    ['2 heures', 120],
    ['0', 0],
    ['24 h', 1440],
    ['', null],
    ['1,5', null],
    ['-30', null],
    ['1 h 75', null],
    ['une heure', null],
    ['99999', null],
    ['1 h 30 ; drop table', null],
  ])('« %s » → %s', (texte, minutes) => {
    expect(lireDuree(texte)).toBe(minutes);
  });

  test('ce qu’Escale écrit se relit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1439 }), (minutes) => {
        expect(lireDuree(formatDuree(minutes))).toBe(minutes);
      }),
    );
  });
});
