import type { Phrases } from '../../../domain/refus.ts';
import type { PieceConnue } from '../pieces/rules.ts';
import { type Clauses, type Convention, evenementsDeType } from '../rules.ts';
import { type ContenuModele, nommer, places, tousLesBlocs } from './contenu.ts';
import type { NomParametre } from './parametres.ts';
import { ecrireTexte } from './rules.ts';

/** Why a draft cannot be published as it is. */
export type RefusPublication =
  | { readonly refus: 'sans_article' }
  | { readonly refus: 'mention_absente' }
  | { readonly refus: 'numero_en_double'; readonly nom: string };

export const PHRASES_PUBLICATION: Phrases<RefusPublication> = {
  sans_article: () => 'Ce brouillon n’a aucun article : ajoutez-en un avant de publier.',
  mention_absente: () =>
    'Aucun article ne cite {mention} : l’article 5 oblige chaque support à la porter mot pour mot. Citez-la dans un article.',
  numero_en_double: ({ nom }) => `${nom} : ce numéro est pris deux fois. Changez l’un des deux.`,
};

/** What the machine computes with, and which parameter says it on the paper. */
const CLAUSES_DITES: readonly {
  readonly nom: NomParametre;
  readonly clause: string;
  readonly si?: (c: Clauses) => boolean;
}[] = [
  { nom: 'frequence', clause: 'le rythme des permanences (art. 1.2)' },
  { nom: 'duree', clause: 'la durée d’une période (art. 6)' },
  {
    nom: 'reconduction',
    clause: 'la reconduction tacite (art. 6)',
    si: ({ reconductions }) => reconductions !== 0,
  },
  { nom: 'preavis', clause: 'le préavis d’une opposition (art. 6)', si: ({ reconductions }) => reconductions !== 0 },
  { nom: 'finAuPlusTard', clause: 'la fin au plus tard (art. 6)' },
  { nom: 'delaiRemede', clause: 'le délai pour remédier à un manquement (art. 7.1)' },
  { nom: 'delaiForceMajeure', clause: 'le délai en cas de force majeure (art. 7.2)' },
  { nom: 'tribunal', clause: 'le tribunal compétent (art. 8.1)' },
];

/**
 * Every reason not to publish a draft, all at once; empty: it can be.
 *
 * Source: art. 5, « le Bénéficiaire fait figurer la mention ». The mention is a parameter of the territoire: a model that
 * does not cite it would leave it out of every convention.
 * Example: no article cites `{mention}`, two annexes bear the number 1 → `mention_absente` and `numero_en_double`.
 */
export function verifierPublication(contenu: ContenuModele): readonly RefusPublication[] {
  const doubles = places(contenu).filter(({ element, freres, rang }) =>
    freres.slice(0, rang).some((autre) => autre.numero === element.numero),
  );
  const cited = ecrireTexte(
    contenu.articles.flatMap(({ blocs, parties }) => [blocs, ...parties.map((one) => one.blocs)].flat()),
  );
  return [
    ...(contenu.articles.length === 0 ? [{ refus: 'sans_article' } as const] : []),
    ...(cited.includes('{mention}') ? [] : [{ refus: 'mention_absente' } as const]),
    ...doubles.map((place) => ({ refus: 'numero_en_double', nom: nommer(place) }) as const),
  ];
}

/**
 * What is worth looking at before publishing; nothing is blocked. A clause that the paper does not say still counts in what
 * Escale computes; an article or an annexe that the text names may be missing.
 *
 * Source: art. 6, art. 7. Example: « joint en annexe 3 » in a model without annexe 3 → « L’article 2 renvoie à l’annexe 3… ».
 */
export function remarques(contenu: ContenuModele): readonly string[] {
  const texte = ecrireTexte(tousLesBlocs(contenu));
  const tues = CLAUSES_DITES.filter(({ nom, si }) => !texte.includes(`{${nom}}`) && (si?.(contenu.clauses) ?? true));
  const known = new Set(
    places(contenu).map(({ element, dans, parent }) =>
      dans === 'articles' || parent === null ? `${dans} ${element.numero}` : '',
    ),
  );
  const lost = places(contenu).flatMap((place) => {
    const cites = ecrireTexte(place.element.blocs).matchAll(/(?<![\p{L}\d])(article|annexe) (\d+(?:\.\d+)*)/giu);
    return [...cites].flatMap(([, genre = '', numero = '']) => {
      const mot = genre.toLowerCase();
      return known.has(`${mot}s ${numero}`)
        ? []
        : [`${nommer(place)} renvoie à l’${mot} ${numero}, que ce modèle n’a pas.`];
    });
  });
  return [
    ...tues.map(
      ({ nom, clause }) => `Aucun texte ne cite {${nom}} : le document ne dira pas ${clause}, dont Escale se sert.`,
    ),
    ...new Set(lost),
  ];
}

export type RefusChangement = { readonly refus: 'deja_signee' } | { readonly refus: 'deja_figee' };

export const PHRASES_CHANGEMENT: Phrases<RefusChangement> = {
  deja_signee: () =>
    'Une partie a signé : la convention garde la version de son modèle. Pour changer son texte, il faut un avenant (art. 8.2).',
  deja_figee: () =>
    'Un PDF est figé pour signature, ou revenu signé : retirez-le d’abord de ses pièces, puis changez de modèle.',
};

/**
 * Why a convention cannot change version; null: it can. A signature recorded by mistake and cancelled is none, a paper that
 * was withdrawn neither.
 *
 * Source: art. 8.2, « Aucune modification de la Convention […] sans prendre la forme d'un avenant ».
 * Example: the Bénéficiaire signed on 2022-10-03, the Département not yet → `deja_signee`; frozen, not signed → `deja_figee`.
 */
export function refusDeChangement(convention: Convention, pieces: readonly PieceConnue[]): RefusChangement | null {
  if (evenementsDeType(convention, 'signature').length > 0) return { refus: 'deja_signee' };
  const isFrozen = pieces.some(({ genre, isRetiree }) => ['figee', 'signee'].includes(genre) && !isRetiree);
  return isFrozen ? { refus: 'deja_figee' } : null;
}
