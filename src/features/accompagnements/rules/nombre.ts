/** Cells of less than this many people are never published. */
export const SEUIL_PUBLICATION = 5;

/**
 * A published number. `'<5'`: one to four people. `'masque'`: hidden because it would let the reader work out a neighbour cell by
 * subtraction; five or more, unless its whole table is so.
 */
export type Nombre = number | '<5' | 'masque';

/** The same of several months, some of which hide theirs: at least so much. */
export type Cumul = Nombre | { readonly auMoins: number };

/** Hides a number of one to four. Example: 3 → `'<5'`, 0 → 0. */
export function masquer(nombre: number): Nombre {
  return nombre > 0 && nombre < SEUIL_PUBLICATION ? '<5' : nombre;
}

const PETIT_MAX = SEUIL_PUBLICATION - 1;

function somme(nombres: readonly number[]): number {
  return nombres.reduce((total, nombre) => total + nombre, 0);
}

/**
 * Could a reader who knows the sum of the hidden cells, and this rule, work them out? Small ones are between 1 and 4, large ones are 5
 * or more and, being the smallest, no more than the next one that is shown. One more than the least sum, or one less than the most,
 * is hidden too: otherwise hiding more would tell that the sum was the least, or the most.
 */
function isDeducible(small: readonly number[], large: readonly number[], next: number | undefined): boolean {
  if (small.length === 0) return false;
  if (small.length + large.length === 1) return true;
  const sum = somme(small) + somme(large);
  if (sum <= small.length + large.length * SEUIL_PUBLICATION + 1) return true;
  const most = large.length === 0 ? 0 : next === undefined ? Number.POSITIVE_INFINITY : next - 1;
  return sum >= small.length * PETIT_MAX + large.length * most - 1;
}

/** Whether one table at most, of so many cells and of such a total, has none but ones and fives, or none but fours; all of it filled. */
function isToldByAbsence(total: number, cells: number): boolean {
  const fours = total % PETIT_MAX === 0 && total / PETIT_MAX <= cells ? [total / PETIT_MAX] : [];
  const ones = Array.from({ length: Math.ceil(total / SEUIL_PUBLICATION) }, (_, fives) => fives)
    .map((fives) => total - fives * SEUIL_PUBLICATION + fives)
    .filter((filled) => filled <= cells);
  return fours.length + ones.length === 1 && [...fours, ...ones][0] === cells;
}

/** Whether a table with small cells is withheld so that others, which no mask saves, are not told by their being missing. */
function isWithheldAlong(nombres: readonly number[], total: number): boolean {
  const isFilled = nombres.every((nombre) => nombre > 0);
  return isToldByAbsence(total, nombres.length) && (isFilled || total === nombres.length);
}

/**
 * Masks the small cells of a table whose cells add up to a known total, and as many of the next smallest ones as it takes for the
 * hidden ones not to be found by subtraction. A table without small cells is published whole. When no mask is enough, or when the
 * total itself is hidden, nothing of the table is published; so that its being missing tells nothing, neither are the few that look
 * like it.
 *
 * Source: art. 4.1 (règlement européen 2016/679).
 * Example: [3, 20, 8] → ['<5', 20, 'masque']; [4, 4, 4] → three 'masque'; [1, 2, 0] → three 'masque', as their total is hidden.
 */
export function masquerPartition(nombres: readonly number[]): readonly Nombre[] {
  const total = somme(nombres);
  if (total === 0) return nombres;
  const small = nombres.filter((nombre) => nombre > 0 && nombre < SEUIL_PUBLICATION);
  if (small.length === 0) return nombres;
  if (total < SEUIL_PUBLICATION || isWithheldAlong(nombres, total)) return nombres.map(() => 'masque');
  const large = parTaille(nombres);
  const next = (hidden: number): number | undefined => large[hidden]?.nombre;
  let hidden = 0;
  while (
    isDeducible(
      small,
      large.slice(0, hidden).map(({ nombre }) => nombre),
      next(hidden),
    )
  ) {
    if (hidden === large.length) return nombres.map(() => 'masque');
    hidden += 1;
  }
  return cacher(nombres, large.slice(0, hidden));
}

type Case = { readonly nombre: number; readonly rang: number };

/** The cells of five or more, the smallest first. */
function parTaille(nombres: readonly number[]): readonly Case[] {
  return nombres
    .map((nombre, rang) => ({ nombre, rang }))
    .filter(({ nombre }) => nombre >= SEUIL_PUBLICATION)
    .sort((a, b) => a.nombre - b.nombre || a.rang - b.rang);
}

function cacher(nombres: readonly number[], large: readonly Case[]): readonly Nombre[] {
  const ranks = new Set(large.map(({ rang }) => rang));
  return nombres.map((nombre, rang) => (ranks.has(rang) ? 'masque' : masquer(nombre)));
}

/**
 * Masks counts of things of which each of `total` people has one at least: their sum is `total` or more, so that small ones that
 * could hardly be smaller are found. When no mask is enough, nothing of the table is published.
 *
 * Example: total 20, [16, 4] → ['masque', '<5']: 16 + 4 is just enough, and would tell the 4.
 */
export function masquerCouverture(nombres: readonly number[], total: number): readonly Nombre[] {
  const small = nombres.filter((nombre) => nombre > 0 && nombre < SEUIL_PUBLICATION).length;
  if (small === 0) return nombres;
  if (total < SEUIL_PUBLICATION || total === nombres.length * PETIT_MAX) return nombres.map(() => 'masque');
  const large = parTaille(nombres);
  const most = small * PETIT_MAX + somme(large.map(({ nombre }) => nombre));
  let hidden = 0;
  /** What the hidden ones could be, beyond what they are: less than the next one that is shown. */
  const room = (): number => {
    const next = large[hidden]?.nombre;
    if (hidden === 0) return 0;
    return next === undefined
      ? Number.POSITIVE_INFINITY
      : somme(large.slice(0, hidden).map(({ nombre }) => Math.max(0, next - 1 - nombre)));
  };
  while (most + room() <= total + 1) {
    if (hidden === large.length) return nombres.map(() => 'masque');
    hidden += 1;
  }
  return cacher(nombres, large.slice(0, hidden));
}

/** Whether nothing of a table is published. */
export function estRetenue(shown: readonly Nombre[]): boolean {
  return shown.length > 0 && shown.every((nombre) => nombre === 'masque');
}

/** Writes a published number. Example: `'<5'` → « moins de 5 »; 1204 → « 1 204 »; at least 22 → « au moins 22 ». */
export function formatNombre(nombre: Cumul): string {
  if (nombre === '<5') return 'moins de 5';
  if (nombre === 'masque') return 'non publié';
  if (typeof nombre === 'object') return `au moins\u00a0${formatNombre(nombre.auMoins)}`;
  return String(nombre).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
}
