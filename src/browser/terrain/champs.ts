import type { Valeurs } from '../../domain/terrain.ts';
import { element, place } from './dom.ts';
import type { Raison } from './file.ts';
import { modeleErreurs, option } from './formulaires.ts';

type Champ = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function champsDe(form: HTMLFormElement): Champ[] {
  return Array.from(form.elements).filter(
    (one): one is Champ =>
      (one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement) &&
      one.name !== '',
  );
}

const isCase = (champ: Champ): champ is HTMLInputElement =>
  champ instanceof HTMLInputElement && (champ.type === 'checkbox' || champ.type === 'radio');

/** Puts values in the fields of a form; those that they do not name are emptied, unless they are hidden. */
export function remplir(form: HTMLFormElement, valeurs: Valeurs): void {
  for (const champ of champsDe(form)) {
    const list = valeurs[champ.name] ?? [];
    if (isCase(champ)) champ.checked = list.includes(champ.value);
    else if (champ.type !== 'hidden') donner(champ, list[0] ?? '');
    else if (list[0] !== undefined && !TECHNIQUES.includes(champ.name)) champ.value = list[0];
  }
  // What holds another answer than the usual one is shown.
  for (const fold of form.querySelectorAll('details')) {
    fold.open = Array.from(fold.querySelectorAll<Champ>('input, select, textarea')).some(isUnusual);
  }
}

/** A list may no longer propose what was chosen: it is kept. */
function donner(champ: Champ, value: string): void {
  champ.value = value;
  if (champ.value !== value && champ instanceof HTMLSelectElement) champ.append(option(value, 'Le choix déjà fait'));
  champ.value = value;
}

/** Whether a field says something else than the blank form. */
function isUnusual(champ: Champ): boolean {
  if (champ instanceof HTMLSelectElement)
    return champ.value !== '' && champ.selectedOptions[0]?.defaultSelected !== true;
  return isCase(champ) ? champ.checked !== champ.defaultChecked && champ.checked : champ.value !== champ.defaultValue;
}

/** Values of a form of the server that are not of the record. */
const TECHNIQUES: readonly string[] = ['_cle', 'base', 'formulaire', 'suite'];

/** What the form says, and what it has no field for, as it came. */
export function lire(form: HTMLFormElement, avant: Valeurs): Valeurs {
  const valeurs: Record<string, string[]> = {};
  const own = new Set(champsDe(form).map(({ name }) => name));
  for (const [name, list] of Object.entries(avant)) {
    if (!own.has(name) && !TECHNIQUES.includes(name)) valeurs[name] = [...list];
  }
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && !TECHNIQUES.includes(name)) valeurs[name] = [...(valeurs[name] ?? []), value];
  }
  return valeurs;
}

/** Says every error above the form, each leading to its field, and beside it; none: they are taken away. */
export function direErreurs(form: HTMLFormElement, raisons: readonly Raison[]): void {
  for (const old of form.querySelectorAll('[data-erreur]')) old.remove();
  for (const champ of form.querySelectorAll('[aria-invalid]')) champ.removeAttribute('aria-invalid');
  if (raisons.length === 0) return;
  const summary = modeleErreurs();
  place(summary, 'titre').textContent =
    raisons.length === 1 ? 'Une réponse est à corriger' : `${raisons.length} réponses sont à corriger`;
  for (const raison of raisons) place(summary, 'liste').append(ligne(form, raison));
  form.prepend(summary);
  summary.focus();
}

function ligne(form: HTMLFormElement, { field, message }: Raison): HTMLElement {
  const champ = field === '' ? undefined : champsDe(form).find(({ name }) => name === field);
  if (champ === undefined) return element('li', message);
  champ.setAttribute('aria-invalid', 'true');
  const beside = element('p', message);
  beside.className = 'e-error';
  beside.dataset['erreur'] = '';
  champ.closest('.e-field')?.append(beside);
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${champ.id}`;
  link.textContent = message;
  link.addEventListener('click', (event) => {
    // The address of the page is the place of its person in the day: it does not change.
    event.preventDefault();
    const fold = champ.closest('details');
    if (fold) fold.open = true;
    champ.focus();
  });
  item.append(link);
  return item;
}
