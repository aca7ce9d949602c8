import type { Territoire } from '../../domain/territoire.ts';
import { type Partie, representantChange } from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** Who represents a party on a day: the last change recorded, else what the register says today. */
export function representantDe(
  convention: ConventionComplete,
  territoire: Territoire,
  partie: Partie,
  jour: Temporal.PlainDate,
): { readonly nom: string; readonly qualite: string } {
  const change = representantChange(convention, partie, jour);
  if (change !== null) return change;
  const { representantNom, representantFonction } = partie === 'departement' ? territoire : convention.structure;
  return { nom: representantNom, qualite: representantFonction };
}
