import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';

/** The page of a passkey: the browser asks the key, and its answer leaves in a field of the form. */
const page = document.querySelector<HTMLElement>('[data-cle]');
const form = page?.querySelector('form');
if (page && form) {
  if (!browserSupportsWebAuthn()) say(page.dataset['absente']);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // The form leaves later, by itself: nobody else is to count this as its departure.
    event.stopPropagation();
    void answer(page, form);
  });
}

async function answer(page: HTMLElement, form: HTMLFormElement): Promise<void> {
  const optionsJSON = JSON.parse(page.dataset['options'] ?? '{}');
  try {
    const reponse =
      page.dataset['cle'] === 'creation'
        ? await startRegistration({ optionsJSON })
        : await startAuthentication({ optionsJSON });
    const field = form.elements.namedItem('reponse');
    if (field instanceof HTMLInputElement) field.value = JSON.stringify(reponse);
    form.submit();
  } catch {
    say(page.dataset['refus']);
  }
}

function say(message: string | undefined): void {
  const place = page?.querySelector('[data-message]');
  if (place) place.textContent = message ?? '';
}
