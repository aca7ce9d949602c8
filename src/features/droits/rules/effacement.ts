import type { Donnee } from '../../../domain/conservation.ts';

/**
 * Why a kind of data is kept though its person asks that it goes; null when it may go.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 17.3: legal obligation, public archives).
 * Example: identities of the journal, founded on a legal obligation → its reason; a demande of a structure → null.
 */
export function raisonDeGarder({ base, ensuite }: Pick<Donnee, 'base' | 'ensuite'>): string | null {
  if (base === 'c') return 'Une obligation légale impose de la garder jusqu’à son terme (RGPD, article 17.3 b).';
  if (ensuite === 'propose_aux_archives') {
    return 'C’est une archive publique : elle ne se détruit pas sans décision (RGPD, article 17.3 d).';
  }
  if (ensuite === 'remplace') return 'Elle se remplace dans les réglages ; elle ne s’efface pas.';
  return null;
}

/** Said of an account that is still open: nobody is erased who can still sign in. */
export const COMPTE_OUVERT = 'Le compte est ouvert : fermez-le d’abord, puis recommencez (RGPD, article 17.1 a).';
/** Said of an agent under contract. */
export const CONTRAT_EN_COURS = 'Le contrat court encore : ces données servent à l’exécuter (RGPD, article 17.1 a).';
/** Said of what has no life of its own. */
export const PART_AVEC = 'Elle part avec ce dont elle dépend, ou à la fin de sa durée.';
