/** What a page gains from a script; each part works without it. */

focusErrors();
showPrintButtons();
closeMenuOnEscape();
preventDoubleSubmit();
refuseHeavyFiles();

/** A refused form: the reader starts at its errors, even where the browser ignores `autofocus`. */
function focusErrors(): void {
  window.addEventListener('load', () => {
    if (document.activeElement === document.body) document.getElementById('erreurs')?.focus();
  });
}

function showPrintButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}

function closeMenuOnEscape(): void {
  document.addEventListener('keydown', (event) => {
    const menu = document.querySelector<HTMLDetailsElement>('.e-nav__toggle[open]');
    if (event.key !== 'Escape' || !menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** Shows that a form is on its way. The server takes a repeated one for the same anyhow. */
function preventDoubleSubmit(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    if (form.dataset['sent'] === 'yes') {
      event.preventDefault();
      return;
    }
    form.dataset['sent'] = 'yes';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) {
      delete form.dataset['sent'];
      form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
    }
  });
}

/** Says that a file is too heavy before it is sent for nothing. The server refuses it anyhow. */
function refuseHeavyFiles(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[type="file"][data-max]')) {
    const said = document.createElement('p');
    said.className = 'e-error';
    said.setAttribute('role', 'alert');
    input.after(said);
    input.addEventListener('change', () => {
      const max = Number(input.dataset['max']);
      const isTooHeavy = Array.from(input.files ?? []).some(({ size }) => size > max);
      said.textContent = isTooHeavy
        ? `Ce fichier dépasse ${Math.round(max / 1024 / 1024)} Mo : choisissez-en un plus léger.`
        : '';
      if (isTooHeavy) input.value = '';
    });
  }
}
