import type { Role } from '../../../domain/compte.ts';
import type { Phrases } from '../../../domain/refus.ts';

/** Never alone: whoever is away, ill or locked out, another administrateur can help. Rule of the house, not of the convention. */
export const ADMINISTRATEURS_MIN = 2;

/** The roles invited from the administration; agents and référents are opened from their cards. */
export const ROLES_INVITES = ['equipe', 'direction', 'dpo', 'administrateur'] as const satisfies readonly Role[];

export function estInvite(role: Role): role is (typeof ROLES_INVITES)[number] {
  return (ROLES_INVITES as readonly Role[]).includes(role);
}

export type EtatCompte = 'ouvert' | 'invite' | 'ferme';

export const ETATS_COMPTE: Record<EtatCompte, string> = {
  ouvert: 'Ouvert',
  invite: 'Invité, jamais venu',
  ferme: 'Fermé',
};

/** Where an account stands. Example: open, no second factor and no sign-in known → `invite`. */
export function etatCompte(compte: {
  readonly ferme: boolean;
  readonly facteurs: number;
  readonly connu: boolean;
}): EtatCompte {
  if (compte.ferme) return 'ferme';
  return compte.facteurs > 0 || compte.connu ? 'ouvert' : 'invite';
}

export type RefusGeste =
  | { readonly refus: 'soi_meme' }
  | { readonly refus: 'deja_ferme' }
  | { readonly refus: 'administrateurs_trop_peu'; readonly restants: number };

export const PHRASES_GESTE: Phrases<RefusGeste> = {
  soi_meme: () => 'Il s’agit de votre propre compte : demandez à un autre administrateur.',
  deja_ferme: () => 'Ce compte est déjà fermé.',
  administrateurs_trop_peu: ({ restants }) =>
    restants === 0
      ? 'Il ne resterait aucun administrateur qui soit déjà venu : invitez-en d’abord deux autres.'
      : 'Il ne resterait qu’un administrateur, et il en faut au moins deux qui soient déjà venus : invitez-en d’abord un autre.',
};

/**
 * May `cible` be closed, when `restants` other administrateurs can come in today (open, with a second factor)?
 *
 * Nobody closes an account of their own mailbox, and two administrateurs at least stay, who have come: an invitation that
 * nobody answered helps nobody. `acteur` is the mailbox of who asks, null for whoever runs the server.
 * Example: 1 would stay → refused; 2 would → accepted; an account of the équipe → accepted.
 */
export function verifierFermeture(
  cible: { readonly courriel: string; readonly role: Role; readonly ferme: boolean },
  acteur: string | null,
  restants: number,
): RefusGeste | null {
  if (cible.ferme) return { refus: 'deja_ferme' };
  if (cible.courriel === acteur) return { refus: 'soi_meme' };
  if (cible.role !== 'administrateur') return null;
  return restants < ADMINISTRATEURS_MIN ? { refus: 'administrateurs_trop_peu', restants } : null;
}

/** May the second factors of a mailbox be removed? Never one's own: a stolen session would then choose new ones. */
export function verifierOubli(cible: { readonly courriel: string }, acteur: string): RefusGeste | null {
  return cible.courriel === acteur ? { refus: 'soi_meme' } : null;
}
