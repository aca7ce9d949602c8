import { v5 } from 'uuid';
import type { Article, Modele } from '../modele.ts';
import { modele2022, modele2022Mandat } from '../modele-2022.ts';
import { clauses2022 } from '../rules.ts';
import type { ContenuModele, Element } from './contenu.ts';

/** Identifiers of what is code are drawn from its name, once for all: addresses and comparisons rest on them. */
const ESPACE = '6f1d2a52-93c4-5b1e-8a57-2c0e4f7b9d10';
const idDe = (...words: readonly string[]): string => v5(words.join('/'), ESPACE);

function element(article: Article, ...path: readonly string[]): Element {
  const here = [...path, article.numero];
  return {
    cle: idDe(...here),
    numero: article.numero,
    titre: article.titre,
    blocs: article.blocs,
    parties: article.parties.map((partie) => element(partie, ...here)),
  };
}

function contenu({ titre, sousTitre, preambule, articles, annexes }: Modele): ContenuModele {
  return {
    titre,
    sousTitre,
    preambule,
    articles: articles.map((article) => element(article, 'convention-2022', 'articles')),
    annexes: annexes.map((annexe) => element(annexe, 'convention-2022', 'annexes')),
    clauses: clauses2022,
  };
}

/** A version of a model that Escale brings, the same for every territoire and for ever. */
export type VersionIntegree = {
  readonly id: string;
  /** What the column `convention.modele` says. */
  readonly code: string;
  readonly numero: number;
  readonly libelle: string;
  readonly contenu: ContenuModele;
};

/**
 * The model of 2022, which every territoire starts with. A version never changes once papers were printed from it: another
 * wording is another version.
 */
export const MODELE_2022 = {
  id: idDe('convention-2022'),
  nom: 'Convention de 2022',
  versions: [
    version('convention-2022', 1, modele2022),
    version('convention-2022-2', 2, modele2022Mandat),
  ] as readonly VersionIntegree[],
} as const;

function version(code: string, numero: number, modele: Modele): VersionIntegree {
  return { id: idDe('version', code), code, numero, libelle: modele.version, contenu: contenu(modele) };
}

/** The version that a convention names by its code. Throws on a code that this Escale does not know. */
export function versionIntegree(code: string): VersionIntegree {
  const found = MODELE_2022.versions.find((one) => one.code === code);
  if (found === undefined) throw new Error(`No built-in model bears the code ${code}`);
  return found;
}
