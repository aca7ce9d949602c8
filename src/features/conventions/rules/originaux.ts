import { estApres } from '../../../domain/periode.ts';
import { type Convention, evenementsDeType } from './evenements.ts';
import { EXEMPLAIRES, type Exemplaire, type Original } from './evenements-suivi.ts';

/**
 * Where each of the two originals is on a day; null: nobody has said.
 *
 * Source: last page of the convention, « Fait en 2 exemplaires originaux ».
 * Example: n° 1 at the Département since 2022-10-12, moved to its archives 2023-02-01 → on 2023-01-15, the first place.
 */
export function originauxAu(
  convention: Convention,
  jour: Temporal.PlainDate,
): ReadonlyMap<Exemplaire, Original | null> {
  const known = evenementsDeType(convention, 'original')
    .filter(({ date }) => !estApres(date, jour))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date));
  return new Map(
    EXEMPLAIRES.map((exemplaire) => [exemplaire, known.findLast((one) => one.exemplaire === exemplaire) ?? null]),
  );
}
