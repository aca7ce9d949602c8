import type { Saisie } from '../../rules/saisie.ts';

export interface Totaux {
  readonly actes: number;
  /** People helped one by one, and participants of ateliers: who came twice counts twice. */
  readonly passages: number;
  readonly ateliers: number;
  readonly coordinations: number;
  /** Minutes, each act once whatever the number of its participants. */
  readonly minutes: number;
}

/**
 * What a list of records adds up to.
 *
 * Example: one person for 30 minutes and an atelier of 8 for 2 hours → 2 acts, 9 passages, 150 minutes.
 */
export function totaux(saisies: readonly Saisie[]): Totaux {
  const sum = (value: (saisie: Saisie) => number) => saisies.reduce((total, one) => total + value(one), 0);
  return {
    actes: saisies.length,
    passages: sum((one) =>
      one.typeActivite === 'Individuel' ? 1 : one.typeActivite === 'Collectif' ? one.participants : 0,
    ),
    ateliers: sum(({ typeActivite }) => Number(typeActivite === 'Collectif')),
    coordinations: sum(({ typeActivite }) => Number(typeActivite !== 'Individuel' && typeActivite !== 'Collectif')),
    minutes: sum(({ dureeMinutes }) => dureeMinutes),
  };
}
