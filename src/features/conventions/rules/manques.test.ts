import { describe, expect, test } from 'vitest';
import {
  type Convention,
  clauses2022,
  deliberationsATransmettre,
  type Evenement,
  estATransmettre,
  lireConvention,
  manquesPartie,
} from '../rules.ts';
import { conventionDu, jour, signature } from './exemples.ts';

const deliberation = (id: string): Evenement => ({
  type: 'deliberation',
  id,
  partie: 'beneficiaire',
  numero: id,
  date: jour('2022-09-19'),
});
const accuse = (deliberationId: string | null): Evenement => ({
  type: 'teletransmission',
  id: `t-${deliberationId}`,
  deliberationId,
  numero: 'AR',
  transmiseLe: jour('2022-10-10'),
  recueLe: jour('2022-10-10'),
});
const avec = (...evenements: Evenement[]): Convention => ({ clauses: clauses2022, evenements });

describe('ce qu’une partie doit encore (préambule, art. 6)', () => {
  test.each<[string, Convention, readonly string[]]>([
    ['rien n’est fait', avec(), ['deliberation', 'signature']],
    ['elle a délibéré', avec(deliberation('d1')), ['accuse', 'signature']],
    ['association qui a décidé', { ...avec(deliberation('d1')), beneficiaireTransmet: false }, ['signature']],
    ['l’accusé est reçu', avec(deliberation('d1'), accuse('d1')), ['signature']],
    [
      'une de ses deux délibérations a le sien',
      avec(deliberation('d1'), deliberation('d2'), accuse('d1')),
      ['signature'],
    ],
    ['elle a signé sans délibérer', avec(signature('beneficiaire', '2022-10-10')), ['deliberation']],
    ['tout est fait', avec(deliberation('d1'), accuse('d1'), signature('beneficiaire', '2022-10-10')), []],
  ])('préambule : %s', (_, convention, attendus) => {
    expect(manquesPartie(convention, 'beneficiaire')).toEqual(attendus);
  });

  test('préambule : chaque délibération sans accusé est à transmettre, sauf celles d’une association', () => {
    const convention = avec(deliberation('d1'), deliberation('d2'), accuse('d1'));
    expect(deliberationsATransmettre(convention).map(({ id }) => id)).toEqual(['d2']);
    expect(deliberationsATransmettre({ ...convention, beneficiaireTransmet: false })).toEqual([]);
  });

  test('préambule : l’accusé d’une délibération n’est pas celui de la convention', () => {
    const manque = (...evenements: Evenement[]) => {
      const convention = conventionDu('2022-10-10', evenements, { ...clauses2022, transmissionRequise: true });
      const lecture = lireConvention(convention);
      return lecture !== null && estATransmettre(convention, lecture, jour('2022-10-11'));
    };
    expect([manque(), manque(deliberation('d1'), accuse('d1')), manque(accuse(null))]).toEqual([true, true, false]);
  });
});
