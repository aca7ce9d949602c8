import { z } from 'zod';
import { text } from '../../../platform/http/fields.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { RUBRIQUES, type Rubrique, type TexteNotice } from '../rules.ts';

const TEXTE_MAX = 4_000;
const CLES = Object.keys(RUBRIQUES) as Rubrique[];

/** Name of the field of a part. */
export const champ = (cle: Rubrique): string => `partie_${cle}`;

/** Every part is compulsory: a notice that leaves one out does not inform. */
export const noticeForm = z.object(
  Object.fromEntries(
    CLES.map((cle) => [champ(cle), text(`le texte de la partie « ${RUBRIQUES[cle]} »`, TEXTE_MAX)]),
  ) as Record<string, ReturnType<typeof text>>,
);
/** How much of a part its page shows again when it is refused. */
export const TEXTE_MONTRE = TEXTE_MAX * 2;

/** The text that a valid form holds. */
export function texteDe(data: Readonly<Record<string, string>>): TexteNotice {
  return Object.fromEntries(CLES.map((cle) => [cle, data[champ(cle)] ?? ''])) as TexteNotice;
}

/** What the form holds of a text. */
export function valeursDe(texte: TexteNotice): FormState['values'] {
  return Object.fromEntries(CLES.map((cle) => [champ(cle), texte[cle]]));
}
