/** Luhn key of a string of digits: the digit that makes the whole valid. */
function luhnKey(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/**
 * A SIRET that passes every check and belongs to nobody: INSEE attributes no SIREN beginning with 000.
 * Real bodies of the demo bear such a number too, never their own.
 *
 * Example: `siretFictif('66', 1)` → « 000 660 019 00017 ».
 */
export function siretFictif(territoire: string, rank: number): string {
  const siren = `000${territoire}${String(rank).padStart(3, '0')}`;
  const withKey = `${siren}${luhnKey(siren)}`;
  const nic = `${withKey}0001`;
  return `${nic}${luhnKey(nic)}`;
}
