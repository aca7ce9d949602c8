import type { Phrases } from '../../domain/refus.ts';

export type ImageType = 'image/png' | 'image/jpeg';

export type RefusLogo =
  | { readonly refus: 'logo_absent' }
  | { readonly refus: 'logo_format' }
  | { readonly refus: 'logo_trop_lourd'; readonly maxKo: number }
  | { readonly refus: 'logo_trop_grand'; readonly maxPixels: number }
  | { readonly refus: 'logo_illisible' };

export const PHRASES_LOGO: Phrases<RefusLogo> = {
  logo_absent: () => 'Choisissez le fichier du logo.',
  logo_format: () =>
    'Ce fichier n’est pas une image PNG ou JPEG, quel que soit son nom. Enregistrez le logo dans l’un de ces formats.',
  logo_trop_lourd: ({ maxKo }) => `Ce fichier dépasse ${maxKo} Ko. Réduisez l’image, puis recommencez.`,
  logo_trop_grand: ({ maxPixels }) =>
    `Cette image dépasse ${maxPixels} pixels de large ou de haut. Réduisez-la, puis recommencez.`,
  logo_illisible: () =>
    'Cette image est abîmée : elle ne s’affiche pas en entier. Ouvrez-la, enregistrez-la à nouveau, puis recommencez.',
};

const MAX_OCTETS = 500 * 1024;
const MAX_PIXELS = 4000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/**
 * Recognises a logo by its bytes, never by its name or announced type. Whether it can be drawn to its last pixel is for
 * the engine of documents to say.
 *
 * Source: art. 5, « le logo du Département ». Refuses `logo_absent`, `logo_format`, `logo_trop_lourd` (500 Ko),
 * `logo_trop_grand` (4 000 pixels a side: a small file may unfold into a huge picture), `logo_illisible`.
 */
export function lireLogo(bytes: Uint8Array): ImageType | RefusLogo {
  if (bytes.length === 0) return { refus: 'logo_absent' };
  if (bytes.length > MAX_OCTETS) return { refus: 'logo_trop_lourd', maxKo: MAX_OCTETS / 1024 };
  const type = startsWith(bytes, PNG) ? 'image/png' : startsWith(bytes, JPEG) ? 'image/jpeg' : undefined;
  if (type === undefined) return { refus: 'logo_format' };
  const size = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (size === undefined || size.width === 0 || size.height === 0) return { refus: 'logo_illisible' };
  return Math.max(size.width, size.height) > MAX_PIXELS ? { refus: 'logo_trop_grand', maxPixels: MAX_PIXELS } : type;
}

type Size = { readonly width: number; readonly height: number };

const IHDR = 0x49484452;

/** In pixels, as the first block of a PNG says; undefined when that block is missing. */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 33) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(12) === IHDR ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
}

/** Markers that open the picture itself (SOF): 0xC0 to 0xCF, but for tables (0xC4, 0xCC) and a reserved one (0xC8). */
function opensPicture(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Whether the marker that ends a JPEG (0xFFD9) comes after `at`: a file half sent has lost it. */
function endsAfter(bytes: Uint8Array, at: number): boolean {
  const last = bytes.findLastIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xd9);
  return last > at;
}

/** In pixels, as the frame of a JPEG says; undefined when its segments do not lead to one, or when its end is missing. */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (opensPicture(marker)) {
      return endsAfter(bytes, at) ? { height: view.getUint16(at + 5), width: view.getUint16(at + 7) } : undefined;
    }
    // A marker may be preceded by any number of 0xFF.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
