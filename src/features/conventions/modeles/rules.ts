import type { Phrases } from '../../../domain/refus.ts';
import type { Bloc } from '../modele.ts';
import { isParametre, type NomParametre, PARAMETRES } from './parametres.ts';

/** Why a typed text cannot be an article; `ligne` counts from 1, empty lines included. */
export type RefusTexteModele =
  | { readonly refus: 'parametre_inconnu'; readonly ligne: number; readonly nom: string }
  | { readonly refus: 'accolade_non_fermee'; readonly ligne: number }
  | { readonly refus: 'accolade_seule'; readonly ligne: number }
  | { readonly refus: 'parametre_sans_condition'; readonly ligne: number; readonly nom: NomParametre }
  | { readonly refus: 'condition_inconnue'; readonly ligne: number; readonly nom: string }
  | { readonly refus: 'condition_inutile'; readonly ligne: number; readonly nom: NomParametre }
  | { readonly refus: 'condition_non_fermee'; readonly ligne: number }
  | { readonly refus: 'condition_sans_texte'; readonly ligne: number }
  | { readonly refus: 'element_vide'; readonly ligne: number };

const accolades = (nom: string): string => `{${nom}}`;
const facultatifs = Object.entries(PARAMETRES)
  .filter(([, { facultatif }]) => facultatif)
  .map(([nom]) => nom);

export const PHRASES_TEXTE_MODELE: Phrases<RefusTexteModele> = {
  parametre_inconnu: ({ ligne, nom }) =>
    `Ligne ${ligne} : ${accolades(nom)} n’est pas un paramètre. Recopiez l’un de ceux de la liste, accolades comprises.`,
  accolade_non_fermee: ({ ligne }) =>
    `Ligne ${ligne} : une accolade « { » n’est pas fermée. Écrivez le nom entier du paramètre, puis « } ».`,
  accolade_seule: ({ ligne }) =>
    `Ligne ${ligne} : une accolade « } » ne ferme rien. Retirez-la, ou écrivez « { » devant le nom du paramètre.`,
  parametre_sans_condition: ({ ligne, nom }) =>
    `Ligne ${ligne} : ${accolades(nom)} peut être vide. Mettez-le dans un paragraphe qui commence par [si ${nom}] : il ne sera imprimé que si ce paramètre est renseigné.`,
  condition_inconnue: ({ ligne, nom }) =>
    `Ligne ${ligne} : [si ${nom}] ne dit rien de connu. Une condition nomme l’un de ces paramètres : ${facultatifs.join(', ')}.`,
  condition_inutile: ({ ligne, nom }) =>
    `Ligne ${ligne} : ${accolades(nom)} est toujours renseigné. Retirez la condition [si ${nom}].`,
  condition_non_fermee: ({ ligne }) =>
    `Ligne ${ligne} : une condition « [si » n’est pas fermée. Écrivez le nom du paramètre, puis « ] ».`,
  condition_sans_texte: ({ ligne }) =>
    `Ligne ${ligne} : une condition précède un paragraphe, sur la même ligne. Écrivez son texte après « ] » ; une liste n’a pas de condition.`,
  element_vide: ({ ligne }) =>
    `Ligne ${ligne} : cet élément de liste est vide. Écrivez son texte après « - », ou retirez-le.`,
};

type Ligne = { readonly texte: string; readonly numero: number };
type Lecture = { readonly bloc: Bloc; readonly refus: readonly RefusTexteModele[] };

/**
 * The paragraphs and lists of a text typed in the plain form, or every reason why it cannot be one, line by line.
 *
 * An empty line ends a paragraph or a list; the lines of a paragraph make one; a line that begins with « - » is an item;
 * `{nom}` cites a parameter; a paragraph that begins with `[si nom]` is printed only when that parameter has a value.
 * `premiereLigne`: number of the first line of `texte` in what was typed.
 *
 * Source: art. 6, « prendra fin au plus tard le »: a convention without hard end must not be printed with one.
 * Example: « Durée : {duree}.\n\n[si finAuPlusTard] Fin le {finAuPlusTard}. » → two paragraphs, the second with a condition.
 * « Fin le {finAuPlusTard}. » alone → `parametre_sans_condition`, ligne 1. « {durée} » → `parametre_inconnu`, ligne 1.
 */
