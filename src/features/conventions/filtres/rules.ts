import type { Phrases } from '../../../domain/refus.ts';

/** How many filters one person keeps: beyond, nobody finds one again. */
export const FILTRES_AU_PLUS = 30;

export type RefusFiltre = { readonly refus: 'nom_pris' } | { readonly refus: 'trop_de_filtres' };

export const PHRASES_FILTRE: Phrases<RefusFiltre> = {
  nom_pris: () => 'Vous avez déjà un filtre de ce nom : choisissez-en un autre.',
  trop_de_filtres: () => `Vous avez déjà ${FILTRES_AU_PLUS} filtres : supprimez d’abord celui qui ne sert plus.`,
};
