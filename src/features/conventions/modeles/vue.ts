import { createHash } from 'node:crypto';
import { clausesEnClair } from '../clauses-form.ts';
import type { ContenuModele, Element } from './contenu.ts';
import { ecrireTexte } from './rules.ts';

/**
 * What somebody saw of a draft when a page was made, in sixteen figures that its form brings back: if it says something else
 * by then, somebody else changed it meanwhile. Two people on two articles never disturb each other.
 */
function vue(dit: unknown): string {
  return createHash('sha256').update(JSON.stringify(dit)).digest('hex').slice(0, 16);
}

const dire = ({ cle, numero, titre, blocs }: Element): readonly string[] => [cle, numero, titre, ecrireTexte(blocs)];

export const vueEntete = ({ titre, sousTitre }: ContenuModele): string => vue([titre, sousTitre]);
export const vuePreambule = ({ preambule }: ContenuModele): string => vue(ecrireTexte(preambule));
export const vueClauses = ({ clauses }: ContenuModele): string => vue(clausesEnClair(clauses));
export const vueElement = (element: Element): string => vue(dire(element));
/** An element and its parts: what is removed together. */
export const vueEntiere = (element: Element): string => vue([dire(element), element.parties.map(dire)]);
/** The whole draft: what is published, or abandoned. */
export function vueContenu(contenu: ContenuModele): string {
  const { articles, annexes } = contenu;
  return vue([
    vueEntete(contenu),
    vuePreambule(contenu),
    articles.map(vueEntiere),
    annexes.map(vueEntiere),
    vueClauses(contenu),
  ]);
}