export function lireTexte(
  texte: string,
  premiereLigne = 1,
):
  | { readonly ok: true; readonly blocs: readonly Bloc[] }
  | { readonly ok: false; readonly refus: readonly RefusTexteModele[] } {
  const lectures: Lecture[] = [];
  let paragraphe: Ligne[] = [];
  let liste: Ligne[] = [];
  const close = () => {
    if (paragraphe.length > 0) lectures.push(lireParagraphe(paragraphe));
    if (liste.length > 0) lectures.push(lireListe(liste));
    paragraphe = [];
    liste = [];
  };
  for (const [index, brute] of texte.split('\n').entries()) {
    const ligne = { texte: brute.replace(/[ \t]+/g, ' ').trim(), numero: premiereLigne + index };
    const isItem = /^-( |$)/.test(ligne.texte);
    if (ligne.texte === '' || (isItem ? paragraphe.length > 0 : liste.length > 0)) close();
    if (isItem) liste.push({ ...ligne, texte: ligne.texte.slice(1).trim() });
    else if (ligne.texte !== '') paragraphe.push(ligne);
  }
  close();
  const refus = lectures.flatMap((lecture) => lecture.refus);
  return refus.length > 0 ? { ok: false, refus } : { ok: true, blocs: lectures.map(({ bloc }) => bloc) };
}

function lireListe(lignes: readonly Ligne[]): Lecture {
  const refus = lignes.flatMap((ligne): RefusTexteModele[] => [
    ...(ligne.texte === '' ? [{ refus: 'element_vide', ligne: ligne.numero } as const] : []),
    ...refusCitations(ligne, null),
  ]);
  return { bloc: { liste: lignes.map(({ texte }) => texte) }, refus };
}

function lireParagraphe(lignes: readonly Ligne[]): Lecture {
  const [premiere] = lignes;
  const opened = /^\[si\b/.test(premiere?.texte ?? '');
  const match = /^\[si ?([^\]]*)\] ?/.exec(premiere?.texte ?? '');
  if (premiere === undefined || !opened) return paragraphe(lignes, null, []);
  const ligne = premiere.numero;
  if (match === null) return paragraphe(lignes, null, [{ refus: 'condition_non_fermee', ligne }]);
  const nom = match[1]?.trim() ?? '';
  const corps = lignes.map((une, index) => (index === 0 ? { ...une, texte: une.texte.slice(match[0].length) } : une));
  const refus: RefusTexteModele[] = [];
  if (!isParametre(nom)) refus.push({ refus: 'condition_inconnue', ligne, nom });
  else if (!PARAMETRES[nom].facultatif) refus.push({ refus: 'condition_inutile', ligne, nom });
  if (corps[0]?.texte === '') refus.push({ refus: 'condition_sans_texte', ligne });
  return paragraphe(corps, isParametre(nom) ? nom : null, refus);
}

function paragraphe(lignes: readonly Ligne[], si: NomParametre | null, refus: readonly RefusTexteModele[]): Lecture {
  const texte = lignes.map((ligne) => ligne.texte).join(' ');
  return {
    bloc: si === null ? { texte } : { texte, si },
    refus: [...refus, ...lignes.flatMap((ligne) => refusCitations(ligne, si))],
  };
}

/** What is wrong with the parameters that a line cites; `si` is the one that its paragraph makes sure of. */
function refusCitations({ texte, numero: ligne }: Ligne, si: NomParametre | null): readonly RefusTexteModele[] {
  return [...texte.matchAll(/\{([^{}]*)(\}?)|\}/gu)].flatMap(([found, nom, closing]): RefusTexteModele[] => {
    if (found === '}') return [{ refus: 'accolade_seule', ligne }];
    if (nom === undefined || closing !== '}') return [{ refus: 'accolade_non_fermee', ligne }];
    if (!isParametre(nom)) return [{ refus: 'parametre_inconnu', ligne, nom: nom.slice(0, 60) }];
    return PARAMETRES[nom].facultatif && nom !== si ? [{ refus: 'parametre_sans_condition', ligne, nom }] : [];
  });
}

/** Paragraphs and lists as the plain form shows them; `lireTexte` reads them back the same. */
export function ecrireTexte(blocs: readonly Bloc[]): string {
  return blocs
    .map((bloc) => {
      if ('liste' in bloc) return bloc.liste.map((element) => `- ${element}`).join('\n');
      return bloc.si === undefined ? bloc.texte : `[si ${bloc.si}] ${bloc.texte}`;
    })
    .join('\n\n');
}
