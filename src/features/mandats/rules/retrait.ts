import type { Phrases } from '../../../domain/refus.ts';

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

/** Wrong codes after which a mandat is no longer withdrawn by its codes: 100 million of them cannot be tried. */
export const ESSAIS_MAX = 5;

/** Links sent by mail for one mandat in a day: enough to lose one, too few to bother somebody. */
export const LIENS_PAR_JOUR = 3;

export type RefusCodes =
  | { readonly refus: 'code_mandat' }
  | { readonly refus: 'code_retrait' }
  | { readonly refus: 'codes_faux' };

/**
 * `codes_faux` is the one answer to all that does not open: no such mandat, a wrong code, too many of them. It says what to do in
 * each case, so that nobody learns which it is.
 */
export const PHRASES_CODES: Phrases<RefusCodes> = {
  code_mandat: () => 'Le code du mandat comporte 12 chiffres et lettres, comme 7K3M-QX2F-9TRB.',
  code_retrait: () => 'Le code de retrait comporte 8 chiffres, comme 4821-7730.',
  codes_faux: () =>
    `Ces deux codes n’ouvrent aucun mandat : relisez-les sur la copie de la personne. Après ${ESSAIS_MAX} essais faux, un mandat ne se retire plus par ses codes : restent le lien de la copie, la page « Retirer un mandat », ou l’agent nommé.`,
};
