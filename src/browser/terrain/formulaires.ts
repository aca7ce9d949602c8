import { premier, type Valeurs } from '../../domain/terrain.ts';
import { texteDe } from './libelles.ts';

/**
 * The forms of the page, one for each kind of record. They are text that the browser does not read until the script asks for it: a slow
 * device draws its day without them.
 */

let lus: Document | undefined;

function modele(selector: string): DocumentFragment | undefined {
  lus ??= new DOMParser().parseFromString(texteDe('formulaires'), 'text/html');
  return lus.querySelector<HTMLTemplateElement>(selector)?.content;
}

/** The name of the form of a record: help and ateliers have one in a séance, another out of any. */
export function formulaireDe(valeurs: Valeurs): string {
  const type = premier(valeurs, 'typeActivite') || 'Individuel';
  const isInSeance = premier(valeurs, 'seance') !== '';
  return isInSeance && (type === 'Individuel' || type === 'Collectif') ? type : `${type}-hors`;
}

export function titreDuFormulaire(valeurs: Valeurs): string {
  return formulaireVierge(formulaireDe(valeurs))?.dataset['titre'] ?? '';
}

/** A form as it is before anything is typed, out of the page; undefined: there is none of that name. */
export function formulaireVierge(nom: string): HTMLFormElement | undefined {
  const form = modele(`[data-modele-fiche="${CSS.escape(nom)}"]`)?.querySelector('form');
  return form ? document.importNode(form, true) : undefined;
}

/** Shows a form there, in the place of any other; `lieux`: those it may be about. */
export function montrerFormulaire(
  place: HTMLElement,
  nom: string,
  lieux: readonly { readonly id: string; readonly nom: string; readonly commune: string }[],
): HTMLFormElement | undefined {
  const form = formulaireVierge(nom);
  if (form === undefined) return undefined;
  const choix = lieux.map(({ id, nom: lieu, commune }) =>
    option(id, lieu.includes(commune) ? lieu : `${lieu} (${commune})`),
  );
  form.querySelector('[name="lieu"]')?.append(...choix);
  const communes = modele('#modele-communes');
  if (communes) form.querySelector('#champ-commune-choix')?.append(document.importNode(communes, true));
  place.replaceChildren(form);
  return form;
}

export function option(value: string, text: string): HTMLOptionElement {
  const made = document.createElement('option');
  made.value = value;
  made.textContent = text;
  return made;
}

/** The shape of the summary of errors of a form. */
export function modeleErreurs(): HTMLElement {
  return document.importNode(modele('#modele-erreurs')?.firstElementChild as HTMLElement, true);
}
