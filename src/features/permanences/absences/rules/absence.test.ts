import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../../domain/refus.ts';
import {
  type Absence,
  direAbsence,
  etatAbsence,
  type MomentAbsence,
  PHRASES_ABSENCE,
  seRecouvrent,
  touche,
  verifierAbsence,
} from './absence.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const absence = (du: string, au = du, moment: MomentAbsence = 'journee'): Absence => ({
  du: date(du),
  au: date(au),
  moment,
});
const seance = (jour: string, debut: string, fin: string) => ({
  date: date(jour),
  heureDebut: heure(debut),
  heureFin: heure(fin),
});
const AUJOURDHUI = date('2026-11-24');

describe('ce qu’une absence touche', () => {
  test('le matin : ce qui commence avant 13 h ; l’après-midi : ce qui finit après', () => {
    const matin = absence('2026-11-24', '2026-11-24', 'matin');
    const apresMidi = absence('2026-11-24', '2026-11-24', 'apres-midi');
    expect(touche(matin, seance('2026-11-24', '09:00', '12:00'))).toBe(true);
    expect(touche(matin, seance('2026-11-24', '13:00', '17:00'))).toBe(false);
    expect(touche(apresMidi, seance('2026-11-24', '09:00', '13:00'))).toBe(false);
    expect(touche(apresMidi, seance('2026-11-24', '14:00', '17:00'))).toBe(true);
  });

  test('une séance de 10 h à 15 h est touchée par l’une et par l’autre moitié', () => {
    const long = seance('2026-11-24', '10:00', '15:00');
    expect(touche(absence('2026-11-24', '2026-11-24', 'matin'), long)).toBe(true);
    expect(touche(absence('2026-11-24', '2026-11-24', 'apres-midi'), long)).toBe(true);
  });

  test('premier et dernier jours compris, ni la veille ni le lendemain', () => {
    const semaine = absence('2026-11-24', '2026-11-27');
    const held = ['2026-11-23', '2026-11-24', '2026-11-27', '2026-11-28'].map((jour) =>
      touche(semaine, seance(jour, '09:00', '12:00')),
    );
    expect(held).toEqual([false, true, true, false]);
  });
});

describe('une absence à la fois', () => {
  test('le matin et l’après-midi du même jour ne se recouvrent pas ; la journée recouvre les deux', () => {
    const [matin, apresMidi] = [
      absence('2026-11-24', '2026-11-24', 'matin'),
      absence('2026-11-24', '2026-11-24', 'apres-midi'),
    ];
    expect(seRecouvrent(matin, apresMidi)).toBe(false);
    expect(seRecouvrent(matin, absence('2026-11-24'))).toBe(true);
    expect(seRecouvrent(absence('2026-11-20', '2026-11-24'), apresMidi)).toBe(true);
    expect(seRecouvrent(absence('2026-11-20', '2026-11-23'), apresMidi)).toBe(false);
  });

  test('ce qui se recouvre a une séance en commun qui serait touchée deux fois', () => {
    const jour = fc.integer({ min: 0, max: 20 }).map((days) => AUJOURDHUI.add({ days }));
    const one = fc
      .tuple(jour, fc.integer({ min: 0, max: 5 }), fc.constantFrom<MomentAbsence>('journee', 'matin', 'apres-midi'))
      .map(([du, days, moment]): Absence => ({ du, au: du.add({ days }), moment }));
    fc.assert(
      fc.property(one, one, (a, b) => {
        const halves = Array.from({ length: 26 }, (_, days) => AUJOURDHUI.add({ days })).flatMap((day) => [
          seance(`${day}`, '09:00', '12:00'),
          seance(`${day}`, '14:00', '17:00'),
        ]);
        const shared = halves.some((half) => touche(a, half) && touche(b, half));
        expect(seRecouvrent(a, b)).toBe(shared);
        expect(seRecouvrent(b, a)).toBe(shared);
      }),
    );
  });
});

describe('ce qui se refuse', () => {
  const said = (one: Absence, autres: readonly Absence[] = []) =>
    verifierAbsence(one, autres, AUJOURDHUI).map((refus) => phrase(PHRASES_ABSENCE, refus));

  test('hier, un dernier jour avant le premier, plus de 400 jours', () => {
    expect(said(absence('2026-11-23'))).toEqual([
      'Les jours passés ne changent plus : choisissez aujourd’hui ou un jour à venir.',
    ]);
    expect(said(absence('2026-11-27', '2026-11-24'))).toEqual(['Le dernier jour ne peut pas précéder le premier.']);
    expect(said(absence('2026-11-24', '2027-12-29'))).toEqual([]);
    expect(said(absence('2026-11-24', '2027-12-30'))).toEqual([
      'Une absence dure au plus 400 jours : notez-en une autre ensuite.',
    ]);
  });

  test('une absence déjà notée, nommée par ses jours', () => {
    expect(said(absence('2026-11-27'), [absence('2026-11-26', '2026-12-04')])).toEqual([
      'Une absence est déjà notée du 26 novembre 2026 au 4 décembre 2026 : levez-la d’abord, ou choisissez d’autres jours.',
    ]);
    expect(said(absence('2026-11-24'))).toEqual([]);
  });
});

test('où en est une absence, et comment elle se dit', () => {
  const noted = { ...absence('2026-11-24', '2026-11-27'), leveeAt: null };
  const states = ['2026-11-23', '2026-11-24', '2026-11-27', '2026-11-28'].map((jour) => etatAbsence(noted, date(jour)));
  expect(states).toEqual(['a_venir', 'en_cours', 'en_cours', 'passee']);
  expect(etatAbsence({ ...noted, leveeAt: Temporal.Instant.from('2026-11-24T08:00:00Z') }, AUJOURDHUI)).toBe('levee');
  expect(direAbsence(absence('2026-11-24', '2026-11-24', 'matin'))).toBe('le 24 novembre 2026, le matin');
  expect(direAbsence(absence('2026-11-24', '2026-12-04'))).toBe('du 24 novembre 2026 au 4 décembre 2026');
});
