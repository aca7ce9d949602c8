import type { CalendrierOptions } from '../../../domain/calendrier.ts';
import { formatDate } from '../../../domain/date.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Delai, dernierJourProlongation } from './horloge.ts';

type Jour = Temporal.PlainDate;

/** The two reasons that allow more time. */
export const MOTIFS_PROLONGATION = {
  complexite: 'La demande est complexe',
  nombre: 'Les demandes sont nombreuses',
} as const satisfies Nomenclature;
export type MotifProlongation = keyof typeof MOTIFS_PROLONGATION;

export type RefusProlongation =
  | { readonly refus: 'deja_repondue' }
  | { readonly refus: 'deja_prolongee' }
  | { readonly refus: 'prolongation_tardive'; readonly limite: Jour }
  | { readonly refus: 'avant_la_demande' }
  | { readonly refus: 'a_venir' };

export const PHRASES_PROLONGATION: Phrases<RefusProlongation> = {
  deja_repondue: () => 'La demande a déjà sa réponse.',
  deja_prolongee: () => 'Le délai ne se prolonge qu’une fois.',
  prolongation_tardive: ({ limite }) =>
    `La personne devait en être prévenue le ${formatDate(limite)} au plus tard : le délai ne peut plus être prolongé.`,
  avant_la_demande: () => 'La personne ne peut pas avoir été prévenue avant sa demande.',
  a_venir: () => 'Indiquez le jour où la personne a été prévenue, aujourd’hui au plus tard.',
};

/**
 * May the time to answer be extended by two months, the person being told on `prevenueLe`? Null when it may.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 12.3, « dans un délai d’un mois à compter de la réception »: the
 * person is told of the extension and its reasons within the first month).
 * Example: received 2026-03-10, told 2026-04-10 → null; told 2026-04-11 → `prolongation_tardive`.
 */
export function refusProlongation(
  demande: Delai,
  prevenueLe: Jour,
  aujourdhui: Jour,
  calendrier: CalendrierOptions,
): RefusProlongation | null {
  if (demande.repondueLe !== null) return { refus: 'deja_repondue' };
  if (demande.prolongeeLe !== null) return { refus: 'deja_prolongee' };
  if (estAvant(prevenueLe, demande.recueLe)) return { refus: 'avant_la_demande' };
  if (estApres(prevenueLe, aujourdhui)) return { refus: 'a_venir' };
  const limite = dernierJourProlongation(demande.recueLe, calendrier);
  return estApres(prevenueLe, limite) ? { refus: 'prolongation_tardive', limite } : null;
}
