import { sql } from 'kysely';
import {
  type Commune,
  choisirCommune,
  codeInseeTape,
  PHRASES_COMMUNE,
  type RefusCommune,
  toNomRecherche,
  verifierCodePostal,
} from '../../domain/commune.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import type { Db } from '../../platform/db.ts';
import type { FieldError, FormState } from '../../ui/form-state.ts';

export { type Commune, PHRASES_COMMUNE, type RefusCommune };

const MAX_CANDIDATES = 20;
const MAX_PROPOSED = 10;
/** Said above the communes to choose from, so without naming them again. */
const A_CHOISIR = 'Plusieurs communes sont possibles : choisissez la bonne ci-dessous, ou écrivez son nom en entier.';

/** What a form says of a commune. `choix` is the INSEE code picked among the communes it proposed. */
export type Saisie = {
  readonly commune: string;
  readonly choix?: string;
  readonly codePostal: string;
  readonly departement: string;
};

/**
 * Finds the commune that a form names by its INSEE code, its postal code or its name, in any way of writing it; a name
 * shared by several is settled by the postal code. `choisirCommune` says how.
 *
 * Refuses `commune_inconnue`, `commune_ambigue` (with the candidates) and `code_postal_autre`.
 * Example: « st-genis des fontaines », 66740 → 66175.
 */
export async function findCommune(db: Db, saisie: Saisie): Promise<Commune | RefusCommune> {
  const { commune: texte, choix = '', codePostal } = saisie;
  const found = choisirCommune({ texte, choix, codePostal }, await candidates(db, saisie));
  if (estRefus(found)) return found;
  return verifierCodePostal(found, codePostal) ?? found;
}

/**
 * Communes that answer to what was typed: an INSEE code, a postal code, a name or its beginning; in the territoire's own
 * département a part of the name is enough. Those of that very name first, then the nearest by postal code.
 */
async function candidates(db: Db, { commune, codePostal, departement }: Saisie): Promise<Commune[]> {
  const nom = toNomRecherche(commune);
  if (nom.length < 2) return [];
  const { rows } = await sql<Commune>`
    select code_insee, nom, codes_postaux, departement from commune
    where code_insee = ${codeInseeTape(commune) ?? ''} or codes_postaux @> array[${nom}]
      or nom_recherche like ${`${nom}%`} or (departement = ${departement} and nom_recherche like ${`%${nom}%`})
    order by nom_recherche <> ${nom}, not codes_postaux @> array[${codePostal.replaceAll(' ', '')}],
      departement <> ${departement}, population desc nulls last, code_insee
    limit ${MAX_CANDIDATES}`.execute(db);
  return rows;
}

export type CommuneLue = {
  readonly commune: Commune | undefined;
  /** Communes to choose from, when what was typed fits several. */
  readonly candidates: readonly Commune[];
  readonly errors: readonly FieldError[];
};

/**
 * Reads the field of a commune (`commune`, and `communeChoix` picked under it) and `codePostal`, whether the schema
 * refused the form or not, so that the page says every error at once. A field left empty, or a postal code that is none,
 * is for the schema to refuse.
 */
export async function lireCommune(
  db: Db,
  departement: string,
  values: FormState['values'],
  field = 'commune',
): Promise<CommuneLue> {
  const typed = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
  const [texte, choix, codePostal] = [typed(field), typed(`${field}Choix`), typed('codePostal')];
  if (texte.trim() === '' || texte.length > 100) return { commune: undefined, candidates: [], errors: [] };
  const found = await findCommune(db, { commune: texte, choix, codePostal, departement });
  if (!estRefus(found)) return { commune: found, candidates: [], errors: [] };
  const message = phrase(PHRASES_COMMUNE, found);
  if (found.refus === 'commune_inconnue') return { commune: undefined, candidates: [], errors: [{ field, message }] };
  if (found.refus === 'commune_ambigue') {
    const proposed = found.candidates.slice(0, MAX_PROPOSED);
    return { commune: undefined, candidates: proposed, errors: [{ field, message: A_CHOISIR }] };
  }
  const isPostalCode = /^[0-9]{5}$/.test(codePostal.replaceAll(' ', ''));
  return { commune: found.commune, candidates: [], errors: isPostalCode ? [{ field: 'codePostal', message }] : [] };
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
