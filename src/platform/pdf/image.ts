/** A picture that a document can hold, named by its real kind. */
export type ImageKind = 'png' | 'jpg' | 'svg';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/** Kind of picture, from its first bytes and never from its name. Returns null when it is none that we can place. */
export function imageKind(content: Uint8Array): ImageKind | null {
  if (PNG.every((byte, i) => content[i] === byte)) return 'png';
  if (JPEG.every((byte, i) => content[i] === byte)) return 'jpg';
  const start = new TextDecoder().decode(content.subarray(0, 1024));
  return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE[^>]*>\s*)?<svg[\s>]/u.test(start) ? 'svg' : null;
}
