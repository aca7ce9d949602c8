import { z } from 'zod';
import { line } from '../../../platform/http/fields.ts';
import { type FormData, parseForm, withErrors } from '../../../platform/http/form.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { lireRecherche } from '../../conventions/pieces/rules.ts';

export const rechercheForm = z.object({ code: line('le code du mandat', 40) });

const PAS_UN_CODE = 'Un code de mandat a 12 signes, comme 7K3M-QX2F-9TRB : il est au pied de chaque page de la copie.';

/** The code that somebody typed from the copy of a person, or the form refused. */
export function lireCode(
  sent: FormData,
): { readonly code: string; readonly state: FormState } | { readonly refused: FormState } {
  const form = parseForm(rechercheForm, sent);
  if (!form.ok) return { refused: form.state };
  const read = lireRecherche(form.data.code);
  if (read === null || !('code' in read))
    return { refused: withErrors(form.state, [{ field: 'code', message: PAS_UN_CODE }]) };
  return { code: read.code, state: form.state };
}

/** The same form, once no signed mandat was found. */
export function codeInconnu(state: FormState): FormState {
  const message = 'Aucun mandat signé ne porte ce code : relisez-le sur la copie.';
  return withErrors(state, [{ field: 'code', message }]);
}
