import { z } from 'zod';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import { choice, line } from '../../../platform/http/fields.ts';
import type { FieldError } from '../../../ui/form-state.ts';
import { lireRecherche } from '../../conventions/pieces/rules.ts';
import { lireCodeDeRetrait, PHRASES_CODES } from '../rules.ts';

/** How the person tells their codes to whoever types them. */
export const OU_EST_LA_PERSONNE = {
  telephone: 'Au téléphone',
  guichet: 'Devant vous',
} as const satisfies Nomenclature;

export const codesForm = z.object({
  ou: choice('où est la personne', cles(OU_EST_LA_PERSONNE)),
  code: line('le code du mandat', 60),
  codeRetrait: line('le code de retrait', 60),
});

export const demandeForm = z.object({ code: line('le code du mandat', 60) });

/** The code of a mandat as it is kept, « 7K3M-QX2F-9TRB », however it is typed; null when it cannot be one. */
export function lireCode(typed: string): string | null {
  const read = lireRecherche(typed);
  return read !== null && 'code' in read ? read.code : null;
}

/** Both codes, or what is wrong in the way that they are written. */
export function lireCodes(typed: {
  readonly code: string;
  readonly codeRetrait: string;
}): { readonly code: string; readonly codeRetrait: string } | readonly FieldError[] {
  const code = lireCode(typed.code);
  const codeRetrait = lireCodeDeRetrait(typed.codeRetrait);
  if (code !== null && codeRetrait !== null) return { code, codeRetrait };
  return [
    ...(code === null ? [{ field: 'code', message: phrase(PHRASES_CODES, { refus: 'code_mandat' }) }] : []),
    ...(codeRetrait === null
      ? [{ field: 'codeRetrait', message: phrase(PHRASES_CODES, { refus: 'code_retrait' }) }]
      : []),
  ];
}
