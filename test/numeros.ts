/** Invented numbers that look true: their keys are worked out here, in another way than the code does. */

/** Thirteen signs, then their key. Example: « 1850578006084 » → « 185057800608491 ». */
export function nir(treize: string): string {
  const number = BigInt(treize.toUpperCase().replace('2A', '19').replace('2B', '18'));
  return treize + String(97n - (number % 97n)).padStart(2, '0');
}

/** A country, its two key figures, an account. Example: « FR », « 20041010050500013M02606 » → « FR14… ». */
export function iban(pays: string, compte: string): string {
  const figures = [...`${compte}${pays}00`.toUpperCase()].map((sign) => Number.parseInt(sign, 36)).join('');
  return `${pays}${String(98n - (BigInt(figures) % 97n)).padStart(2, '0')}${compte}`;
}

/** Fifteen figures, then their Luhn key. */
export function carte(quinze: string): string {
  const sum = [...quinze].reduce((total, figure, rank) => {
    const value = Number(figure) * (rank % 2 === 0 ? 2 : 1);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return quinze + String((10 - (sum % 10)) % 10);
}

/** Of a commune that does not exist, or of a bank that does not: nobody’s. */
export const NIR = nir('1990199999999');
export const IBAN = iban('FR', '99999999990000000000A99');
export const CARTE = carte('499999999999999');
/** By groups, as the card parts it. Example: « 1 99 01 99 999 999 34 ». */
export const NIR_ECRIT = NIR.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
export const IBAN_ECRIT = IBAN.replace(/(.{4})(?=.)/g, '$1 ');
