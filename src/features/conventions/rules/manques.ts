import { type Convention, type Deliberation, evenementsDeType, type Partie } from './evenements.ts';
import type { Lecture } from './periodes.ts';

/** Does a party send its délibération to the préfecture? An association does not. Source: préambule, « Accusé de réception en préfecture ». */
export function transmet(convention: Convention, partie: Partie): boolean {
  return partie === 'departement' || convention.beneficiaireTransmet !== false;
}

/**
 * The délibérations that the préfecture has not acknowledged, of the parties that send theirs.
 *
 * Source: préambule, « Accusé de réception en préfecture ».
 * Example: délibérations of 2022-06-01, acknowledged, and of 2022-09-19 → the second.
 */
export function deliberationsATransmettre(convention: Convention): readonly Deliberation[] {
  const accuses = evenementsDeType(convention, 'teletransmission');
  return evenementsDeType(convention, 'deliberation').filter(
    ({ id, partie }) => transmet(convention, partie) && !accuses.some(({ deliberationId }) => deliberationId === id),
  );
}

/** Is the accusé of the convention itself missing, its clauses of the day requiring one? Source: préambule; see `Clauses`. */
export function estATransmettre(convention: Convention, { clausesAu }: Lecture, jour: Temporal.PlainDate): boolean {
  if (!clausesAu(jour).transmissionRequise) return false;
  return evenementsDeType(convention, 'teletransmission').every(({ deliberationId }) => deliberationId !== null);
}

/** What a party still owes to a convention, in the order in which it comes. */
type ManquePartie = 'deliberation' | 'accuse' | 'signature';

/**
 * What a party has not done yet: its délibération; once there is one, an accusé, of any of them; its signature.
 *
 * Source: préambule, « dûment autorisée en vertu de la délibération », « Accusé de réception en préfecture »; art. 6,
 * « signature par l'ensemble des Parties ».
 * Example: a commune whose délibération of 2022-09-19 has no accusé → `accuse`, `signature`; an association → `signature`.
 */
export function manquesPartie(convention: Convention, partie: Partie): readonly ManquePartie[] {
  const ofParty = (one: { readonly partie: Partie }) => one.partie === partie;
  const decided = evenementsDeType(convention, 'deliberation').filter(ofParty);
  const waiting = deliberationsATransmettre(convention).filter(ofParty);
  return [
    ...(decided.length === 0 ? ['deliberation' as const] : []),
    ...(decided.length > 0 && waiting.length === decided.length ? ['accuse' as const] : []),
    ...(evenementsDeType(convention, 'signature').some(ofParty) ? [] : ['signature' as const]),
  ];
}
