import type { Coffre } from '../../platform/coffre.ts';

/**
 * Where something sealed belongs: moved to another row, column or version of this format, it no longer opens.
 * Example: `mandat:0193…:contenu:1`.
 */
export const placeDe = {
  /** All that was typed of a mandat not signed yet. */
  brouillon: (mandatId: string): string => `mandat:${mandatId}:brouillon:1`,
  identite: (mandatId: string): string => `mandat:${mandatId}:contenu:1`,
  document: (mandatId: string): string => `mandat:${mandatId}:document:1`,
  copie: (mandatId: string): string => `mandat:${mandatId}:copie:1`,
  demarche: (demarcheId: string): string => `mandat_demarche:${demarcheId}:contenu:1`,
  acte: (acteId: string): string => `mandat_acte:${acteId}:contenu:1`,
  rectification: (noteId: string): string => `mandat_rectification:${noteId}:contenu:1`,
} as const;

/** Seals plain data (strings, numbers, booleans, lists, objects) for its place. */
export function sceller(coffre: Coffre, contenu: object, place: string): Buffer {
  return coffre.seal(Buffer.from(JSON.stringify(contenu)), place);
}

/** Opens what `sceller` sealed; throws when a byte, the key or the place is another. */
export function ouvrir<T>(coffre: Coffre, scelle: Uint8Array, place: string): T {
  return JSON.parse(coffre.open(scelle, place).toString('utf8')) as T;
}
