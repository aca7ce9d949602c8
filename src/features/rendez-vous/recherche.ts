import type { Rq } from '../../platform/http/route.ts';
import { type CommuneTrouvee, lireRecherche, type Point, resoudre } from '../portail/rules.ts';
import { chercherCommunes, findLieuPublic, situer } from '../portail/store.ts';

/** Where help is wanted, as an address of ours says it (`ou`, `commune` or `lieu`). */
export type Ou =
  | { readonly ou: 'rien' }
  | { readonly ou: 'inconnue'; readonly texte: string }
  | { readonly ou: 'a_choisir'; readonly texte: string; readonly communes: readonly CommuneTrouvee[] }
  /** Around a place; a `point` that is null is on no map, and every lieu is then looked at. */
  | {
      readonly ou: 'autour';
      readonly nom: string;
      readonly texte: string;
      readonly codeInsee: string | null;
      readonly point: Point | null;
    }
  | { readonly ou: 'lieu'; readonly id: string; readonly nom: string };

const COMMUNE = /^(?:[0-9]{2}|2[AB])[0-9]{3}$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads where help is wanted; whatever is typed answers something. A lieu that the public may not see is none. */
export async function lireOu({ db, territoire, today }: Rq, query: Pick<URLSearchParams, 'get'>): Promise<Ou> {
  const lieuId = query.get('lieu') ?? '';
  const lieu = ID.test(lieuId) ? await findLieuPublic(db, territoire.id, lieuId, today) : undefined;
  if (lieu !== undefined) return { ou: 'lieu', id: lieu.id, nom: lieu.nom };
  const recherche = lireRecherche(query.get('ou'));
  if (recherche === null) return { ou: 'rien' };
  const { texte } = recherche;
  const departement = territoire.codeDepartement;
  const chosen = COMMUNE.exec(query.get('commune') ?? '')?.[0] ?? null;
  const isAskable = chosen !== null || recherche.nom !== '' || recherche.codePostal !== null;
  const candidates = isAskable ? await chercherCommunes(db, { ...recherche, codeInsee: chosen }, departement) : [];
  const [first] = candidates;
  const resultat =
    chosen !== null && first !== undefined
      ? ({ resultat: 'trouvee', commune: first } as const)
      : resoudre(recherche, candidates, departement);
  if (resultat.resultat === 'inconnue') return { ou: 'inconnue', texte };
  if (resultat.resultat === 'a_choisir') return { ou: 'a_choisir', texte, communes: resultat.communes };
  const communes = resultat.resultat === 'trouvee' ? [resultat.commune] : resultat.communes;
  const point = await situer(db, communes);
  return resultat.resultat === 'trouvee'
    ? { ou: 'autour', nom: resultat.commune.nom, texte, codeInsee: resultat.commune.codeInsee, point }
    : { ou: 'autour', nom: resultat.codePostal, texte, codeInsee: null, point };
}

/** The same place, in the words of an address. */
export function queryDe(ou: Ou): Record<string, string> {
  if (ou.ou === 'lieu') return { lieu: ou.id };
  if (ou.ou === 'autour') return { ou: ou.texte, ...(ou.codeInsee === null ? {} : { commune: ou.codeInsee }) };
  return ou.ou === 'rien' ? {} : { ou: ou.texte };
}

/** Which lieux are looked at. */
export function perimetreDe(ou: Extract<Ou, { ou: 'autour' | 'lieu' }>) {
  if (ou.ou === 'lieu') return { lieuIds: [ou.id] };
  return ou.point === null ? {} : { autour: ou.point };
}
