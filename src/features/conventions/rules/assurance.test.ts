import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { alertes, couvertureAssurance, type Evenement, echeances, PHRASES_ALERTE } from '../rules.ts';
import { conventionDu, jour } from './exemples.ts';

const assurance = (du: string, au: string): Evenement => ({
  type: 'assurance',
  id: `i-${du}-${au}`,
  assureur: 'Mutuelle fictive',
  valableDu: jour(du),
  valableAu: jour(au),
});
const avec = (...attestations: readonly (readonly [string, string])[]) =>
  conventionDu(
    '2022-10-10',
    attestations.map(([du, au]) => assurance(du, au)),
  );
const dit = (convention: ReturnType<typeof avec>, date: string) => {
  const couverture = couvertureAssurance(convention, jour(date));
  if (couverture.couvert) return `jusqu’au ${couverture.jusquAu}`;
  return `depuis ${couverture.depuis}, puis ${couverture.prochaine?.debut ?? null}`;
};

describe('la couverture d’assurance (art. 4.2)', () => {
  const interrompue = avec(['2022-10-10', '2022-12-31'], ['2023-03-01', '2023-12-31']);

  test.each([
    ['2022-10-09', 'depuis null, puis 2022-10-10'],
    ['2022-10-10', 'jusqu’au 2022-12-31'],
    ['2022-12-31', 'jusqu’au 2022-12-31'],
    ['2023-01-01', 'depuis 2023-01-01, puis 2023-03-01'],
    ['2023-02-28', 'depuis 2023-01-01, puis 2023-03-01'],
    ['2023-03-01', 'jusqu’au 2023-12-31'],
    ['2024-01-15', 'depuis 2024-01-01, puis null'],
  ])('art. 4.2 : deux attestations séparées de deux mois, le %s : %s', (date, attendu) => {
    expect(dit(interrompue, date)).toBe(attendu);
  });

  test('art. 4.2 : deux attestations qui se touchent ou se recouvrent se continuent, dans quelque ordre qu’elles soient', () => {
    expect(dit(avec(['2023-01-01', '2023-12-31'], ['2022-10-10', '2022-12-31']), '2022-11-01')).toBe(
      'jusqu’au 2023-12-31',
    );
    expect(dit(avec(['2022-10-10', '2023-06-30'], ['2022-11-01', '2022-11-30']), '2022-11-30')).toBe(
      'jusqu’au 2023-06-30',
    );
    expect(dit(avec(), '2022-11-01')).toBe('depuis null, puis null');
  });

  test('art. 4.2 : la fin d’une attestation se rappelle, même si une autre reprend plus tard', () => {
    const fins = (date: string) =>
      echeances(interrompue, jour(date))
        .filter(({ type }) => type === 'assurance')
        .map((echeance) => echeance.date.toString());
    expect(fins('2022-11-15')).toEqual(['2022-12-31']);
    expect(fins('2023-01-15')).toEqual(['2023-12-31']);
    expect(fins('2023-03-01')).toEqual(['2023-12-31']);
  });

  test('art. 4.2 : entre deux attestations, ou avant la première, l’alerte dit ce qui est', () => {
    const phrases = (convention: ReturnType<typeof avec>, date: string) =>
      alertes(convention, jour(date))
        .filter(({ refus }) => refus.startsWith('assurance'))
        .map((alerte) => phrase(PHRASES_ALERTE, alerte));
    expect(phrases(interrompue, '2023-01-15')).toEqual([
      'L’attestation d’assurance responsabilité civile du Bénéficiaire n’est plus valable depuis le 1er janvier 2023.',
    ]);
    expect(phrases(avec(['2023-03-01', '2023-12-31']), '2023-01-15')).toEqual([
      'L’attestation d’assurance responsabilité civile du Bénéficiaire n’est valable qu’à partir du 1er mars 2023.',
    ]);
    expect(phrases(avec(), '2023-01-15')).toEqual([
      'Aucune attestation d’assurance responsabilité civile du Bénéficiaire n’est enregistrée.',
    ]);
  });

  test('art. 4.2 : elle dit la même chose que les attestations lues jour par jour', () => {
    const jours = fc.integer({ min: 0, max: 60 });
    const attestations = fc.array(fc.tuple(jours, fc.integer({ min: 0, max: 15 })), { maxLength: 6 });
    const day = (rang: number) => jour('2023-01-01').add({ days: rang });
    fc.assert(
      fc.property(attestations, jours, (choisies, rang) => {
        const convention = avec(
          ...choisies.map(([du, duree]) => [day(du).toString(), day(du + duree).toString()] as const),
        );
        const isCovered = (one: number) => choisies.some(([du, duree]) => du <= one && one <= du + duree);
        const firstFrom = (start: number, step: 1 | -1, covered: boolean) => {
          for (let one = start; one >= 0 && one <= 80; one += step) if (isCovered(one) === covered) return one;
          return null;
        };
        const couverture = couvertureAssurance(convention, day(rang));
        expect(couverture.couvert).toBe(isCovered(rang));
        const json = (value: unknown) => JSON.stringify(value);
        if (couverture.couvert) {
          expect(json(couverture.jusquAu)).toBe(json(day((firstFrom(rang, 1, false) ?? 0) - 1)));
          return;
        }
        const before = firstFrom(rang, -1, true);
        expect(json(couverture.depuis)).toBe(json(before === null ? null : day(before + 1)));
        const after = firstFrom(rang, 1, true);
        expect(json(couverture.prochaine?.debut ?? null)).toBe(json(after === null ? null : day(after)));
      }),
    );
  });
});
