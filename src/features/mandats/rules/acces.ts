import type { Phrases } from '../../../domain/refus.ts';

/** How long an access for a serious reason stays open, at most. [choice] */
export const DUREE_ACCES_MINUTES = 60;

export const MOTIF_MIN = 10;
export const MOTIF_MAX = 500;

export type RefusAcces =
  | { readonly refus: 'motif_court' }
  | { readonly refus: 'illisible' }
  | { readonly refus: 'retenu' };

export const PHRASES_ACCES: Phrases<RefusAcces> = {
  motif_court: () => `Expliquez la raison en ${MOTIF_MIN} caractères au moins : elle est lue par d’autres que vous.`,
  illisible: () => 'Ce mandat est fini : plus personne ne le lit.',
  retenu: () => 'Ce mandat est en sursis : personne ne le lit tant que le délégué ne l’a pas levé.',
};

/**
 * Refuses a reason that says nothing (`motif_court`), in Unicode characters as PostgreSQL counts them.
 * Example: « urgence » → refused; « L’agent est absent, un délai expire demain » → null.
 */
export function verifierMotif(motif: string): RefusAcces | null {
  return [...motif].length < MOTIF_MIN ? { refus: 'motif_court' } : null;
}

/** First instant at which an access is over. Example: opened 14:02 → 15:02. */
export function finAcces(ouvertAt: Temporal.Instant): Temporal.Instant {
  return ouvertAt.add({ minutes: DUREE_ACCES_MINUTES });
}
