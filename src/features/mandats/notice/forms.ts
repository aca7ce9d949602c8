import { z } from 'zod';
import { text } from '../../../platform/http/fields.ts';
import { RUBRIQUES, type Rubrique } from '../rules.ts';

const TEXTE_MAX = 4_000;
const CLES = Object.keys(RUBRIQUES) as Rubrique[];

/** Every part is compulsory: a notice that leaves one out does not inform. */
export const noticeForm = z.object(
  Object.fromEntries(
    CLES.map((cle) => [cle, text(`le texte de la partie « ${RUBRIQUES[cle]} »`, TEXTE_MAX)]),
  ) as Record<Rubrique, ReturnType<typeof text>>,
);
/** How much of a part its page shows again when it is refused. */
export const TEXTE_MONTRE = TEXTE_MAX * 2;
