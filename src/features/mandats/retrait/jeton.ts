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

/** Where a link of withdrawal leads: `https://escale.exemple.fr/retrait/…`. */
export function adresseDuLien(url: string, territoire: Pick<Territoire, 'hote'>, jeton: string): string {
  return `${urlDe(url, territoire)}/retrait/${jeton}`;
}
