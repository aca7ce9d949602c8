import { describe, expect, test } from 'vitest';
import { datesAnnoncees } from './rules.ts';

const jour = Temporal.PlainDate.from;
const prevue = (date: string) => ({ jour: jour(date), statut: 'prevue' as const });
const annulee = (date: string) => ({ jour: jour(date), statut: 'annulee' as const });
const lundis = { jour: 1 as const, du: jour('2026-09-07'), au: null };
const mars = { du: jour('2027-03-16'), au: jour('2027-04-27') };
const dites = (...of: Parameters<typeof datesAnnoncees>) =>
  datesAnnoncees(...of).map(({ jour: date, ferme }) => `${date} ${ferme ?? ''}`.trim());

describe('dates annoncées par l’affiche (art. 1.2)', () => {
  test('art. 1.2 : la semaine d’un jour férié est annoncée fermée, avec son nom', () => {
    expect(dites(lundis, [prevue('2027-03-22'), prevue('2027-04-05')], { ...mars, au: jour('2027-04-06') })).toEqual([
      '2027-03-22',
      '2027-03-29 fermé, lundi de Pâques',
      '2027-04-05',
    ]);
  });

  test('art. 1.2 : un jour férié est annoncé même en tête de l’affiche', () => {
    expect(dites(lundis, [prevue('2027-04-05')], { ...mars, du: jour('2027-03-29'), au: jour('2027-04-06') })).toEqual([
      '2027-03-29 fermé, lundi de Pâques',
      '2027-04-05',
    ]);
  });

  test('art. 1.2 : une séance annulée est annoncée', () => {
    expect(dites(lundis, [annulee('2027-03-22')], { ...mars, au: jour('2027-03-28') })).toEqual([
      '2027-03-22 pas de permanence',
    ]);
  });

  test('art. 1.2 : une séance dont l’agent est parti est annoncée « à confirmer »', () => {
    const sansAgent = { jour: jour('2027-03-22'), statut: 'a_confirmer' as const };
    expect(dites(lundis, [sansAgent], { ...mars, au: jour('2027-03-28') })).toEqual(['2027-03-22 à confirmer']);
  });

  test('rien n’est annoncé avant le premier jour ni après le dernier', () => {
    const courte = { ...lundis, du: jour('2027-03-22'), au: jour('2027-03-22') };
    expect(dites(courte, [prevue('2027-03-22'), annulee('2027-04-05')], mars)).toEqual(['2027-03-22']);
  });

  test('une semaine que rien ne couvre est passée', () => {
    expect(dites(lundis, [], { ...mars, au: jour('2027-03-28') })).toEqual([]);
  });

  test('scénario 10 : un lundi sur deux n’annonce que ses dates, fériés et vacances de la série compris', () => {
    const serie = { ...lundis, du: jour('2027-03-15'), toutesLes: 2, horsVacances: true };
    const vacances = [{ du: jour('2027-04-03'), au: jour('2027-04-18'), nom: 'vacances de printemps' }];
    const jours = [prevue('2027-03-15'), prevue('2027-04-26')];
    expect(dites(serie, jours, { ...mars, du: jour('2027-03-15'), calendrier: { vacances } })).toEqual([
      '2027-03-15',
      '2027-03-29 fermé, lundi de Pâques',
      '2027-04-12 fermé, vacances de printemps',
      '2027-04-26',
    ]);
  });

  test('scénario 8 : une séance reportée est dite aux deux jours', () => {
    const reportee = { ...prevue('2027-03-24'), jourPrevu: jour('2027-03-22') };
    expect(dites(lundis, [reportee, prevue('2027-04-05')], { ...mars, au: jour('2027-04-06') })).toEqual([
      '2027-03-22 reportée au 24 mars',
      '2027-03-24',
      '2027-03-29 fermé, lundi de Pâques',
      '2027-04-05',
    ]);
  });

  test('scénario 8 : une séance tenue une fois ailleurs manque ici et s’annonce là-bas', () => {
    const fenetre = { ...mars, au: jour('2027-03-28') };
    expect(dites(lundis, [{ ...prevue('2027-03-22'), ici: false }], fenetre)).toEqual(['2027-03-22 pas de permanence']);
    expect(dites({ ...lundis, ailleurs: true }, [prevue('2027-03-22')], fenetre)).toEqual(['2027-03-22']);
    expect(dites({ ...lundis, ailleurs: true }, [annulee('2027-03-22')], fenetre)).toEqual([]);
  });

  test('scénario 9 : le lieu fermé se dit tel', () => {
    const fermee = { ...annulee('2027-03-22'), fermeture: { du: jour('2027-03-20'), au: jour('2027-03-24') } };
    expect(dites(lundis, [fermee], { ...mars, au: jour('2027-03-28') })).toEqual([
      '2027-03-22 fermé du 20 mars au 24 mars',
    ]);
  });

  test('une heure qui n’est pas celle de la permanence suit sa date', () => {
    const horaire = { heureDebut: Temporal.PlainTime.from('14:00'), heureFin: Temporal.PlainTime.from('17:00') };
    const [date] = datesAnnoncees(lundis, [{ ...prevue('2027-03-22'), horaire }], mars);
    expect(date).toEqual({ jour: jour('2027-03-22'), ferme: null, horaire });
  });
});
