import { toNomRecherche } from '../../domain/commune.ts';
import type { Phrases } from '../../domain/refus.ts';
import type { Db } from '../../platform/db.ts';

export type Commune = {
  readonly codeInsee: string;
  readonly nom: string;
  readonly departement: string;
  readonly codesPostaux: readonly string[];
};

export type RefusCommune =
  | { readonly refus: 'commune_inconnue' }
  | { readonly refus: 'commune_ambigue'; readonly candidates: readonly Commune[] }
  | { readonly refus: 'code_postal_autre'; readonly commune: Commune };

export const PHRASES_COMMUNE: Phrases<RefusCommune> = {
  commune_inconnue: () => 'Aucune commune ne porte ce nom ni ce code INSEE. Vérifiez l’orthographe.',
  commune_ambigue: ({ candidates }) =>
    `Plusieurs communes portent ce nom. Écrivez le code INSEE de la bonne : ${candidates
      .slice(0, 8)
      .map(({ codeInsee, nom, codesPostaux }) => `${codeInsee} (${nom}, ${codesPostaux[0] ?? ''})`)
      .join(', ')}.`,
  code_postal_autre: ({ commune }) =>
    `Ce code postal n’est pas celui de ${commune.nom} : ${commune.codesPostaux.join(' ou ')}.`,
};

/**
 * Finds the commune that a form names by its INSEE code or its name, in any way of writing it. A name shared by several
 * is settled by the postal code, then by the territoire's département.
 *
 * Refuses `commune_inconnue`, `commune_ambigue` (with the candidates) and `code_postal_autre`.
 * Example: « st-genis des fontaines », 66740 → 66175.
 */
export async function findCommune(
  db: Db,
  saisie: { readonly commune: string; readonly codePostal: string; readonly departement: string },
): Promise<Commune | RefusCommune> {
  const communes = await db
    .selectFrom('commune')
    .select(['codeInsee', 'nom', 'departement', 'codesPostaux'])
    .where((or) =>
      or.or([
        or('codeInsee', '=', saisie.commune.trim().toUpperCase()),
        or('nomRecherche', '=', toNomRecherche(saisie.commune)),
      ]),
    )
    .orderBy('codeInsee')
    .execute();
  const byPostalCode = communes.filter(({ codesPostaux }) => codesPostaux.includes(saisie.codePostal));
  const [found, ...others] = byPostalCode;
  if (found !== undefined && others.length === 0) return found;
  const candidates = byPostalCode.length > 0 ? byPostalCode : communes;
  const here = candidates.filter(({ departement }) => departement === saisie.departement);
  const [only] = candidates.length === 1 ? candidates : here.length === 1 ? here : [];
  if (only !== undefined)
    return only.codesPostaux.includes(saisie.codePostal) ? only : { refus: 'code_postal_autre', commune: only };
  return candidates.length === 0 ? { refus: 'commune_inconnue' } : { refus: 'commune_ambigue', candidates };
}

/** Names of the communes of a département, for the suggestions of a field. */
export async function nomsCommunes(db: Db, departement: string): Promise<string[]> {
  const rows = await db
    .selectFrom('commune')
    .select('nom')
    .where('departement', '=', departement)
    .orderBy('nom')
    .execute();
  return rows.map(({ nom }) => nom);
}
