/**
 * The forms of the page, one for each kind of record. Each stays in its `<template>` until it is opened, so that a slow device draws its
 * day without drawing them; the words of the lists are read there.
 */

const modeles = (): HTMLTemplateElement[] =>
  Array.from(document.querySelectorAll<HTMLTemplateElement>('template[data-modele-fiche]'));

function modeleDe(type: string): HTMLTemplateElement | undefined {
  return modeles().find((one) => one.dataset['modeleFiche'] === type);
}

export function aFormulaire(type: string): boolean {
  return modeleDe(type) !== undefined;
}

/** The form of a kind of record as it is before anything is typed, out of the page. */
export function formulaireVierge(type: string): HTMLFormElement | undefined {
  return modeleDe(type)?.content.querySelector('form') ?? undefined;
}

/** The form of a kind of record, drawn there in the place of any other; undefined: this page has none. */
export function montrerFormulaire(place: HTMLElement, type: string): HTMLFormElement | undefined {
  const shown = place.querySelector<HTMLFormElement>(`[data-fiche="${CSS.escape(type)}"]`);
  if (shown !== null) return shown;
  const form = formulaireVierge(type)?.cloneNode(true);
  if (!(form instanceof HTMLFormElement)) return undefined;
  place.replaceChildren(form);
  return form;
}

const libelles = new Map<string, string>();

/** The label of an answer, as the forms say it; looked for once, since a list of forty lines asks again and again. */
export function libelleDe(name: string, value: string): string {
  const key = `${name} ${value}`;
  const found = libelles.get(key) ?? chercherLibelle(name, value);
  libelles.set(key, found);
  return found;
}

function chercherLibelle(name: string, value: string): string {
  const wanted = CSS.escape(value);
  for (const { content } of modeles()) {
    const box = content.querySelector(`input[name="${name}"][value="${wanted}"]`);
    const said =
      box === null
        ? content.querySelector(`select[name="${name}"] option[value="${wanted}"]`)
        : content.querySelector(`label[for="${CSS.escape(box.id)}"]`);
    if (said?.textContent) return said.textContent.trim();
  }
  return value;
}
