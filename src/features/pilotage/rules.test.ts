import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Accompagnement } from '../accompagnements/rules.ts';
import { TYPES_ECHEANCE } from '../conventions/rules.ts';
import { couverture, etatSeance, evolution, phraseEcheance, semaineDe, trimestres } from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

describe('trois mois et trois mois d’avant', () => {
  test('ils se suivent sans jour commun ni jour oublié', () => {
    const { courant, precedent } = trimestres(jour('2026-11-24'));
    expect([courant.debut, courant.fin, precedent.debut, precedent.fin].map(String)).toEqual([
      '2026-08-01',
      '2026-10-31',
      '2026-05-01',
      '2026-07-31',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (days) => {
        const today = jour('2020-01-01').add({ days });
        const both = trimestres(today);
        expect(both.precedent.fin.add({ days: 1 }).equals(both.courant.debut)).toBe(true);
        expect(Temporal.PlainDate.compare(both.precedent.debut, both.precedent.fin)).toBeLessThan(0);
        expect(both.courant.fin.equals(today.with({ day: 1 }).subtract({ days: 1 }))).toBe(true);
      }),
    );
  });

  test('une évolution se dit en pour cent, jamais d’un nombre caché', () => {
    expect([evolution(120, 100), evolution(50, 100), evolution(100, 100)]).toEqual([
      '+\u00a020\u00a0%',
      '−\u00a050\u00a0%',
      'stable',
    ]);
    expect([evolution(12, 0), evolution('<5', 10), evolution(10, 'masque')]).toEqual([null, null, null]);
  });
});

describe('couverture du département', () => {
  const communes = [
    { codeInsee: '66049', nom: 'Céret', population: 7000 },
    { codeInsee: '66136', nom: 'Perpignan', population: 90_000 },
    { codeInsee: '66149', nom: 'Prades', population: 3000 },
  ];
  const periode = { debut: jour('2026-09-01'), fin: jour('2026-11-30') };
  const seance = (codeInsee: string | null, date: string, statut: 'prevue' | 'annulee' = 'prevue') => ({
    codeInsee,
    date: jour(date),
    statut,
    heureDebut: heure('09:00'),
    heureFin: heure('12:30'),
  });
  const actes = (count: number, codeInsee: string | null, date = '2026-10-06') =>
    Array.from({ length: count }, (): Accompagnement & { codeInsee: string | null } => ({
      codeInsee,
      date: jour(date),
      dureeMinutes: 30,
      thematiques: ['Email'],
      demarches: [],
      materiels: [],
      autonomie: null,
      axe: null,
      typeLieu: 'LieuActivite',
      orientation: null,
      objectif: 'permanence',
      issue: 'faite',
      genre: 'Feminin',
      trancheAge: 'SoixanteDixPlus',
      statutSocial: 'Retraite',
    }));

  test('annexe 1 : une commune est couverte quand une permanence s’y est tenue', () => {
    const found = couverture(
      communes,
      {
        seances: [
          seance('66049', '2026-10-06'),
          seance('66049', '2026-10-13'),
          seance('66136', '2026-10-06', 'annulee'),
          seance('66149', '2026-08-31'),
          seance(null, '2026-10-07'),
        ],
        accompagnements: [...actes(6, '66049'), ...actes(7, null), ...actes(9, '66149', '2026-08-31')],
      },
      periode,
    );
    expect(found).toEqual({
      communes: 3,
      communesCouvertes: 1,
      partHabitants: 0.07,
      lignes: [{ nom: 'Céret', permanences: 2, minutes: 420, personnes: 6 }],
      ailleurs: { nom: 'Ailleurs (école, domicile, forum…)', permanences: 1, minutes: 210, personnes: 7 },
    });
  });

  test('art. 4.1 : une petite commune ne se déduit pas du total', () => {
    const accompagnements = [...actes(2, '66049'), ...actes(30, '66136'), ...actes(8, '66149')];
    const seances = communes.map(({ codeInsee }) => seance(codeInsee, '2026-10-06'));
    const found = couverture(communes, { seances, accompagnements }, periode);
    expect(found.lignes.map(({ personnes }) => personnes)).toEqual(['<5', 30, 'masque']);
  });

  test('sans rien, rien', () => {
    const found = couverture([], { seances: [], accompagnements: [] }, periode);
    expect([found.communes, found.partHabitants, found.lignes]).toEqual([0, null, []]);
  });
});

describe('semaine de l’équipe technique', () => {
  test('une séance est tenue quand son heure de fin est passée', () => {
    const maintenant = Temporal.PlainDateTime.from('2026-11-24T12:00');
    const seance = { jour: jour('2026-11-24'), heureFin: heure('12:00'), statut: 'prevue' as const };
    expect(etatSeance(seance, maintenant)).toBe('tenue');
    expect(etatSeance({ ...seance, heureFin: heure('12:01') }, maintenant)).toBe('a_venir');
    expect(etatSeance({ ...seance, jour: jour('2026-11-23'), heureFin: heure('18:00') }, maintenant)).toBe('tenue');
    expect(etatSeance({ ...seance, statut: 'annulee' }, maintenant)).toBe('annulee');
    expect(semaineDe(jour('2026-11-29'))).toEqual({ debut: jour('2026-11-23'), fin: jour('2026-11-29') });
  });

  test('art. 6 : chaque échéance se dit en une phrase au Bénéficiaire, avec sa date', () => {
    for (const type of Object.keys(TYPES_ECHEANCE) as (keyof typeof TYPES_ECHEANCE)[]) {
      expect(phraseEcheance({ type, date: jour('2027-01-01') }, 6)).toMatch(/1er janvier 2027/);
    }
    expect(phraseEcheance({ type: 'reconduction', date: jour('2027-01-01') }, 6)).toContain('pour 6 mois');
  });
});
