import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minutesDeRoute } from '../../permanences/absences/rules.ts';
import { type ActeHorsSeance, heuresDuMois, joursMontres, moisDemande, type TempsDeclare } from './heures.ts';
import { NATURES } from './temps.ts';
import { type Estimation, type Etape, trajetsProposes } from './trajets.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const heure = (iso: string) => Temporal.PlainTime.from(iso);
const NOVEMBRE = Temporal.PlainYearMonth.from('2026-11');

const seance = (le: string, debut: string, fin: string, accompagnements = 0) => ({
  id: `${le} ${debut}`,
  jour: jour(le),
  heureDebut: heure(debut),
  heureFin: heure(fin),
  endroit: 'Médiathèque d’Elne',
  accompagnements,
});
const acte = (le: string, minutes: number, type: ActeHorsSeance['type'] = 'aide'): ActeHorsSeance => ({
  id: `${le} ${minutes}`,
  jour: jour(le),
  minutes,
  type,
  quoi: null,
});
const temps = (le: string, minutes: number, nature: TempsDeclare['nature'] = 'trajet'): TempsDeclare => ({
  id: `${le} ${nature}`,
  agentId: 'agent',
  jour: jour(le),
  nature,
  minutes,
  precision: null,
  seanceId: null,
});

describe('les heures d’un mois', () => {
  test('ce qui est aidé dans une séance compte dans la séance, et une fois', () => {
    const mois = heuresDuMois(NOVEMBRE, {
      seances: [seance('2026-11-03', '09:00', '12:00', 4)],
      actes: [acte('2026-11-03', 45), acte('2026-11-04', 60, 'coordination'), acte('2026-11-04', 90, 'atelier')],
      temps: [temps('2026-11-03', 30), temps('2026-11-30', 20, 'preparation')],
    });
    expect(mois.jours).toHaveLength(30);
    expect(mois.jours[2]).toMatchObject({ totalMinutes: 180 + 45 + 30 });
    expect(mois.jours[3]?.minutes).toMatchObject({ seances: 0, hors_seance: 90, coordination: 60 });
    expect(mois.minutes).toEqual({
      seances: 180,
      hors_seance: 135,
      coordination: 60,
      reunion: 0,
      formation: 0,
      preparation: 20,
      trajet: 30,
    });
    expect(mois.totalMinutes).toBe(425);
  });

  test('ce qui est d’un autre mois ne compte pas', () => {
    const faits = { seances: [seance('2026-10-31', '09:00', '12:00')], actes: [], temps: [temps('2026-12-01', 10)] };
    expect(heuresDuMois(NOVEMBRE, faits).totalMinutes).toBe(0);
  });

  test('le total du mois est celui des jours, et celui des natures', () => {
    const days = fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
    const minutes = fc.integer({ min: 1, max: 300 });
    const acts = fc.array(
      fc
        .tuple(days, minutes, fc.constantFrom<ActeHorsSeance['type']>('aide', 'atelier', 'coordination'))
        .map(([le, count, type]) => acte(le, count, type)),
    );
    const declared = fc.array(
      fc.tuple(days, minutes, fc.constantFrom(...NATURES)).map(([le, count, nature]) => temps(le, count, nature)),
    );
    fc.assert(
      fc.property(acts, declared, (actes, list) => {
        const mois = heuresDuMois(NOVEMBRE, { seances: [], actes, temps: list });
        const given = [...actes, ...list].reduce((sum, one) => sum + one.minutes, 0);
        expect(mois.totalMinutes).toBe(given);
        expect(mois.jours.reduce((sum, one) => sum + one.totalMinutes, 0)).toBe(given);
        expect(Object.values(mois.minutes).reduce((sum, one) => sum + one, 0)).toBe(given);
      }),
    );
  });

  test('la page montre les jours ouvrés passés, et tout jour qui compte quelque chose', () => {
    const mois = heuresDuMois(NOVEMBRE, { seances: [], actes: [acte('2026-11-08', 30)], temps: [] });
    const shown = joursMontres(mois, jour('2026-11-10'), (day) => day.dayOfWeek <= 5);
    expect(shown.map((one) => one.jour.day)).toEqual([2, 3, 4, 5, 6, 8, 9, 10]);
  });

  test.each([
    ['2026-10', '2026-10'],
    ['2026-11', '2026-11'],
    ['2026-12', '2026-11'],
    ['9999-12', '2026-11'],
    ['2026-13', '2026-11'],
    ['2026-00', '2026-11'],
    ['0000-01', '2026-11'],
    ['<script>', '2026-11'],
    [null, '2026-11'],
  ])('le mois demandé « %s » est %s', (texte, attendu) => {
    expect(moisDemande(texte, jour('2026-11-24')).toString()).toBe(attendu);
  });
});

