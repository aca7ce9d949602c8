import { estRefus, phrase } from '../../domain/refus.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { choisirParRang, PHRASES_FIN } from './rules.ts';
import type { DemarcheRangee } from './store.ts';

/** The démarches that somebody chose, or the form in which they choose, with what was wrong. */
export type Choix = { readonly demarches: readonly DemarcheRangee[] } | { readonly state: FormState };

/** Reads which démarches are named by rank; one rank that is not in force any more, and the whole choice is made again. */
export function lireRangs(inForce: readonly DemarcheRangee[], rangs: readonly string[]): Choix {
  const chosen = choisirParRang(inForce, rangs);
  if (!estRefus(chosen) && chosen.length === new Set(rangs).size) return { demarches: chosen };
  const message = phrase(PHRASES_FIN, estRefus(chosen) ? chosen : { refus: 'fin_rien_choisi' });
  return { state: { values: { rang: rangs }, errors: [{ field: 'rang', message }] } };
}

/**
 * Reads the choice that an address bears: « ?rang=1&rang=3 », « ?tout=oui », or nothing yet. A first page asks, a second one
 * confirms, and both are plain links: without JavaScript, one can go back.
 */
export function lireChoix(inForce: readonly DemarcheRangee[], query: URLSearchParams): Choix {
  const isWhole = query.get('tout') === 'oui';
  const rangs = isWhole ? inForce.map(({ rang }) => String(rang)) : query.getAll('rang').slice(0, 20);
  if (rangs.length === 0 && query.get('choisir') !== 'oui' && !isWhole) return { state: blankForm() };
  return lireRangs(inForce, rangs);
}
