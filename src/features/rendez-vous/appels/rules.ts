import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { RaisonAppel } from '../avis/rules.ts';

export const RAISONS: Readonly<Record<RaisonAppel, string>> = {
  confirmation: 'Confirmer',
  changement: 'Dire un changement',
  annulation: 'Dire une annulation',
  rappel: 'Rappeler le rendez-vous',
  place: 'Proposer une place',
  a_replacer: 'Replacer le rendez-vous',
};

export const RESULTATS = {
  joint: 'La personne sait',
  message: 'Message laissé',
  injoignable: 'Personne n’a répondu',
} as const satisfies Nomenclature;
export type Resultat = keyof typeof RESULTATS;

/** What somebody answers who is offered a place. */
export const REPONSES = {
  accepte: 'Elle prend la place',
  laisse: 'Elle la laisse, et attend encore',
  retire: 'Elle n’attend plus',
} as const satisfies Nomenclature;
export type Reponse = keyof typeof REPONSES;

/** A result that ends a call; after « personne n’a répondu », it stays to be made. */
export function estFini(resultat: Resultat): boolean {
  return resultat !== 'injoignable';
}

export type Moment = 'en_retard' | 'aujourdhui' | 'demain' | 'plus_tard';

/**
 * Where a call is listed, by the last moment at which it is useful. A reminder of next week can wait.
 * Example, on 2026-11-24 at 10 h: before the 24th at 9 h → late; before 18 h → today; before the 26th → later.
 */
export function momentDe(avant: Temporal.Instant, now: Temporal.Instant): Moment {
  if (Temporal.Instant.compare(avant, now) <= 0) return 'en_retard';
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const days = day(now).until(day(avant)).days;
  return days === 0 ? 'aujourdhui' : days === 1 ? 'demain' : 'plus_tard';
}
