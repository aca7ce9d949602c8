import { renderSVG } from 'uqr';

/** A QR code as an SVG picture for a document, without the white margin that its template gives it. */
export function qrCode(text: string): Uint8Array {
  return new TextEncoder().encode(renderSVG(text, { ecc: 'M', border: 0, boostEcc: false }));
}
