import { describe, expect, test } from 'vitest';
import { avenant, conventionDu, jour } from '../../conventions/rules/exemples.ts';
import { clauses2022 } from '../../conventions/rules.ts';
import { ecartFrequence, phraseEcart, phraseEcartCourte } from './rules.ts';

const depuis = (du: string, au: string | null = null) => ({ du: jour(du), au: au === null ? null : jour(au) });
const trois = conventionDu('2022-10-10', [], { ...clauses2022, demiJourneesParSemaine: 3 });

describe('les demi-journées prévues et la clause du jour (art. 1.2)', () => {
  test('une demi-journée par semaine : une permanence suffit, deux s’écartent', () => {
    const convention = conventionDu('2022-10-10');
    const le = jour('2022-12-01');
    expect(ecartFrequence([convention], [depuis('2022-11-01')], le)).toBeNull();
    const deux = ecartFrequence([convention], [depuis('2022-11-01'), depuis('2022-11-08')], le);
    expect(deux && phraseEcart(deux)).toBe(
      'Au 1er décembre 2022, 2 demi-journées par semaine sont prévues dans les lieux de la structure ; la convention en dit 1 (art. 1.2).',
    );
  });

  test('seules comptent les permanences de ce jour, premier et dernier jours compris', () => {
    const all = [depuis('2022-11-01', '2022-12-01'), depuis('2022-12-01'), depuis('2022-12-02')];
    expect(ecartFrequence([trois], all, jour('2022-12-01'))?.prevues).toBe(2);
    expect(ecartFrequence([trois], all, jour('2022-12-02'))?.prevues).toBe(2);
    const one = ecartFrequence([trois], all, jour('2022-11-30'));
    expect(one && phraseEcartCourte(one)).toBe('1 demi-journée par semaine sur 3');
  });

  test('art. 8.2 : un avenant compte du jour de son effet', () => {
    const convention = conventionDu('2022-10-10', [avenant('2022-11-09', '2022-11-09', { demiJourneesParSemaine: 2 })]);
    expect(ecartFrequence([convention], [depuis('2022-11-01')], jour('2022-11-08'))).toBeNull();
    expect(ecartFrequence([convention], [depuis('2022-11-01')], jour('2022-11-09'))).toMatchObject({
      clause: 2,
      prevues: 1,
    });
  });

  test('une semaine sur deux vaut une demie, deux qui alternent en valent une, un binôme n’en ajoute pas', () => {
    const convention = conventionDu('2022-10-10');
    const le = jour('2022-12-01');
    const pair = { ...depuis('2022-11-01'), toutesLes: 2 };
    const seule = ecartFrequence([convention], [pair], le);
    expect(seule && phraseEcart(seule)).toBe(
      'Au 1er décembre 2022, 0,5 demi-journée par semaine est prévue dans les lieux de la structure ; la convention en dit 1 (art. 1.2).',
    );
    expect(ecartFrequence([convention], [pair, { ...depuis('2022-11-08'), rangs: [2, 4] }], le)).toBeNull();
    const binome = { ...depuis('2022-11-01'), binomeDe: 'la première' };
    expect(ecartFrequence([convention], [depuis('2022-11-01'), binome], le)).toBeNull();
  });

  test('aucune permanence se dit aussi', () => {
    const none = ecartFrequence([trois], [], jour('2022-12-01'));
    expect(none && phraseEcart(none)).toContain('aucune demi-journée n’est prévue');
  });

  test('sans convention en vigueur, il n’y a rien à dire', () => {
    expect(ecartFrequence([], [depuis('2022-11-01')], jour('2022-12-01'))).toBeNull();
    expect(ecartFrequence([trois], [], jour('2022-10-09'))).toBeNull();
  });
});
