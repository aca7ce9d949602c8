import SignaturePad from 'signature_pad';

/** The page where a mandat is read and signed: it reads aloud, and turns a finger into a few strokes. */

type Point = [x: number, y: number];
type Dessin = Point[][];

readAloud();
openPads();

/** A frame says its own units: what is drawn is told in those, whatever the screen, without time nor pressure. */
function openPads(): void {
  const place = document.querySelector<HTMLElement>('[data-traits]');
  if (!place) return;
  place.hidden = false;
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

/** One part of the page at a time, a paragraph after the other; pressed again, it stops. */
function readAloud(): void {
  if (!('speechSynthesis' in window)) return;
  const voice = window.speechSynthesis;
  const buttons = document.querySelectorAll<HTMLButtonElement>('[data-lire]');
  const label = buttons[0]?.textContent ?? '';
  let reading: HTMLButtonElement | undefined;
  const stop = (): void => {
    voice.cancel();
    if (reading) reading.textContent = label;
    reading = undefined;
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const wasReading = reading === button;
      stop();
      if (wasReading) return;
      reading = button;
      button.textContent = 'Arrêter la lecture';
      const parts = document
        .getElementById(button.dataset['lire'] ?? '')
        ?.querySelectorAll('h3, p, li, dt, dd, th, td');
      const texts = Array.from(parts ?? [], (part) => part.textContent?.trim() ?? '').filter((text) => text !== '');
      for (const [rank, text] of texts.entries()) {
        const said = new SpeechSynthesisUtterance(text);
        said.lang = 'fr-FR';
        said.rate = 0.9;
        // What was cancelled ends too, after another part has begun.
        if (rank === texts.length - 1) said.onend = () => reading === button && stop();
        said.onerror = () => reading === button && stop();
        voice.speak(said);
      }
    });
  }
  window.addEventListener('pagehide', stop);
}
