import { describe, expect, test } from 'vitest';
import { datesAnnoncees } from './rules.ts';

const jour = Temporal.PlainDate.from;
const prevue = (date: string) => ({ jour: jour(date), statut: 'prevue' as const });
const annulee = (date: string) => ({ jour: jour(date), statut: 'annulee' as const });
const lundis = { jour: 1 as const, du: jour('2026-09-07'), au: null };
const mars = { du: jour('2027-03-16'), au: jour('2027-04-27'), max: 6 };
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

  test('six dates au plus ; une semaine que rien ne couvre est passée', () => {
    const jours = ['03-22', '04-05', '04-12', '04-19', '04-26', '05-03', '05-10'].map((one) => prevue(`2027-${one}`));
    const dates = dites(lundis, jours, { ...mars, au: jour('2027-06-30') });
    expect(dates).toHaveLength(6);
    expect(dites(lundis, [], { ...mars, au: jour('2027-03-28') })).toEqual([]);
  });
});
