/** A copy of the content of a `<template>` of the page. */
export function copie(id: string): HTMLElement {
  const template = document.getElementById(id);
  const copy =
    template instanceof HTMLTemplateElement ? template.content.firstElementChild?.cloneNode(true) : undefined;
  if (!(copy instanceof HTMLElement)) throw new Error(`No template is named ${id}`);
  return copy;
}

/** The place named so in a page or in a copy: `data-c="titre"`. */
export function place(within: ParentNode, nom: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(`[data-c="${nom}"]`);
  if (found === null) throw new Error(`No place is named ${nom}`);
  return found;
}

/** The one message of the page; `ton` « bon » for what went well. */
export function dire(page: ParentNode, texte: string, ton: '' | 'bon' = ''): void {
  const where = place(page, 'message');
  where.textContent = texte;
  where.dataset['ton'] = ton;
  where.hidden = texte === '';
}

export function lien(libelle: string, href: string, de?: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = libelle;
  if (de) link.append(pourLecteurs(` : ${de}`));
  return link;
}

export function bouton(libelle: string, de: string, press: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'e-link-button';
  button.textContent = libelle;
  button.append(pourLecteurs(` : ${de}`));
  button.addEventListener('click', press);
  return button;
}

/** What the eye sees by the place of a thing, said to those who do not see it. */
function pourLecteurs(texte: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'ds-sr-only';
  span.textContent = texte;
  return span;
}

export function element(tag: 'li' | 'p' | 'h3', texte: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = texte;
  return made;
}
