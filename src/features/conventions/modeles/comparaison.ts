import { diffArrays, diffWordsWithSpace } from 'diff';
import { clausesEnClair } from '../clauses-form.ts';
import type { Bloc } from '../modele.ts';
import { type ContenuModele, nommer, type Place, places } from './contenu.ts';
import { ecrireTexte } from './rules.ts';

/** A run of words: on both sides, or on one only. */
type Morceau = { readonly texte: string; readonly sort: 'garde' | 'ajoute' | 'retire' };

/** What differs in one place of the paper. */
export type Difference = {
  readonly nom: string;
  readonly sort: 'ajoute' | 'retire' | 'modifie' | 'deplace';
  readonly morceaux: readonly Morceau[];
};

/** Beyond it two texts have so little in common that they are better read one after the other. */
const DIFFERENCES_MAX = 600;
/** So are two paragraphs that share less than this of their letters. */
const PART_COMMUNE_MIN = 0.5;

/** Words that differ between two runs of paragraphs; the whole of both when one is not a correction of the other. */
function comparerMots(avant: string, apres: string): readonly Morceau[] {
  const entiers: readonly Morceau[] = [
    { texte: avant, sort: 'retire' },
    { texte: apres, sort: 'ajoute' },
  ];
  const runs = diffWordsWithSpace(avant, apres, { maxEditLength: DIFFERENCES_MAX });
  if (runs === undefined) return entiers;
  const kept = runs.reduce((sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length), 0);
  if (kept < PART_COMMUNE_MIN * Math.max(avant.length, apres.length)) return entiers;
  return runs.map(({ value, added, removed }) => ({
    texte: value,
    sort: added ? 'ajoute' : removed ? 'retire' : 'garde',
  }));
}

/** Paragraph by paragraph first, then word by word in those that were corrected. */
export function comparerTextes(avant: string, apres: string): readonly Morceau[] {
  const paragraphes = (texte: string) => texte.split(/(?<=\n)/u);
  const runs = diffArrays(paragraphes(avant), paragraphes(apres), { maxEditLength: DIFFERENCES_MAX });
  if (runs === undefined) {
    return [
      { texte: avant, sort: 'retire' },
      { texte: apres, sort: 'ajoute' },
    ];
  }
  const morceaux: Morceau[] = [];
  const push = (one: Morceau) => {
    const last = morceaux.at(-1);
    if (last?.sort === one.sort) morceaux[morceaux.length - 1] = { ...last, texte: last.texte + one.texte };
    else if (one.texte !== '') morceaux.push(one);
  };
  let retire = '';
  let ajoute = '';
  const close = () => {
    const both = retire !== '' && ajoute !== '';
    const found: readonly Morceau[] = both
      ? comparerMots(retire, ajoute)
      : [
          { texte: retire, sort: 'retire' },
          { texte: ajoute, sort: 'ajoute' },
        ];
    for (const one of found) push(one);
    retire = '';
    ajoute = '';
  };
  for (const { added, removed, value } of runs) {
    const texte = value.join('');
    if (removed) retire += texte;
    else if (added) ajoute += texte;
    else {
      close();
      push({ texte, sort: 'garde' });
    }
  }
  close();
  return morceaux;
}

function texteDe(titre: string, blocs: readonly Bloc[]): string {
  const texte = ecrireTexte(blocs);
  return texte === '' ? titre : `${titre}\n\n${texte}`;
}

const texteElement = ({ element: { numero, titre, blocs } }: Place): string => texteDe(`${numero}. ${titre}`, blocs);

function difference(nom: string, avant: string, apres: string): readonly Difference[] {
  return avant === apres ? [] : [{ nom, sort: 'modifie', morceaux: comparerTextes(avant, apres) }];
}

/** Keys that stand elsewhere among the same brothers, or under another article. */
function deplaces(avant: readonly Place[], apres: readonly Place[]): ReadonlySet<string> {
  const keys = (list: readonly Place[], other: readonly Place[]) =>
    list
      .filter(({ element }) => other.some((one) => one.element.cle === element.cle))
      .map(({ element, parent, dans }) => `${dans}/${parent?.cle ?? ''}/${element.cle}`);
  const runs = diffArrays(keys(avant, apres), keys(apres, avant));
  return new Set(runs.flatMap(({ added, value }) => (added ? value.map((key) => key.split('/')[2] ?? '') : [])));
}

/**
 * What changed from one content to another, place by place in the order of the paper; empty: they say the same. An article
 * is recognised by its key: renumbered or moved, it stays itself.
 *
 * Source: art. 8.2. Example: « six mois » made « douze mois » in article 6 → one `modifie` with « six » withdrawn and
 * « douze » added.
 */
export function comparer(avant: ContenuModele, apres: ContenuModele): readonly Difference[] {
  const [before, after] = [places(avant), places(apres)];
  const moved = deplaces(before, after);
  const clauses = (contenu: ContenuModele) =>
    clausesEnClair(contenu.clauses)
      .map(({ term, details }) => `${term} : ${details}`)
      .join('\n');
  const retires = before.filter((place) => !after.some((one) => one.element.cle === place.element.cle));
  return [
    ...difference('Titre', `${avant.titre}\n\n${avant.sousTitre}`, `${apres.titre}\n\n${apres.sousTitre}`),
    ...difference('Préambule', ecrireTexte(avant.preambule), ecrireTexte(apres.preambule)),
    ...after.flatMap((place): readonly Difference[] => {
      const nom = nommer(place);
      const old = before.find((one) => one.element.cle === place.element.cle);
      if (old === undefined)
        return [{ nom, sort: 'ajoute', morceaux: [{ texte: texteElement(place), sort: 'ajoute' }] }];
      const changed = difference(nom, texteElement(old), texteElement(place));
      return moved.has(place.element.cle) ? [...changed, { nom, sort: 'deplace', morceaux: [] }] : changed;
    }),
    ...retires.map(
      (place): Difference => ({
        nom: nommer(place),
        sort: 'retire',
        morceaux: [{ texte: texteElement(place), sort: 'retire' }],
      }),
    ),
    ...difference('Clauses proposées', clauses(avant), clauses(apres)),
  ];
}
