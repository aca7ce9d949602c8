/**
 * A text as the detectors read it: lower case, without accents, in ASCII digits, without the characters that nobody sees.
 * `debuts[i]` and `fins[i]` say where the character `i` stands in the text that was typed.
 */
export type Lisible = {
  readonly texte: string;
  readonly debuts: readonly number[];
  readonly fins: readonly number[];
};

/** Where something stands in a `Lisible`, end excluded. */
export type Place = { readonly debut: number; readonly fin: number };

/** Not seen, or seen on another character: dropped. Controls go too, since some are dropped before a text is shown again. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]|(?![\t\n\r])\p{Cc}/gu;
const ASCII_UNSEEN = /(?![\t\n\r])\p{Cc}/u;

/** The digit that a decimal figure of any script stands for: their blocks start at …0 or at …6. */
function toDigit(figure: string): string {
  const code = figure.codePointAt(0) ?? 0;
  const row = code & ~0xf;
  return String(/\p{Nd}/u.test(String.fromCodePoint(row)) ? code - row : code - row - 6);
}

/** One character as it reads. Example: « É » → « e », « ４ » → « 4 », « – » → « - », a soft hyphen → nothing. */
function plain(character: string): string {
  if (character < '\u0080') return ASCII_UNSEEN.test(character) ? '' : character.toLowerCase().replace('\t', ' ');
  return character
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, toDigit)
    .replace(/\p{Z}/gu, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'");
}

/** Reads a text, one character at a time: what it costs is in proportion to its length. */
export function lisible(texte: string): Lisible {
  const signes: string[] = [];
  const debuts: number[] = [];
  const fins: number[] = [];
  let at = 0;
  for (const character of texte) {
    const next = at + character.length;
    const read = plain(character);
    signes.push(read);
    for (let unit = 0; unit < read.length; unit += 1) {
      debuts.push(at);
      fins.push(next);
    }
    at = next;
  }
  return { texte: signes.join(''), debuts, fins };
}

/** What people write between the figures of a number. */
const FRANCS = new Set(' ._/-·');
/** What parts two things as often as it parts the figures of one. */
const DOUTEUX = new Set("\n\r,:;|'");
/** Separators in a row, at most, inside one number. */
const SEPARATEURS_MAX = 5;

/** Signs that follow one another, separators left out: where each stands, and how they are parted. */
export type Suite = { readonly signes: string; readonly places: readonly number[] };

/** Reads up to `max` signs from `debut`, as long as `admet` takes them: a bounded number of steps wherever it starts. */
export function lireSuite(
  texte: string,
  debut: number,
  max: number,
  admet: (signe: string, rang: number) => boolean,
): Suite {
  const places: number[] = [];
  let signes = '';
  let skipped = 0;
  for (let at = debut; at < texte.length && places.length < max; at += 1) {
    const signe = texte.charAt(at);
    if (admet(signe, places.length)) {
      places.push(at);
      signes += signe;
      skipped = 0;
    } else if (places.length > 0 && skipped < SEPARATEURS_MAX && (FRANCS.has(signe) || DOUTEUX.has(signe))) {
      skipped += 1;
    } else break;
  }
  return { signes, places };
}

/** The first `longueur` signs of a suite; undefined when it has fewer. */
export function debutDe({ signes, places }: Suite, longueur: number): Suite | undefined {
  if (places.length < longueur) return undefined;
  return { signes: signes.slice(0, longueur), places: places.slice(0, longueur) };
}

export function placeDe({ places }: Suite): Place {
  return { debut: places[0] ?? 0, fin: (places.at(-1) ?? -1) + 1 };
}

/** The ranks before which something parts the signs. Example: « 1 85 05 » → 1, 3. */
export function coupesDe({ places }: Suite): readonly number[] {
  return places.flatMap((place, rang) => (rang > 0 && place !== (places[rang - 1] ?? 0) + 1 ? [rang] : []));
}

/** Whether nothing but spaces, dots, dashes, bars and underscores parts the signs. */
export function estFranche(texte: string, suite: Suite): boolean {
  const { debut, fin } = placeDe(suite);
  return ![...texte.slice(debut, fin)].some((signe) => DOUTEUX.has(signe));
}

export function estChiffre(signe: string | undefined): boolean {
  return signe !== undefined && signe >= '0' && signe <= '9' && signe.length === 1;
}

export function estLettre(signe: string | undefined): boolean {
  return signe !== undefined && signe >= 'a' && signe <= 'z' && signe.length === 1;
}
