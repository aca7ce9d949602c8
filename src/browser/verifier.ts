/** The page that checks a file: its digest is computed here, and nothing else of it leaves. */
const form = document.querySelector<HTMLFormElement>('form[data-verifier]');
const place = form?.querySelector<HTMLElement>('[data-fichier]');
const chosen = place?.querySelector<HTMLInputElement>('input[type="file"]');
const field = form?.elements.namedItem('q');

// Browsers digest only for a page that nobody could have changed on its way.
if (form && place && chosen && field instanceof HTMLInputElement && window.isSecureContext) {
  place.hidden = false;
  chosen.addEventListener('change', () => {
    const file = chosen.files?.[0];
    if (file) void check(file, form, field);
  });
}

async function check(file: File, form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  say('Calcul de l’empreinte…');
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    field.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    say('Ce fichier n’a pas pu être lu. Choisissez-le à nouveau, ou tapez son code.');
    return;
  }
  say('Empreinte calculée.');
  form.submit();
}

function say(message: string): void {
  const status = place?.querySelector('[data-message]');
  if (status) status.textContent = message;
}
