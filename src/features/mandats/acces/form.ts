import { z } from 'zod';
import { phrase } from '../../../domain/refus.ts';
import { text } from '../../../platform/http/fields.ts';
import { type FormData, parseForm, withErrors } from '../../../platform/http/form.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { MOTIF_MAX, PHRASES_ACCES, type RefusAcces, verifierMotif } from '../rules.ts';

export const motifForm = z.object({ motif: text('la raison', MOTIF_MAX) });

/** The reason that somebody gave, or the form refused. */
export function lireMotif(
  sent: FormData,
): { readonly motif: string; readonly state: FormState } | { readonly refused: FormState } {
  const form = parseForm(motifForm, sent);
  if (!form.ok) return { refused: form.state };
  const refus = verifierMotif(form.data.motif);
  return refus === null ? { motif: form.data.motif, state: form.state } : { refused: avecRefus(form.state, refus) };
}

export function avecRefus(state: FormState, refus: RefusAcces): FormState {
  return withErrors(state, [{ field: 'motif', message: phrase(PHRASES_ACCES, refus) }]);
}
