import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** Why an agent leaves, when it is worth saying; told to the équipe technique alone. */
export const MOTIFS_DEPART = {
  demission: 'Démission',
  mutation: 'Mutation ou autre poste',
  retraite: 'Retraite',
  rupture: 'Contrat rompu avant sa fin',
  autre: 'Autre raison',
} as const;

export type MotifDepart = keyof typeof MOTIFS_DEPART;

/**
 * The contract of an agent, as his departure changes it: `fin` is the last day, inclusive; `finPrevue` the end that the
 * contract had before a departure was recorded, null when none is.
 */
export interface ContratAgent {
  readonly debut: Jour;
  readonly fin: Jour;
  readonly finPrevue: Jour | null;
}

export type RefusDepart =
  | { readonly refus: 'deja_parti'; readonly le: Jour }
  | { readonly refus: 'avant_contrat'; readonly debut: Jour }
  | { readonly refus: 'apres_contrat'; readonly fin: Jour }
  | { readonly refus: 'aide_notee'; readonly le: Jour };

export const PHRASES_DEPART: Phrases<RefusDepart> = {
  deja_parti: ({ le }) => `Un départ est déjà enregistré, au ${formatDate(le)} : annulez-le pour en écrire un autre.`,
  avant_contrat: ({ debut }) =>
    `Le contrat commence le ${formatDate(debut)} : le dernier jour ne peut pas le précéder.`,
  apres_contrat: ({ fin }) => `Le contrat prend déjà fin le ${formatDate(fin)} : il n’y a pas de départ après ce jour.`,
  aide_notee: ({ le }) =>
    `L’agent a noté un accompagnement le ${formatDate(le)} : son dernier jour ne peut pas le précéder.`,
};

/**
 * May `jour` be recorded as the last day of an agent? It falls within the contract, and not before help that was given.
 * `derniereAide`: the last day on which the agent noted help, null without any. The first reason not to, or null.
 *
 * Source: annexe 1, « sur une période de 1 an renouvelable ».
 * Example: contract 2025-09-01 → 2027-08-31, help noted on 2026-11-23; last day 2026-11-20 → `aide_notee`.
 */
export function verifierDepart(contrat: ContratAgent, jour: Jour, derniereAide: Jour | null): RefusDepart | null {
  const { debut, fin, finPrevue } = contrat;
  if (finPrevue !== null) return { refus: 'deja_parti', le: fin };
  if (estAvant(jour, debut)) return { refus: 'avant_contrat', debut };
  if (estApres(jour, fin)) return { refus: 'apres_contrat', fin };
  return derniereAide !== null && estAvant(jour, derniereAide) ? { refus: 'aide_notee', le: derniereAide } : null;
}

/**
 * May an account be opened for an agent on a day? Until the last day of the contract; once a departure is recorded, only
 * before its day, since a departure of the day closes the account at once.
 * Example: contract until 2026-11-24, asked that day → yes; the same day as a departure → no.
 */
export function peutOuvrirCompte(
  { fin, finPrevue }: Pick<ContratAgent, 'fin' | 'finPrevue'>,
  aujourdhui: Jour,
): boolean {
  return finPrevue === null ? !estAvant(fin, aujourdhui) : estApres(fin, aujourdhui);
}
