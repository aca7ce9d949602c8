import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Coffre } from '../../../platform/coffre.ts';

/**
 * The secret of the link that a withdrawal gives for what remains: the same each time its receipt is shown, known to the coffre
 * alone, written nowhere.
 */
export function jetonDuRecu(coffre: Coffre, mandatId: string, retireAt: Temporal.Instant): string {
  const hex = coffre.print(`lien du reçu:${mandatId}:${retireAt.epochMilliseconds}`).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/**
 * The secret of a link as it was given, from what a person typed or pasted: without spaces nor line breaks, dashes made plain, in
 * small letters, the round letter read as a zero and the tall ones as a one, which its figures are never. Anything else is left: it
 * opens nothing.
 *
 * Example: « 0193A7B2–4c1d 7e00… » pasted with an en dash and a space → « 0193a7b2-4c1d7e00… »; « l0 » → « 10 ».
 */
export function lireJeton(typed: string): string {
  return typed
    .replaceAll(/[\s\u00ad\u200b-\u200d\ufeff]/g, '')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .toLowerCase()
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
    .replace(/[.,;:)»]+$/, '');
}

/** Where a link of withdrawal leads: `https://escale.exemple.fr/retrait/…`. */
export function adresseDuLien(url: string, territoire: Pick<Territoire, 'hote'>, jeton: string): string {
  return `${urlDe(url, territoire)}/retrait/${jeton}`;
}
