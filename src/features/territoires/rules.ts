import type { Phrases } from '../../domain/refus.ts';

export type ImageType = 'image/png' | 'image/jpeg';

export type RefusLogo =
  | { readonly refus: 'logo_absent' }
  | { readonly refus: 'logo_format' }
  | { readonly refus: 'logo_trop_lourd'; readonly maxKo: number };

export const PHRASES_LOGO: Phrases<RefusLogo> = {
  logo_absent: () => 'Choisissez le fichier du logo.',
  logo_format: () =>
    'Ce fichier n’est pas une image PNG ou JPEG, quel que soit son nom. Enregistrez le logo dans l’un de ces formats.',
  logo_trop_lourd: ({ maxKo }) => `Ce fichier dépasse ${maxKo} Ko. Réduisez l’image, puis recommencez.`,
};

const MAX_OCTETS = 500 * 1024;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/**
 * Recognises a logo by its first bytes, never by its name or announced type.
 *
 * Source: art. 5, « le logo du Département ». Refuses `logo_absent`, `logo_format`, `logo_trop_lourd` (500 Ko).
 */
export function lireLogo(bytes: Uint8Array): ImageType | RefusLogo {
  if (bytes.length === 0) return { refus: 'logo_absent' };
  if (bytes.length > MAX_OCTETS) return { refus: 'logo_trop_lourd', maxKo: MAX_OCTETS / 1024 };
  if (startsWith(bytes, PNG)) return 'image/png';
  return startsWith(bytes, JPEG) ? 'image/jpeg' : { refus: 'logo_format' };
}
