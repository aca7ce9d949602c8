import type { Classement } from '../../../domain/conservation.ts';

/** Who confirmed a poster is an account, and what it said is on the door. */
export const classement: Classement = {
  donnees: [],
  sansDonneePersonnelle: { affiche_pose: ['posee_le', 'contenu'] },
};
