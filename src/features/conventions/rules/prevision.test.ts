import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { clauses2022, finConvention, oppositionPossible, PHRASES_OPPOSITION } from '../rules.ts';
import { avenant, conventionDu, jour, opposition } from './exemples.ts';

const sansFin = { ...clauses2022, finAuPlusTard: null };
const dit = (effet: string, date: string, clauses = clauses2022) => {
  const possible = oppositionPossible(conventionDu(effet, [], clauses), jour(date));
  return JSON.parse(JSON.stringify(possible));
};

describe('ce que ferait une opposition (art. 6)', () => {
  it('effet au 10 octobre 2022 : le 10 février 2023 est le dernier jour utile, il compte encore', () => {
    const attendu = {
      anniversaire: '2023-04-10',
      dernierJour: '2023-02-10',
      fin: '2023-04-09',
      manquee: null,
      sinon: null,
    };
    expect(dit('2022-10-10', '2023-01-15')).toEqual(attendu);
    expect(dit('2022-10-10', '2023-02-10')).toEqual(attendu);
    expect(dit('2022-10-10', '2023-02-11')).toEqual({ refus: 'aucune_reconduction', fin: '2023-07-01' });
  });

  it('effet au 31 août 2022 : le 28 décembre 2022 est le dernier jour utile', () => {
    expect(dit('2022-08-31', '2022-12-28')).toMatchObject({ dernierJour: '2022-12-28', fin: '2023-02-27' });
  });

  it('sans fin au plus tard, une opposition tardive vise la reconduction suivante', () => {
    expect(dit('2022-10-10', '2023-02-11', sansFin)).toEqual({
      anniversaire: '2023-10-10',
      dernierJour: '2023-08-10',
      fin: '2023-10-09',
      manquee: { anniversaire: '2023-04-10', dernierJour: '2023-02-10' },
      sinon: '2024-04-10',
    });
    expect(dit('2022-10-10', '2023-02-10', sansFin)).toMatchObject({ anniversaire: '2023-04-10', sinon: '2023-10-10' });
  });

  it('sans effet avant la signature, après la fin, après une autre opposition, ou sans reconduction', () => {
    const { evenements: _, ...reste } = conventionDu('2022-10-10');
    expect(oppositionPossible({ ...reste, evenements: [] }, jour('2023-01-15'))).toEqual({
      refus: 'opposition_avant_effet',
    });
    expect(dit('2022-10-10', '2022-10-09')).toEqual({ refus: 'opposition_avant_effet' });
    expect(dit('2022-10-10', '2023-07-02')).toEqual({ refus: 'convention_finie', depuis: '2023-07-01' });
    expect(dit('2023-02-01', '2023-03-01')).toEqual({ refus: 'aucune_reconduction', fin: '2023-07-01' });
    const opposee = conventionDu('2022-10-10', [opposition('2023-01-02', '2023-01-05')]);
    const refus = oppositionPossible(opposee, jour('2023-01-15'));
    expect(estRefus(refus) && phrase(PHRASES_OPPOSITION, refus)).toMatch(/prend fin le 9 avril 2023/);
  });

  it('un avenant qui allonge le préavis avance le dernier jour utile', () => {
    const allongee = conventionDu('2022-10-10', [avenant('2022-11-01', '2022-11-02', { preavisMois: 3 })]);
    expect(oppositionPossible(allongee, jour('2023-01-10'))).toMatchObject({ dernierJour: jour('2023-01-10') });
    expect(oppositionPossible(allongee, jour('2023-01-11'))).toMatchObject({ refus: 'aucune_reconduction' });
  });

  it('ce qui est annoncé est ce qui arrive, quel que soit le jour', () => {
    const days = fc.integer({ min: 0, max: 1500 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 900 }), fc.boolean(), (start, after, isEndless) => {
        const effet = jour('2021-01-01').add({ days: start });
        const date = effet.add({ days: after });
        const clauses = { ...clauses2022, finAuPlusTard: isEndless ? null : effet.add({ months: 20 }) };
        const convention = conventionDu(effet.toString(), [], clauses);
        const possible = oppositionPossible(convention, date);
        if (estRefus(possible)) return;
        const fin = (le: Temporal.PlainDate) =>
          finConvention({
            ...convention,
            evenements: [...convention.evenements, opposition(le.toString(), le.toString())],
          });
        expect(Temporal.PlainDate.compare(date, possible.dernierJour)).toBeLessThanOrEqual(0);
        expect(fin(date)).toEqual({ le: possible.fin, cause: 'opposition' });
        expect(fin(possible.dernierJour)).toEqual({ le: possible.fin, cause: 'opposition' });
        const late = fin(possible.dernierJour.add({ days: 1 }));
        expect(late?.cause === 'opposition' ? late.le.add({ days: 1 }).toString() : null).toBe(
          possible.sinon?.toString() ?? null,
        );
      }),
      { numRuns: 150 },
    );
  });
});
