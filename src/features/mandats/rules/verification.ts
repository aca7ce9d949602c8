import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Etat } from './vie.ts';

/** All that somebody who holds a copy may be told of a mandat. */
export const VERDICTS = {
  valide: 'valide',
  retire: 'retiré',
  termine: 'terminé',
} as const satisfies Nomenclature;
export type Verdict = keyof typeof VERDICTS;

/**
 * What anybody is told of a signed mandat: valid while one of its démarches is in force, withdrawn when the person withdrew
 * the last of it, over otherwise, whatever the reason. Null for a draft: it does not exist yet.
 *
 * Source: art. 2, secret professionnel: a death, a protection or a completion is nobody else's business.
 * Example: one démarche withdrawn, one in force → valide; both withdrawn → retire; then destroyed → termine.
 */
export function verdictDe(etat: Etat): Verdict | null {
  if (etat === 'brouillon') return null;
  if (etat === 'actif') return 'valide';
  return etat === 'revoque' ? 'retire' : 'termine';
}
