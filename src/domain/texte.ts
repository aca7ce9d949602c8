import type { Phrases } from './refus.ts';

export type RefusTexte =
  | { readonly refus: 'texte_interdit'; readonly caractere: string }
  | { readonly refus: 'texte_trop_long'; readonly max: number; readonly longueur: number };

export const PHRASES_TEXTE: Phrases<RefusTexte> = {
  texte_interdit: ({ caractere }) =>
    `Ce texte contient un caractère invisible qui n’est pas accepté (${caractere}). Saisissez-le à nouveau au clavier.`,
  texte_trop_long: ({ max, longueur }) => `Ce texte est trop long : ${longueur} caractères, ${max} au plus.`,
};

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function isForbidden(code: number): boolean {
  const control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
  const loneSurrogate = code >= 0xd800 && code <= 0xdfff;
  const lineSeparator = code === 0x2028 || code === 0x2029;
  const bidi =
    code === 0x061c ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069);
  return control || loneSurrogate || lineSeparator || bidi;
}

function clean(text: string, max: number, allowed: ReadonlySet<string>): string | RefusTexte {
  const trimmed = text.normalize('NFC').trim();
  for (const character of trimmed) {
    const code = codePoint(character);
    if (!allowed.has(character) && isForbidden(code)) {
      return { refus: 'texte_interdit', caractere: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
    }
  }
  // Zero-width characters alone would make a name that nobody sees.
  if (!/[^\p{C}\p{Z}]/u.test(trimmed)) return '';
  const longueur = [...trimmed].length;
  return longueur > max ? { refus: 'texte_trop_long', max, longueur } : trimmed;
}

/**
 * Cleans a one-line field: NFC, trimmed, tabs and runs of spaces made one space (non-breaking spaces are kept).
 *
 * `max` is in Unicode characters, as PostgreSQL counts them. An empty field gives `''`: whether it is required is the
 * form's decision. Refuses NUL, control characters (line breaks included), lone surrogates and direction overrides
 * (`texte_interdit`), and over-long text (`texte_trop_long`).
 * Example: `cleanLine('  Mairie \t de Céret ', 80)` → « Mairie de Céret ».
 */
export function cleanLine(text: string, max: number): string | RefusTexte {
  return clean(text.replace(/[ \t]+/g, ' '), max, new Set());
}

/** Cleans a many-line field as `cleanLine` does, keeping its line breaks (all written `\n`) and its tabs. */
export function cleanText(text: string, max: number): string | RefusTexte {
  return clean(text.replace(/\r\n?/g, '\n'), max, new Set(['\n', '\t']));
}
