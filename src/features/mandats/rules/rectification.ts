import type { Phrases } from '../../../domain/refus.ts';

/** What a signed mandat says wrong, and what is right, as sealed under the key of the mandat. */
export type ContenuRectification = {
  /** « Date de naissance » */
  readonly champ: string;
  /** « 12 avril 1948 » */
  readonly faux: string;
  /** « 21 avril 1948 » */
  readonly juste: string;
};

export type RefusRectification =
  | { readonly refus: 'rectification_identique' }
  | { readonly refus: 'rectification_illisible' };

export const PHRASES_RECTIFICATION: Phrases<RefusRectification> = {
  rectification_identique: () => 'Ce qui est juste est écrit comme ce qui est faux : relisez les deux.',
  rectification_illisible: () => 'Ce mandat ne se lit plus : rien ne peut y être noté.',
};

/** Spaces aside, as people compare two words. */
function plie(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/**
 * Why a note of rectification is not kept; null when it is. What was signed does not change: the note stands beside it.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 16, « y compris en fournissant une déclaration complémentaire »).
 * Example: faux « Colete », juste « Colette » → null; « Colette », « Colette  » → rectification_identique.
 */
export function refusRectification(
  { faux, juste }: Pick<ContenuRectification, 'faux' | 'juste'>,
  { lisible }: { readonly lisible: boolean },
): RefusRectification | null {
  if (!lisible) return { refus: 'rectification_illisible' };
  return plie(faux) === plie(juste) ? { refus: 'rectification_identique' } : null;
}
