/** What every mobile telephone writes in seven bits; each of the second list counts for two. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_DOUBLE = '^{}\\[~]|€';
const SIMPLES: ReadonlySet<string> = new Set(GSM);
const DOUBLES: ReadonlySet<string> = new Set(GSM_DOUBLE);

/** Mobile numbers of overseas, by what they begin with, and what calls them from abroad. */
const OUTRE_MER: readonly (readonly [RegExp, string])[] = [
  [/^069[01]/, '+590'],
  [/^069[23]/, '+262'],
  [/^0694/, '+594'],
  [/^069[67]/, '+596'],
  // 06 39 98 is kept for fiction; the rest of 06 39 is Mayotte.
  [/^0639(?!98)/, '+262'],
];
/** The same, written from abroad; and those of overseas that have no number beginning with 0. */
const MOBILE_DEPUIS_L_ETRANGER =
  /^\+(?:33[67]\d{8}|590(?:69[01])\d{6}|262(?:69[23]|639)\d{6}|594694\d{6}|59669[67]\d{6}|687[789]\d{5}|6898[789]\d{6}|508[45]\d{5})$/;

/**
 * The number as a gateway dials it, when it is one that receives SMS; null for a landline, and for what is neither of France
 * nor of overseas: somebody telephones instead.
 * Example: « 06 39 98 00 01 » → « +33639980001 »; « 06 92 00 00 01 » → « +262692000001 »; « 04 68 00 00 00 » → null.
 */
export function numeroMobile(telephone: string | null): string | null {
  const digits = (telephone ?? '').replace(/[^0-9+]/g, '');
  if (MOBILE_DEPUIS_L_ETRANGER.test(digits)) return digits;
  if (!/^0[67]\d{8}$/.test(digits)) return null;
  const prefix = OUTRE_MER.find(([pattern]) => pattern.test(digits))?.[1] ?? '+33';
  return `${prefix}${digits.slice(1)}`;
}

/** The text as it leaves: ordinary spaces and apostrophes, which cost half of what typographic ones do. No accent is lost. */
export function pourSms(texte: string): string {
  return texte
    .normalize('NFC')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/« ?| ?»|[“”]/g, '"')
    .replaceAll('…', '...')
    .replaceAll(/[–—]/g, '-');
}

/**
 * How many messages a text is billed as. In seven bits: 160 signs, or 153 each once there are two; with any other sign (ê, ç,
 * œ), 70, or 67 each.
 * Example: 160 plain letters → 1; 161 → 2; 70 letters of which one « ê » → 1; 71 → 2.
 */
export function segments(texte: string): number {
  const isPlain = [...texte].every((sign) => SIMPLES.has(sign) || DOUBLES.has(sign));
  const length = isPlain ? [...texte].reduce((sum, sign) => sum + (DOUBLES.has(sign) ? 2 : 1), 0) : texte.length;
  const [alone, each] = isPlain ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / each);
}

const SEGMENTS_MAX = 2;
const NOM_MIN = 12;

/**
 * A text around the name of a place, in two messages at most: the name is cut, never what comes before nor after it. One that
 * cannot be made short enough by this keeps a dozen letters of the name.
 */
export function autourDuNom(nom: string, ecrire: (nom: string) => string): string {
  const whole = pourSms(nom);
  const full = pourSms(ecrire(whole));
  if (segments(full) <= SEGMENTS_MAX) return full;
  const signs = [...whole];
  const shortened = (length: number): string => `${signs.slice(0, length).join('').trimEnd()}.`;
  for (let length = signs.length - 1; length >= NOM_MIN; length -= 1) {
    const cut = pourSms(ecrire(shortened(length)));
    if (segments(cut) <= SEGMENTS_MAX) return cut;
  }
  return pourSms(ecrire(shortened(NOM_MIN)));
}
