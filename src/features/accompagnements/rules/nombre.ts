/** Cells of less than this many people are never published. */
export const SEUIL_PUBLICATION = 5;

/**
 * A published number. `'<5'`: one to four people. `'masque'`: five or more, hidden because it would let the reader work
 * out a neighbour cell by subtraction.
 */
export type Nombre = number | '<5' | 'masque';

/** Hides a number of one to four. Example: 3 → `'<5'`, 0 → 0. */
export function masquer(nombre: number): Nombre {
  return nombre > 0 && nombre < SEUIL_PUBLICATION ? '<5' : nombre;
}

/** Could a reader who knows the sum of the hidden cells work them out? Every small one is between 1 and 4. */
function isDeducible(small: readonly number[], large: readonly number[]): boolean {
  const count = small.length + large.length;
  if (count === 0) return false;
  if (count === 1) return true;
  const sum = [...small, ...large].reduce((a, b) => a + b, 0);
  const least = small.length + large.length * SEUIL_PUBLICATION;
  const most = large.length === 0 ? small.length * (SEUIL_PUBLICATION - 1) : Number.POSITIVE_INFINITY;
  return sum === least || sum === most;
}

/**
 * Hides the small cells of a table whose cells add up to a known total, and as many of the next smallest ones as it
 * takes for the hidden ones not to be found by subtraction.
 *
 * Example: [3, 20, 8] → ['<5', 20, 'masque'].
 */
export function masquerPartition(nombres: readonly number[]): readonly Nombre[] {
  const small = nombres.filter((nombre) => nombre > 0 && nombre < SEUIL_PUBLICATION);
  const candidates = nombres
    .map((nombre, index) => ({ nombre, index }))
    .filter(({ nombre }) => nombre >= SEUIL_PUBLICATION)
    .sort((a, b) => a.nombre - b.nombre || a.index - b.index);
  const hidden: { readonly nombre: number; readonly index: number }[] = [];
  while (
    isDeducible(
      small,
      hidden.map(({ nombre }) => nombre),
    )
  ) {
    const next = candidates[hidden.length];
    if (next === undefined) break;
    hidden.push(next);
  }
  const masked = new Set(hidden.map(({ index }) => index));
  return nombres.map((nombre, index) => (masked.has(index) ? 'masque' : masquer(nombre)));
}

/** Writes a published number. Example: `'<5'` → « moins de 5 »; 1204 → « 1 204 ». */
export function formatNombre(nombre: Nombre): string {
  if (nombre === '<5') return 'moins de 5';
  return nombre === 'masque' ? 'non publié' : String(nombre).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
}
