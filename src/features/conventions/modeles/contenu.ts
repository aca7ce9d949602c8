import type { Article, Bloc, Modele } from '../modele.ts';
import type { Clauses } from '../rules.ts';
import { ecrireTexte } from './rules.ts';

/** An article, an annexe, or a part of one. Its key stays the same from version to version: that is how they compare. */
export type Element = Omit<Article, 'parties'> & {
  /** UUID. */
  readonly cle: string;
  /** A part has none. */
  readonly parties: readonly Element[];
};

/** All that a version of a model says, and the clauses that it proposes. */
export type ContenuModele = Omit<Modele, 'version' | 'articles' | 'annexes'> & {
  readonly articles: readonly Element[];
  readonly annexes: readonly Element[];
  readonly clauses: Clauses;
};

/** Where an element stands: at the top of one of the two lists, or in an element of it. */
export type Place = {
  readonly element: Element;
  readonly dans: Suite;
  readonly parent: Element | null;
  readonly rang: number;
  readonly freres: readonly Element[];
};
/** « articles » or « annexes ». */
export type Suite = 'articles' | 'annexes';
const SUITES: readonly Suite[] = ['articles', 'annexes'];

/** Every element in the order of the paper, each followed by its parts. */
export function places(contenu: ContenuModele): readonly Place[] {
  return SUITES.flatMap((dans) => {
    const freres = contenu[dans];
    return freres.flatMap((element, rang): Place[] => [
      { element, dans, parent: null, rang, freres },
      ...element.parties.map(
        (partie, rank): Place => ({
          element: partie,
          dans,
          parent: element,
          rang: rank,
          freres: element.parties,
        }),
      ),
    ]);
  });
}

export function trouver(contenu: ContenuModele, cle: string): Place | undefined {
  return places(contenu).find(({ element }) => element.cle === cle);
}

/** « Article 1 », « Article 1, partie 1.2 », « Annexe 1, partie Axe 3 ». */
export function nommer({ element, dans, parent }: Pick<Place, 'element' | 'dans' | 'parent'>): string {
  const genre = dans === 'articles' ? 'Article' : 'Annexe';
  return parent === null ? `${genre} ${element.numero}` : `${genre} ${parent.numero}, partie ${element.numero}`;
}

type Changement = (freres: readonly Element[]) => readonly Element[];

/** The same content, the list where an element stands being changed; the content itself when it has no such element. */
function changerFreres(contenu: ContenuModele, cle: string, change: Changement): ContenuModele {
  const place = trouver(contenu, cle);
  if (place === undefined) return contenu;
  return place.parent === null
    ? { ...contenu, [place.dans]: change(contenu[place.dans]) }
    : changerParties(contenu, place.parent.cle, change);
}

function changerParties(contenu: ContenuModele, cle: string, change: Changement): ContenuModele {
  const of = (one: Element): Element => (one.cle === cle ? { ...one, parties: change(one.parties) } : one);
  return { ...contenu, articles: contenu.articles.map(of), annexes: contenu.annexes.map(of) };
}

export function remplacer(contenu: ContenuModele, cle: string, dit: Omit<Article, 'parties'>): ContenuModele {
  return changerFreres(contenu, cle, (freres) => freres.map((one) => (one.cle === cle ? { ...one, ...dit } : one)));
}

/** Adds at the end of `dans`: one of the two lists, or the key of an article or an annexe. */
export function ajouter(
  contenu: ContenuModele,
  dans: Suite | { readonly cle: string },
  element: Element,
): ContenuModele {
  if (typeof dans === 'string') return { ...contenu, [dans]: [...contenu[dans], element] };
  return changerParties(contenu, dans.cle, (parties) => [...parties, element]);
}

export function retirer(contenu: ContenuModele, cle: string): ContenuModele {
  return changerFreres(contenu, cle, (freres) => freres.filter((one) => one.cle !== cle));
}

/** Changes places with the one before, or after; unchanged when there is none. */
export function deplacer(contenu: ContenuModele, cle: string, sens: 'avant' | 'apres'): ContenuModele {
  return changerFreres(contenu, cle, (freres) => {
    const from = freres.findIndex((one) => one.cle === cle);
    const to = sens === 'avant' ? from - 1 : from + 1;
    const [moved, other] = [freres[from], freres[to]];
    if (moved === undefined || other === undefined) return freres;
    return freres.map((one, rank) => (rank === from ? other : rank === to ? moved : one));
  });
}

/** Every paragraph and list of the content, in the order of the paper. */
export function tousLesBlocs(contenu: ContenuModele): readonly Bloc[] {
  return [...contenu.preambule, ...places(contenu).flatMap(({ element }) => element.blocs)];
}

/** How long all the texts are together, in characters. */
export function longueurDe(contenu: ContenuModele): number {
  return ecrireTexte(tousLesBlocs(contenu)).length;
}

/** What the paper is made of; `libelle` is at the foot of its pages. */
export function modeleDe(contenu: ContenuModele, libelle: string): Modele {
  const { titre, sousTitre, preambule, articles, annexes } = contenu;
  return { version: libelle, titre, sousTitre, preambule, articles, annexes };
}
