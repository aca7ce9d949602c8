import { type Role, rolesLibelles } from '../../domain/compte.ts';
import type { Phrases } from '../../domain/refus.ts';

/** The address already opens the account of another agent. */
export type RefusCompte = { readonly refus: 'courriel_pris'; readonly nom: string; readonly role: Role };

export const PHRASES_COMPTE: Phrases<RefusCompte> = {
  courriel_pris: ({ nom, role }) =>
    `Cette adresse ouvre déjà le compte de ${nom} (${rolesLibelles[role]}) : deux agents n’ont jamais la même adresse.`,
};
