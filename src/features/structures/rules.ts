import type { NatureStructure } from '../../domain/nomenclatures.ts';
import type { Phrases } from '../../domain/refus.ts';

/** Private bodies: another authorisation than a délibération, and nothing to send to the préfecture. */
const SANS_TELETRANSMISSION: ReadonlySet<NatureStructure> = new Set(['association', 'tiers_lieu', 'siae', 'autre']);

/**
 * Must the délibérations of such a structure be sent to the préfecture (contrôle de légalité)? A proposal by kind, that
 * the équipe technique may correct: a tiers-lieu can be municipal.
 *
 * Source: préambule, « Accusé de réception en préfecture ». Example: `commune` → true, `association` → false.
 */
export function transmetAuControleDeLegalite(nature: NatureStructure): boolean {
  return !SANS_TELETRANSMISSION.has(nature);
}

export type RefusStructure = {
  readonly refus: 'siret_pris';
  readonly structure: { readonly id: string; readonly nom: string };
};

export const PHRASES_STRUCTURE: Phrases<RefusStructure> = {
  siret_pris: ({ structure }) => `Ce numéro SIRET est déjà celui de la structure « ${structure.nom} ».`,
};

export type RefusReferent = { readonly refus: 'courriel_d_un_autre_referent'; readonly nom: string };

export const PHRASES_REFERENT: Phrases<RefusReferent> = {
  courriel_d_un_autre_referent: ({ nom }) =>
    `Cette adresse est déjà celle de ${nom}, référent de cette structure : chacun a la sienne.`,
};

/**
 * Each référent of a structure has an address of his own: it is what signs him in. Returns null when the address is free.
 * `id` is the référent being changed, null for a new one.
 */
export function verifierCourrielReferent(
  referents: readonly { readonly id: string; readonly nom: string; readonly courriel: string | null }[],
  id: string | null,
  courriel: string | null,
): RefusReferent | null {
  const other = referents.find((one) => one.id !== id && one.courriel !== null && one.courriel === courriel);
  return other === undefined ? null : { refus: 'courriel_d_un_autre_referent', nom: other.nom };
}
