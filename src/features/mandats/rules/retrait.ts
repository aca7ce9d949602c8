const CHIFFRES = 8;

/**
 * The code by which the person withdraws by telephone, printed on their copy alone: 8 figures, by fours.
 * Example: eight bytes 4 8 2 1 7 7 3 0 → « 4821-7730 ».
 */
export function codeDeRetrait(hasard: Uint8Array): string {
  if (hasard.length < CHIFFRES) throw new Error('A code of withdrawal needs 8 random bytes');
  const chiffres = Array.from(hasard.subarray(0, CHIFFRES), (byte) => String(byte % 10)).join('');
  return `${chiffres.slice(0, 4)}-${chiffres.slice(4)}`;
}

/** The code as somebody says or types it; null when it is not 8 figures. Example: « 4821 77 30 » → « 4821-7730 ». */
export function lireCodeDeRetrait(saisie: string): string | null {
  const chiffres = saisie.replaceAll(/[\s.\-‐‑–—]/gu, '');
  return /^[0-9]{8}$/.test(chiffres) ? `${chiffres.slice(0, 4)}-${chiffres.slice(4)}` : null;
}

/** What is kept of it, once printed by the coffre: bound to its mandat, so that two alike do not look alike. */
export function traceDuCode(codeMandat: string, code: string): string {
  return `retrait:${codeMandat}:${code}`;
}
