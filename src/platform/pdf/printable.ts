import { drawableCharacters } from './fonts.ts';

/** What a document accepts as data: plain values only, never Typst source. */
export type DocumentData =
  | string
  | number
  | boolean
  | null
  | readonly DocumentData[]
  | { readonly [key: string]: DocumentData };

// Line feed and tab are the only control characters a document may hold.
const FORBIDDEN = /(?![\n\t])\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/gu;
// Typographic spaces and hyphens that the font lacks, and what stands for them.
const SUBSTITUTES: ReadonlyMap<string, string> = new Map([
  ['\u202f', '\u00a0'],
  ['\u2007', '\u00a0'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2212', '-'],
  ['\u02bc', '’'],
]);
const SOFT_HYPHEN = '\u00ad';
const LONG_WORD = /[^\s-]{41,}/gu;
const CHUNK = /.{1,20}/gsu;

/**
 * A text that can always be composed: normalised (NFC), without control characters nor direction overrides, each
 * character missing from the font replaced by `?`, and words over 40 characters allowed to break every 20.
 *
 * Example: `'Caf\u0065\u0301 \u202Etxt \u0000'` → `'Café txt '`.
 */
export function printableText(text: string): string {
  const drawable = drawableCharacters();
  let result = '';
  for (const character of text.normalize('NFC').replace(FORBIDDEN, '')) {
    const code = character.codePointAt(0) ?? 0;
    if (drawable.has(code) || character === '\n') result += character;
    else result += SUBSTITUTES.get(character) ?? (/\s/u.test(character) ? ' ' : '?');
  }
  return result.replace(LONG_WORD, (word) => (word.match(CHUNK) ?? []).join(SOFT_HYPHEN));
}

/** The same data, with every string made printable: see {@link printableText}. Keys are ours and stay as they are. */
export function printableData(data: DocumentData): DocumentData {
  if (typeof data === 'string') return printableText(data);
  if (data === null || typeof data !== 'object') return data;
  if (isList(data)) return data.map(printableData);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printableData(value)]));
}

function isList(data: DocumentData): data is readonly DocumentData[] {
  return Array.isArray(data);
}
