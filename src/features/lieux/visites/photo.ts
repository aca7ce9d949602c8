import type { Phrases } from '../../../domain/refus.ts';
import { type CleanPicture, cleanPicture } from '../../../platform/picture.ts';

export const MAX_PHOTO_OCTETS = 6 * 1024 * 1024;
const MAX_PIXELS = 50_000_000;
export const MAX_PHOTOS = 8;

export type RefusPhoto =
  | { readonly refus: 'photo_absente' }
  | { readonly refus: 'photo_de_trop' }
  | { readonly refus: 'photo_trop_lourde' }
  | { readonly refus: 'photo_format' }
  | { readonly refus: 'photo_abimee' }
  | { readonly refus: 'photo_trop_grande' };

export const PHRASES_PHOTO: Phrases<RefusPhoto> = {
  photo_absente: () => 'Choisissez une photo.',
  photo_de_trop: () => `Une visite garde ${MAX_PHOTOS} photos au plus : retirez-en une avant d’en ajouter une autre.`,
  photo_trop_lourde: () =>
    `Cette photo dépasse ${MAX_PHOTO_OCTETS / 1024 / 1024} Mo. Réduisez-la, ou envoyez-en une de moins grande taille.`,
  photo_format: () =>
    'Ce fichier n’est pas une photo JPEG ou PNG, quel que soit son nom. Enregistrez-la dans l’un de ces formats.',
  photo_abimee: () =>
    'Cette photo est abîmée : il en manque une partie. Ouvrez-la, enregistrez-la à nouveau, puis recommencez.',
  photo_trop_grande: () => `Cette photo dépasse ${MAX_PIXELS / 1_000_000} millions de pixels. Réduisez-la.`,
};

/**
 * Reads a photo by its bytes, never by its name, and cleans it of what the camera noted. `dejaGardees`: how many the visit
 * has. Refuses a file that is too heavy (6 Mo), no photo, damaged, too large to be shown (50 million pixels: a small file may
 * unfold into a huge picture), or one too many (8 a visit).
 */
export function lirePhoto(octets: Uint8Array, dejaGardees: number): CleanPicture | RefusPhoto {
  if (octets.length === 0) return { refus: 'photo_absente' };
  if (dejaGardees >= MAX_PHOTOS) return { refus: 'photo_de_trop' };
  if (octets.length > MAX_PHOTO_OCTETS) return { refus: 'photo_trop_lourde' };
  const picture = cleanPicture(octets);
  if (picture === 'unknown') return { refus: 'photo_format' };
  if (picture === 'damaged') return { refus: 'photo_abimee' };
  return picture.width * picture.height > MAX_PIXELS ? { refus: 'photo_trop_grande' } : picture;
}
