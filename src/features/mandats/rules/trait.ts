import type { Phrases } from '../../../domain/refus.ts';

/** The frame in which everybody signs, whatever the screen: units of drawings, and of the paper. */
export const CADRE = { largeur: 600, hauteur: 200 } as const;
const POINTS_MAX = 4_000;
const TRAITS_MAX = 200;
/** A drawing as text, at most: 4 000 points of 10 characters. */
const TEXTE_MAX = 60_000;
/** What a signature is at least, in units of the frame: 60 long on paper, 20 wide or high. */
const LONGUEUR_MIN = 60;
const ETENDUE_MIN = 20;

export type Point = readonly [x: number, y: number];
/** A drawing: strokes, each from where the pen goes down to where it rises. Neither time nor pressure: no biometrics. */
export type Dessin = readonly (readonly Point[])[];

export type RefusTrait =
  | { readonly refus: 'trait_absent' }
  | { readonly refus: 'trait_illisible' }
  | { readonly refus: 'trait_point' }
  | { readonly refus: 'trait_petit' }
  | { readonly refus: 'trait_trop_long' }
  | { readonly refus: 'trait_hors_cadre' }
  | { readonly refus: 'trait_meme_dessin' }
  | { readonly refus: 'trait_deja_servi' };

export const PHRASES_TRAIT: Phrases<RefusTrait> = {
  trait_absent: () => 'La signature manque : signez dans le cadre.',
  trait_illisible: () => 'Cette signature n’est pas lisible : effacez-la et signez à nouveau dans le cadre.',
  trait_point: () => 'Un point n’est pas une signature : signez dans le cadre.',
  trait_petit: () => 'Cette signature est trop petite : effacez-la et signez plus grand.',
  trait_trop_long: () => 'Cette signature a trop de traits : effacez-la et signez plus simplement.',
  trait_hors_cadre: () => 'Cette signature sort du cadre : effacez-la et signez à l’intérieur.',
  trait_meme_dessin: () => 'Ce dessin est celui d’une autre signature de cette page : chacun signe de sa main.',
  trait_deja_servi: () => 'L’un de ces dessins a déjà signé un mandat : signez à nouveau, chacun de sa main.',
};

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length === 2 && value.every((one) => Number.isInteger(one));
}

function parse(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return undefined;
  }
}

/**
 * A drawing as the page sends it: JSON, a list of strokes, each a list of pairs of whole numbers, within the frame; long and large
 * enough for somebody to have signed. Anything else is refused: neither SVG nor picture is ever read.
 *
 * Source: art. 2, « signé sur place par le mandataire et le mandant »; RGPD 9: no time, no pressure.
 * Example: « [[[10,20],[300,90]]] » → one stroke of two points; « [[[10,20]]] » → trait_point; « <svg> » → trait_illisible.
 */
export function lireDessin(texte: string): Dessin | RefusTrait {
  if (texte === '') return { refus: 'trait_absent' };
  if (texte.length > TEXTE_MAX) return { refus: 'trait_trop_long' };
  const read = parse(texte);
  if (!Array.isArray(read)) return { refus: 'trait_illisible' };
  if (!read.every((trait) => Array.isArray(trait) && trait.every(isPoint))) return { refus: 'trait_illisible' };
  const dessin = (read as Dessin).filter((trait) => trait.length > 0);
  const points = dessin.flat();
  if (points.length === 0) return { refus: 'trait_absent' };
  if (dessin.length > TRAITS_MAX || points.length > POINTS_MAX) return { refus: 'trait_trop_long' };
  if (points.some(([x, y]) => x < 0 || y < 0 || x > CADRE.largeur || y > CADRE.hauteur)) {
    return { refus: 'trait_hors_cadre' };
  }
  if (longueur(dessin) === 0) return { refus: 'trait_point' };
  const { width, height } = etendue(points);
  const isSmall = longueur(dessin) < LONGUEUR_MIN || Math.max(width, height) < ETENDUE_MIN;
  return isSmall ? { refus: 'trait_petit' } : dessin;
}

function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

function longueur(dessin: Dessin): number {
  return dessin.reduce(
    (sum, trait) => sum + trait.reduce((own, point, rank) => own + distance(trait[rank - 1] ?? point, point), 0),
    0,
  );
}

function etendue(points: readonly Point[]) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

const GRILLE = 256;

/**
 * The drawing as it is compared: moved to the corner, brought to one size, without points said twice. Moved or enlarged, it is
 * still the same.
 */
function ramene(dessin: Dessin): Dessin {
  const { left, top, width, height } = etendue(dessin.flat());
  const scale = GRILLE / Math.max(width, height, 1);
  return dessin.map((trait) =>
    trait
      .map(([x, y]): Point => [Math.round((x - left) * scale), Math.round((y - top) * scale)])
      .filter(([x, y], rank, all) => rank === 0 || x !== all[rank - 1]?.[0] || y !== all[rank - 1]?.[1]),
  );
}

/** What a drawing is recognised by, once printed by the coffre. */
export function traceDuDessin(dessin: Dessin): string {
  return `trait:${JSON.stringify(ramene(dessin))}`;
}

const REPERES = 64;
/** A hand never draws again what it drew this close, in hundredths of its size. */
const ECART_MAX = GRILLE / 100;

/** Points at even distances along the whole drawing. */
function reperes(dessin: Dessin): readonly Point[] {
  const points = ramene(dessin).flat();
  const lengths = points.map((point, rank) => distance(points[rank - 1] ?? point, point));
  const total = lengths.reduce((sum, one) => sum + one, 0);
  const found: Point[] = [];
  let covered = 0;
  for (const [rank, point] of points.entries()) {
    const before = points[rank - 1] ?? point;
    const length = lengths[rank] ?? 0;
    while (found.length < REPERES && (found.length * total) / (REPERES - 1) <= covered + length + 1e-9) {
      const part = length === 0 ? 0 : ((found.length * total) / (REPERES - 1) - covered) / length;
      found.push([before[0] + (point[0] - before[0]) * part, before[1] + (point[1] - before[1]) * part]);
    }
    covered += length;
  }
  return found;
}

/** Whether two drawings are one and the same, moved, enlarged or hardly touched. */
export function memeDessin(one: Dessin, other: Dessin): boolean {
  const [a, b] = [reperes(one), reperes(other)];
  return a.every((point, rank) => distance(point, b[rank] ?? [Number.POSITIVE_INFINITY, 0]) <= ECART_MAX);
}

/**
 * The path that draws it, in SVG, made of our own figures alone: through the middle of each segment, so that the line is smooth.
 * Example: [[[0,0],[10,0],[10,10]]] → « M0 0L5 0Q10 0 10 5L10 10 ».
 */
export function cheminSvg(dessin: Dessin): string {
  return dessin.map(cheminDuTrait).join('');
}

function cheminDuTrait(trait: readonly Point[]): string {
  const [first, second] = trait;
  if (first === undefined) return '';
  if (second === undefined) return `M${first[0]} ${first[1]}h1`;
  const middle = ([x1, y1]: Point, [x2, y2]: Point): Point => [(x1 + x2) / 2, (y1 + y2) / 2];
  const say = ([x, y]: Point) => `${x} ${y}`;
  const curves = trait
    .slice(1, -1)
    .map((point, rank) => `Q${say(point)} ${say(middle(point, trait[rank + 2] ?? point))}`);
  return `M${say(first)}L${say(middle(first, second))}${curves.join('')}L${say(trait.at(-1) ?? second)}`;
}
