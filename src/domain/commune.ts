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
