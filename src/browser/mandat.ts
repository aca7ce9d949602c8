import SignaturePad from 'signature_pad';

/** The page where a mandat is read and signed: it reads aloud, and turns a finger into a few strokes. */

type Point = [x: number, y: number];
type Dessin = Point[][];

const SANS_LECTURE = 'Ce navigateur ne sait pas lire à voix haute : lisez avec la personne.';
const SANS_VOIX =
  'Cet appareil n’a pas de voix française qui lise sans passer par un autre serveur : lisez avec la personne.';
const COUPEE = 'La lecture à voix haute s’est arrêtée d’elle-même : lisez la suite avec la personne.';
/** How long a browser takes at most to name its voices, the first time that it is asked. */
const VOIX_MS = 1_500;

readAloud();
openPads();

/** A frame says its own units: what is drawn is told in those, whatever the screen, without time nor pressure. */
function openPads(): void {
  const place = document.querySelector<HTMLElement>('[data-traits]');
  if (!place) return;
  place.hidden = false;
  for (const without of document.querySelectorAll<HTMLElement>('[data-sans-script]')) without.hidden = true;
  for (const frame of place.querySelectorAll<HTMLElement>('[data-cadre]')) openPad(place, frame);
}

function openPad(place: HTMLElement, frame: HTMLElement): void {
  const canvas = frame.querySelector('canvas');
  const field = frame.querySelector('input');
  const name = frame.dataset['cadre'] ?? '';
  const clear = place.querySelector<HTMLButtonElement>(`[data-effacer="${name}"]`);
  const status = place.querySelector<HTMLElement>(`[data-etat="${name}"]`);
  if (!canvas || !field || !clear) return;
  const unit = { width: Number(frame.dataset['largeur']), height: Number(frame.dataset['hauteur']) };
  const pad = new SignaturePad(canvas, { minWidth: 1.2, maxWidth: 2.6, minDistance: 2, penColor: '#14213d' });
  let drawn = parse(field.value);

  const redraw = (): void => {
    const { offsetWidth: width, offsetHeight: height } = canvas;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.getContext('2d')?.scale(ratio, ratio);
    pad.clear();
    pad.fromData(
      drawn.map((stroke) => ({
        penColor: pad.penColor,
        dotSize: pad.dotSize,
        minWidth: pad.minWidth,
        maxWidth: pad.maxWidth,
        velocityFilterWeight: pad.velocityFilterWeight,
        compositeOperation: pad.compositeOperation,
        points: stroke.map(([x, y], rank) => ({
          x: (x * width) / unit.width,
          y: (y * height) / unit.height,
          pressure: 0.5,
          time: rank * 20,
        })),
      })),
      { clear: false },
    );
  };
  const say = (text: string): void => {
    if (status) status.textContent = text;
  };
  pad.addEventListener('endStroke', () => {
    const { offsetWidth: width, offsetHeight: height } = canvas;
    const within = (value: number, max: number): number => Math.min(Math.max(Math.round(value), 0), max);
    drawn = pad
      .toData()
      .map(({ points }) =>
        points.map(
          ({ x, y }): Point => [
            within((x * unit.width) / width, unit.width),
            within((y * unit.height) / height, unit.height),
          ],
        ),
      );
    field.value = JSON.stringify(drawn);
    say('Signature tracée.');
  });
  clear.addEventListener('click', () => {
    drawn = [];
    field.value = '';
    pad.clear();
    say('Signature effacée.');
  });
  window.addEventListener('resize', redraw);
  redraw();
}

function parse(text: string): Dessin {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? (read as Dessin) : [];
  } catch {
    return [];
  }
}

/**
 * A French voice of this device. One that a server lends would be sent the whole text of the mandat, whose secret is kept (art. 2):
 * it is left out. Null when there is none, or none named in time.
 */
async function voixFrancaise(): Promise<SpeechSynthesisVoice | null> {
  const found = (): SpeechSynthesisVoice | undefined =>
    window.speechSynthesis.getVoices().find(({ lang, localService }) => localService && /^fr\b/i.test(lang));
  if (window.speechSynthesis.getVoices().length > 0) return found() ?? null;
  await new Promise((resolve) => {
    window.speechSynthesis.addEventListener('voiceschanged', resolve, { once: true });
    setTimeout(resolve, VOIX_MS);
  });
  return found() ?? null;
}

/** One part of the page at a time, a paragraph after the other; pressed again, it stops. What it cannot do, it says. */
function readAloud(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>('[data-lire]');
  const tell = (button: HTMLButtonElement, text: string): void => {
    const place = document.querySelector(`[data-lecture="${button.dataset['lire'] ?? ''}"]`);
    if (place) place.textContent = text;
  };
  if (!window.speechSynthesis) {
    for (const button of buttons) tell(button, SANS_LECTURE);
    return;
  }
  const voice = window.speechSynthesis;
  const label = buttons[0]?.textContent ?? '';
  let reading: HTMLButtonElement | undefined;
  const stop = (): void => {
    voice.cancel();
    if (reading) reading.textContent = label;
    reading = undefined;
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const wasReading = reading === button;
      stop();
      tell(button, '');
      if (wasReading) return;
      reading = button;
      button.textContent = 'Arrêter la lecture';
      const francaise = await voixFrancaise();
      // Stopped, or asked to read another part, while the voices were named.
      if (reading !== button) return;
      const fail = (why: string): void => {
        if (reading !== button) return;
        stop();
        tell(button, why);
      };
      if (francaise === null) return fail(SANS_VOIX);
      const parts = document
        .getElementById(button.dataset['lire'] ?? '')
        ?.querySelectorAll('h3, p, li, dt, dd, th, td');
      const texts = Array.from(parts ?? [], (part) => part.textContent?.trim() ?? '').filter((text) => text !== '');
      for (const [rank, text] of texts.entries()) {
        const said = new SpeechSynthesisUtterance(text);
        said.voice = francaise;
        said.lang = francaise.lang;
        said.rate = 0.9;
        // What was cancelled ends too, after another part has begun.
        if (rank === texts.length - 1) said.onend = () => reading === button && stop();
        said.onerror = ({ error }) => error !== 'canceled' && error !== 'interrupted' && fail(COUPEE);
        voice.speak(said);
      }
    });
  }
  window.addEventListener('pagehide', stop);
}
