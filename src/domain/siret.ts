import { luhn } from './luhn.ts';
import type { Phrases } from './refus.ts';

/** Fourteen digits whose key has been checked. Only `parseSiret` makes one. */
export type Siret = string & { readonly __siret: true };

export type RefusSiret = { readonly refus: 'siret_format' } | { readonly refus: 'siret_cle' };

export const PHRASES_SIRET: Phrases<RefusSiret> = {
  siret_format: () => 'Le numéro SIRET comporte 14 chiffres.',
  siret_cle: () => 'Ce numéro SIRET n’existe pas : sa clé de contrôle est fausse. Vérifiez les chiffres.',
};

const SIREN_LA_POSTE = '356000000';

function digitSum(digits: string): number {
  return [...digits].reduce((sum, digit) => sum + Number(digit), 0);
}

/**
 * Reads the SIRET of a structure as people write it, spaces included.
 *
 * Refuses: `siret_format` (not 14 digits), `siret_cle` (wrong Luhn key). The establishments of La Poste (SIREN 356 000 000)
 * outgrew Luhn: for them a sum of digits multiple of 5 is accepted as well.
 * Example: « 434 933 123 00029 » → `43493312300029`.
 */
export function parseSiret(text: string): Siret | RefusSiret {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  if (!/^[0-9]{14}$/.test(digits)) return { refus: 'siret_format' };
  const laPoste = digits.startsWith(SIREN_LA_POSTE) && digitSum(digits) % 5 === 0;
  const valid = (luhn(digits) || laPoste) && !digits.startsWith('000000000');
  return valid ? (digits as Siret) : { refus: 'siret_cle' };
}

/** Groups the digits for reading, with non-breaking spaces. Example: « 434 933 123 00029 ». */
export function formatSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1\u00a0$2\u00a0$3\u00a0$4');
}
