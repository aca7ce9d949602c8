import { estRefus } from '../../domain/refus.ts';
import { TypstRefusal } from '../../platform/pdf/engine.ts';
import { renderPdf } from '../../platform/pdf/render.ts';
import { type ImageType, lireLogo, type RefusLogo } from './rules.ts';

/** A picture that pages and documents can bear. */
export type LogoRecu = { readonly type: ImageType; readonly octets: Uint8Array };

/** Whether documents can draw this picture: it is composed once, alone, and a half-sent or damaged file is found out. */
async function seDessine(octets: Uint8Array): Promise<boolean> {
  try {
    await renderPdf({ template: 'src/features/territoires/logo.typ', data: {}, images: { logo: octets } });
    return true;
  } catch (error) {
    if (error instanceof TypstRefusal) return false;
    throw error;
  }
}

/**
 * Reads the logo that a form sent, of the Département or of a structure: judged by its bytes, then drawn once.
 *
 * Source: art. 5. Refuses what `lireLogo` refuses, and `logo_illisible` when it cannot be drawn to its last pixel.
 */
export async function recevoirLogo(sent: File | undefined): Promise<LogoRecu | RefusLogo> {
  const octets = new Uint8Array(sent === undefined ? [] : await sent.arrayBuffer());
  const type = lireLogo(octets);
  if (estRefus(type)) return type;
  return (await seDessine(octets)) ? { type, octets } : { refus: 'logo_illisible' };
}
