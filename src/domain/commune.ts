import type { Phrases } from './refus.ts';

const ABBREVIATIONS: Readonly<Record<string, string>> = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' };

/**
 * Reduces a commune's name to what people type: lower case, no accent, hyphens and apostrophes made spaces, « st » and
 * « ste » written in full. Both sides of a search go through it, so that any way of writing finds the commune.
 *
 * Example: « St-Cyprien » and « Saint Cyprien » → « saint cyprien »; « L’Écluse » → « l ecluse ».
 */
export function toNomRecherche(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');
}

/** A commune of the official geographic code, as far as an address needs it. */
export interface Commune {
  readonly codeInsee: string;
  readonly nom: string;
  readonly codesPostaux: readonly string[];
  readonly departement: string;
}

/** What a person typed of an address. `choix` is the INSEE code picked among the communes proposed, empty otherwise. */
export interface SaisieCommune {
  readonly texte: string;
  readonly choix: string;
  readonly codePostal: string;
}

export type RefusCommune =
  | { readonly refus: 'commune_inconnue'; readonly texte: string }
  | { readonly refus: 'commune_ambigue'; readonly candidates: readonly Commune[] }
  | RefusCodePostal;
export type RefusCodePostal = { readonly refus: 'code_postal_autre'; readonly commune: Commune };

export const PHRASES_COMMUNE: Phrases<RefusCommune> = {
  commune_inconnue: ({ texte }) =>
    `Aucune commune ne s’appelle « ${texte} » ni ne porte ce code. Écrivez son nom en entier, ou son code INSEE.`,
  commune_ambigue: ({ candidates }) =>
    `Plusieurs communes sont possibles. Choisissez la bonne, ou écrivez son code INSEE : ${candidates
      .slice(0, 8)
      .map(({ codeInsee, nom, codesPostaux }) => `${codeInsee} (${nom}, ${codesPostaux[0] ?? 'sans code postal'})`)
      .join(', ')}${candidates.length > 8 ? '…' : '.'}`,
  code_postal_autre: ({ commune }) =>
    commune.codesPostaux.length === 1
      ? `Le code postal de ${commune.nom} est ${commune.codesPostaux[0]}.`
      : `Les codes postaux de ${commune.nom} sont ${enumerate(commune.codesPostaux)}.`,
};

function enumerate(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} et ${words.at(-1) ?? ''}`;
}

/** A commune as forms propose it and read it back: « Céret (66049) ». */
export function formatCommune({ nom, codeInsee }: Pick<Commune, 'nom' | 'codeInsee'>): string {
  return `${nom} (${codeInsee})`;
}

/** The INSEE code typed, alone or after the name, or null. Example: « Céret (66049) » → `66049`. */
export function codeInseeTape(texte: string): string | null {
  const match = /^(?:.*\()?\s*([0-9]{2}|2[ABab])([0-9]{3})\s*\)?$/.exec(texte.trim());
  return match === null ? null : `${match[1]}${match[2]}`.toUpperCase();
}

/**
 * The commune that a person means, among those that answer to what was typed.
 *
 * In order: the INSEE code typed; the commune picked in the list, while it still answers to the text; the only commune of
 * that very name, or the only one of them with that postal code; the only commune of a postal code typed as its name.
 * A beginning of name never decides by itself: it is proposed. Refuses `commune_inconnue`, `commune_ambigue`.
 * Example: « Saint-Hippolyte », 66510 → the one of the Pyrénées-Orientales; with no postal code, a choice of eight.
 */
export function choisirCommune(saisie: SaisieCommune, candidates: readonly Commune[]): Commune | RefusCommune {
  const code = codeInseeTape(saisie.texte);
  const nom = toNomRecherche(saisie.texte);
  const chosen =
    candidates.find(({ codeInsee }) => codeInsee === code) ??
    candidates.find(({ codeInsee }) => codeInsee === saisie.choix);
  if (chosen !== undefined) return chosen;
  const exact = candidates.filter((one) => toNomRecherche(one.nom) === nom || one.codesPostaux.includes(nom));
  const near = exact.filter((one) => one.codesPostaux.includes(saisie.codePostal.replaceAll(' ', '')));
  const [only, ...others] = near.length === 1 ? near : exact;
  if (only !== undefined && others.length === 0) return only;
  const proposed = exact.length > 0 ? exact : candidates;
  return proposed.length === 0
    ? { refus: 'commune_inconnue', texte: saisie.texte }
    : { refus: 'commune_ambigue', candidates: proposed };
}

/** Refuses a postal code that is none of the commune's. Example: Céret, 66000 → « Le code postal de Céret est 66400. » */
export function verifierCodePostal(commune: Commune, codePostal: string): RefusCodePostal | null {
  const known = commune.codesPostaux.length === 0 || commune.codesPostaux.includes(codePostal.replaceAll(' ', ''));
  return known ? null : { refus: 'code_postal_autre', commune };
}
