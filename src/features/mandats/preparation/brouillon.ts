import type { Execution, Identite, Objet } from '../rules.ts';

/** All that was typed of a mandat to be signed, as sealed under its key. */
export type Brouillon = {
  readonly identite: Identite;
  /** Under a measure of protection. */
  readonly isProtege: boolean;
  readonly lignes: readonly Objet[];
  readonly dureeMois: number;
  /** Whom the mandant names to act in the stead of the agent. */
  readonly suppleantId: string | null;
};

/** How the démarches are done, in a sentence of the mandat. */
export const PHRASES_EXECUTION: Readonly<Record<Execution, string>> = {
  presence: 'Les démarches sont faites en présence de la personne.',
  distance: 'Les démarches peuvent être faites à distance, après la signature, sans la personne.',
  les_deux: 'Les démarches sont faites en présence de la personne, ou à distance après la signature.',
};
