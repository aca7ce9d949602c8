import type { DocumentData } from '../../../platform/pdf/printable.ts';

/** A fact and its value: « Dernier jour pour remédier », « 9 février 2023 ». */
export type Repere = { readonly libelle: string; readonly valeur: string };

/** A table, its first row being repeated on each page. */
export type Tableau = { readonly colonnes: readonly string[]; readonly lignes: readonly (readonly string[])[] };

/** What the body of a paper is made of, in order. Everything is text: nothing in it is ever read as Typst markup. */
export type Bloc =
  | { readonly titre: string }
  | { readonly texte: string }
  | { readonly liste: readonly string[] }
  /** Framed: the dates that the reader must not miss. */
  | { readonly reperes: readonly Repere[] }
  /** Not framed: what the paper is about. */
  | { readonly faits: readonly Repere[] }
  | { readonly tableau: Tableau };

/** The Typst file that draws them, imported by the templates. */
export const BLOCS_TYP = 'src/features/conventions/documents/blocs.typ';

export const texte = (text: string): Bloc => ({ texte: text });

/** What somebody typed, one thing a line; the dashes that they put themselves are dropped. */
export function lignes(typed: string): readonly string[] {
  return typed
    .split('\n')
    .map((line) => line.replace(/^[\s–—•*-]+\s/u, '').trim())
    .filter((line) => line !== '');
}

/** What was typed, as a list when it is several things, as a paragraph when it is one. */
export function enonce(typed: string): Bloc {
  const all = lignes(typed);
  return all.length === 1 ? texte(`« ${(all[0] ?? '').replace(/[.\s]+$/u, '')} ».`) : { liste: all };
}

/** Blocks for the template, each saying its kind. */
export function blocsData(blocs: readonly Bloc[]): readonly DocumentData[] {
  return blocs.map((bloc) => ({ ...bloc }));
}
