import type { Personne } from './source.ts';

/** What is looked for in a row, folded as the row is: all the words of the name, or the address, or the number. */
export type Termes = {
  readonly mots: readonly string[];
  readonly courriel: string | null;
  readonly telephone: string | null;
};

/** Lower case, without accents, in words. Example: « Éléonore D’Ys » → « eleonore d ys ». */
function plie(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * The terms of a person. A number is read without its spaces and without what calls France from abroad; fewer than six
 * figures say nobody.
 * Example: « Violette Arbousier », « +33 4 00 00 00 01 » → violette, arbousier; « 400000001 ».
 */
export function termesDe({ nom, courriel, telephone }: Personne): Termes {
  const figures = (telephone ?? '').replace(/[^0-9+]/g, '').replace(/^(?:\+33|0033|0)/, '');
  return {
    mots: nom === null ? [] : plie(nom).split(' ').filter(Boolean),
    courriel: courriel === null ? null : plie(courriel) || null,
    telephone: figures.length < 6 ? null : figures,
  };
}

/** Is there anything to look for? */
export function estVide({ mots, courriel, telephone }: Termes): boolean {
  return mots.length === 0 && courriel === null && telephone === null;
}
