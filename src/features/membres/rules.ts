import { contains } from '../../domain/periode.ts';

type Jour = Temporal.PlainDate;

/** Days during which a legal person belongs to the dispositif, both inclusive; `au` null: no end is known. */
export type Appartenance = { readonly du: Jour; readonly au: Jour | null };

/** Where a member stands on a day. */
export const ETATS_MEMBRE = { actuel: 'Membre', a_venir: 'À venir', ancien: 'Ancien membre' } as const;
export type EtatMembre = keyof typeof ETATS_MEMBRE;

/**
 * Is a legal person a member on a day, not yet, or no longer?
 *
 * Source: art. 3.4, « des autres personnes morales ayant recruté au moins 1 Conseiller Numérique ».
 * Example: from 2026-01-01 to 2026-06-30 → `actuel` on 2026-06-30, `ancien` on 2026-07-01, `a_venir` on 2025-12-31.
 */
export function etatMembre({ du, au }: Appartenance, jour: Jour): EtatMembre {
  if (Temporal.PlainDate.compare(jour, du) < 0) return 'a_venir';
  return au === null || contains({ debut: du, fin: au }, jour) ? 'actuel' : 'ancien';
}

/**
 * Whom the comité technique calls on a day, besides the Département and the Bénéficiaires, and how many conseillers they
 * employ together.
 *
 * Source: art. 3.4, « un Comité Technique Départemental Inclusion Numérique composé des représentants du Département, des
 * Bénéficiaires du dispositif et des autres personnes morales ».
 */
export function membresAu<M extends Appartenance & { readonly conseillers: number }>(
  membres: readonly M[],
  jour: Jour,
): { readonly membres: readonly M[]; readonly conseillers: number } {
  const present = membres.filter((membre) => etatMembre(membre, jour) === 'actuel');
  return { membres: present, conseillers: present.reduce((sum, { conseillers }) => sum + conseillers, 0) };
}
