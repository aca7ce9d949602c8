/** One bar: its label, its length, and the number as printed. `value` null draws no bar: the number is hidden. */
export type Bar = { readonly label: string; readonly value: number | null; readonly text: string };

const WIDTH = 400;
const ROW = 52;
const BAR = 16;
const TEXT_ROOM = 110;
/** How wide a bold figure may be, in the widest of the fonts that a page falls back to. */
const CHARACTER = 11;
const CHARACTERS_PER_LINE = 44;

/**
 * Horizontal bars as an SVG that follows the width of its place, each under its label: it stays legible on a phone. Each
 * number is printed beside its bar and the ink is the text's own (`currentColor`) unless a style says otherwise, so that
 * nothing rests on colour: it prints in black and white as it is.
 *
 * `title` names the picture for who does not see it; a table belongs behind it. Labels are escaped here.
 * Example: `horizontalBars('Âge', [{ label: '70 ans et plus', value: 47, text: '47' }])`.
 */
export function horizontalBars(title: string, bars: readonly Bar[]): string {
  const longest = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const room = WIDTH - Math.max(TEXT_ROOM, ...bars.map(({ text }) => 8 + [...text].length * CHARACTER));
  const rows = bars.map(({ label, value, text }, row) => {
    const top = row * ROW;
    const middle = top + 32;
    const width = value === null || value <= 0 ? 0 : Math.max(2, Math.round((room * value) / longest));
    const bar = width === 0 ? '' : `<rect x="0" y="${middle - BAR / 2}" width="${width}" height="${BAR}" rx="2"/>`;
    const name = escapeXml(shorten(label, CHARACTERS_PER_LINE));
    return `<text x="0" y="${top + 16}">${name}</text>${bar}<text x="${width + (width === 0 ? 0 : 8)}" y="${middle}" dy="0.35em" font-weight="700">${escapeXml(text)}</text>`;
  });
  return frame(title, WIDTH, Math.max(ROW, bars.length * ROW), rows);
}

const COLUMNS_HEIGHT = 200;
const BASE = 160;
const STEP = 44;
const COLUMNS_WIDTH_MIN = 320;

/**
 * Columns side by side, one a week or a month, in the order given, as an SVG. Same promises as {@link horizontalBars}.
 * Example: `timeColumns('Personnes aidées', [{ label: 'oct.', value: 18, text: '18' }])`.
 */
export function timeColumns(title: string, bars: readonly Bar[]): string {
  const tallest = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const whole = Math.max(COLUMNS_WIDTH_MIN, bars.length * STEP);
  const step = whole / Math.max(1, bars.length);
  const width = Math.min(44, step * 0.62);
  const columns = bars.map(({ label, value, text }, rank) => {
    const center = Math.round((rank + 0.5) * step * 10) / 10;
    const height = value === null || value <= 0 ? 0 : Math.max(2, Math.round((130 * value) / tallest));
    const bar =
      height === 0
        ? ''
        : `<rect x="${(center - width / 2).toFixed(1)}" y="${BASE - height}" width="${width.toFixed(1)}" height="${height}" rx="2"/>`;
    return `${bar}<text x="${center}" y="${BASE - height - 6}" text-anchor="middle" font-weight="700">${escapeXml(text)}</text><text x="${center}" y="${BASE + 20}" text-anchor="middle">${escapeXml(shorten(label, 10))}</text>`;
  });
  const line = `<path d="M0 ${BASE}H${whole}" stroke="currentColor" stroke-width="1"/>`;
  return frame(title, whole, COLUMNS_HEIGHT, [...columns, line]);
}

/** Drawn a little larger than its own units where there is room; a style lets it shrink to the width of a phone. */
const SCALE = 1.1;

function frame(title: string, width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${Math.round(width * SCALE)}" height="${Math.round(height * SCALE)}" role="img" aria-label="${escapeXml(title)}" fill="currentColor" font-family="inherit" font-size="15">${parts.join('')}</svg>`;
}

function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/gu, (character) => entities[character] ?? character).replace(/(?![\n\t])\p{Cc}/gu, '');
}
