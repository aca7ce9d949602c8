type Choix<T> = { readonly valeur: T; readonly libelle: string; readonly danger?: boolean };

/** Asks before what cannot be undone, at the top of the page; Escape answers `sinon`. Old browsers have no `<dialog>`. */
export function demander<T>(texte: string, choix: readonly Choix<T>[], sinon: T): Promise<T> {
  const before = document.activeElement;
  const place = document.createElement('section');
  place.className = 'ds-alert e-alert e-question';
  place.dataset['color'] = 'warning';
  place.setAttribute('role', 'alertdialog');
  place.setAttribute('aria-labelledby', 'question-texte');
  place.tabIndex = -1;
  const text = document.createElement('p');
  text.id = 'question-texte';
  text.textContent = texte;
  const actions = document.createElement('div');
  actions.className = 'e-actions';
  const body = document.createElement('div');
  body.append(text, actions);
  place.append(body);
  return new Promise((resolve) => {
    const answer = (valeur: T): void => {
      place.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(valeur);
    };
    for (const { valeur, libelle, danger } of choix) actions.append(bouton(libelle, danger, () => answer(valeur)));
    place.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') answer(sinon);
    });
    document.querySelector('main')?.prepend(place);
    place.scrollIntoView({ block: 'nearest' });
    place.focus();
  });
}

function bouton(libelle: string, danger: boolean | undefined, press: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ds-button';
  button.dataset['variant'] = 'secondary';
  if (danger) button.dataset['color'] = 'danger';
  button.textContent = libelle;
  button.addEventListener('click', press);
  return button;
}
