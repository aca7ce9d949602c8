import { TypstRefusal } from '../../platform/pdf/engine.ts';
import { renderPdf } from '../../platform/pdf/render.ts';

/** Whether documents can draw this picture: it is composed once, alone, and a half-sent or damaged file is found out. */
export async function seDessine(octets: Uint8Array): Promise<boolean> {
  try {
    await renderPdf({ template: 'src/features/territoires/logo.typ', data: {}, images: { logo: octets } });
    return true;
  } catch (error) {
    if (error instanceof TypstRefusal) return false;
    throw error;
  }
}