const route =
  (vitesseKmh: number): Estimation =>
  (a, b) =>
    minutesDeRoute(a, b, vitesseKmh);
const PERPIGNAN = { latitude: 42.6985, longitude: 2.8956 };
const CERET = { latitude: 42.4878, longitude: 2.7489 };
const etape = (id: string, le: string, debut: string, autres: Partial<Etape> = {}): Etape => ({
  id,
  jour: jour(le),
  heureDebut: heure(debut),
  lieuId: id,
  endroit: `Lieu ${id}`,
  point: PERPIGNAN,
  ...autres,
});

describe('les trajets proposés', () => {
  const matin = etape('perpignan', '2026-11-03', '09:00');
  const soir = etape('ceret', '2026-11-03', '14:00', { point: CERET });

  test('entre deux lieux d’un même jour, l’estimation du planning : Perpignan puis Céret, 40 min à 40 km/h', () => {
    const [trajet, ...others] = trajetsProposes([soir, matin], route(40), new Set());
    expect(others).toEqual([]);
    expect(trajet).toMatchObject({ seanceId: 'ceret', minutes: 40, precision: 'De Lieu perpignan à Lieu ceret' });
  });

  test.each<[string, readonly Etape[], number, readonly string[]]>([
    ['un autre jour', [matin, { ...soir, jour: jour('2026-11-04') }], 40, []],
    ['le même lieu', [matin, { ...soir, lieuId: 'perpignan' }], 40, []],
    ['un lieu hors de la carte', [matin, { ...soir, point: null }], 40, []],
    ['une vitesse de 0', [matin, soir], 0, []],
    ['un trajet déjà noté', [matin, soir], 40, ['ceret']],
    ['une seule séance', [matin], 40, []],
  ])('aucun pour %s', (_, etapes, vitesse, notes) => {
    expect(trajetsProposes(etapes, route(vitesse), new Set(notes))).toEqual([]);
  });

  test('l’ordre reçu ne change rien, et chaque séance en a un au plus', () => {
    const places = fc.array(
      fc.record({
        le: fc.integer({ min: 1, max: 5 }),
        heureDebut: fc.integer({ min: 8, max: 17 }),
        latitude: fc.double({ min: 42.3, max: 42.9, noNaN: true }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(places, (list) => {
        const etapes = [...new Map(list.map((one) => [`${one.le} ${one.heureDebut}`, one])).entries()].map(
          ([id, { le, heureDebut, latitude }]) =>
            etape(id, `2026-11-0${le}`, `${String(heureDebut).padStart(2, '0')}:00`, {
              point: { latitude, longitude: 2.8 },
            }),
        );
        const proposed = trajetsProposes(etapes, route(40), new Set());
        expect(trajetsProposes([...etapes].reverse(), route(40), new Set())).toEqual(proposed);
        expect(new Set(proposed.map(({ seanceId }) => seanceId)).size).toBe(proposed.length);
        expect(trajetsProposes(etapes, route(40), new Set(proposed.map(({ seanceId }) => seanceId)))).toEqual([]);
      }),
    );
  });

  test('un endroit au nom très long tient dans la précision d’un temps', () => {
    const long = 'Médiathèque '.repeat(20);
    const [trajet] = trajetsProposes(
      [
        { ...matin, endroit: long },
        { ...soir, endroit: long },
      ],
      route(40),
      new Set(),
    );
    expect([...(trajet?.precision ?? '')].length).toBeLessThanOrEqual(200);
  });
});
