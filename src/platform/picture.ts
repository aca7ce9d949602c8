import { crc32 } from 'node:zlib';

/** Pictures that are kept: what cameras and telephones make. */
export type PictureType = 'image/png' | 'image/jpeg';

export type CleanPicture = {
  readonly type: PictureType;
  /** The picture alone: no place, no date, no name, no thumbnail, nothing after its end. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
};

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((byte, rank) => bytes[at + rank] === byte);
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Reads a picture by its bytes and keeps nothing of it but what draws it. The picture itself is not drawn again, so it loses
 * nothing; the way up that the camera noted is kept, and is all that is left of what it noted.
 *
 * Returns `'unknown'` when it is neither a PNG nor a JPEG, `'damaged'` when its parts do not follow one another to its end.
 */
export function cleanPicture(bytes: Uint8Array): CleanPicture | 'unknown' | 'damaged' {
  if (startsWith(bytes, PNG)) return cleanPng(bytes) ?? 'damaged';
  if (startsWith(bytes, JPEG)) return cleanJpeg(bytes) ?? 'damaged';
  return 'unknown';
}

// ---- PNG ------------------------------------------------------------------------------------------------------------

/** Chunks that change how the picture looks; all the others say who, where, when, or with what. */
const PNG_KEPT: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'bKGD',
  'pHYs',
]);

function cleanPng(bytes: Uint8Array): CleanPicture | undefined {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, PNG.length)];
  const seen = new Set<string>();
  let at = PNG.length;
  while (!seen.has('IEND')) {
    if (at + 12 > bytes.length) return undefined;
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const isFirst = parts.length === 1 && seen.size === 0;
    if (isFirst !== (name === 'IHDR') || (name === 'IHDR' && length !== 13)) return undefined;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    seen.add(name);
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end));
    // A critical chunk that is none of those cannot be left out.
    else if (/^[A-Z]/.test(name)) return undefined;
    at = end;
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (!seen.has('IDAT') || width === 0 || height === 0) return undefined;
  return { type: 'image/png', bytes: new Uint8Array(Buffer.concat(parts)), width, height };
}

// ---- JPEG -----------------------------------------------------------------------------------------------------------

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Markers that open the picture itself (SOF): 0xC0 to 0xCF, but for tables (0xC4, 0xCC) and a reserved one (0xC8). */
function opensPicture(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Tables without which the picture cannot be drawn. */
function isTable(marker: number): boolean {
  return [0xc4, 0xcc, 0xdb, 0xdc, 0xdd].includes(marker);
}

function isNote(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
}

const JFIF = ascii('JFIF\0');
const EXIF = ascii('Exif\0\0');
const ICC = ascii('ICC_PROFILE\0');
const ADOBE = ascii('Adobe');

/** What is left of a segment of notes: its colours, or nothing. `segment` begins by its marker and its length. */
function keptOfNote(marker: number, segment: Uint8Array): Uint8Array | undefined {
  if (marker === 0xe0 && startsWith(segment, JFIF, 4) && segment.length >= 18) {
    // Version and density; the thumbnail stays out.
    return Uint8Array.from([0xff, 0xe0, 0, 16, ...segment.subarray(4, 16), 0, 0]);
  }
  if (marker === 0xe2 && startsWith(segment, ICC, 4)) return segment;
  // How the three colours are mixed.
  return marker === 0xee && startsWith(segment, ADOBE, 4) ? segment.subarray(0, 16) : undefined;
}

function cleanJpeg(bytes: Uint8Array): CleanPicture | undefined {
  const view = viewOf(bytes);
  const head: Uint8Array[] = [Uint8Array.from([0xff, SOI])];
  const parts: Uint8Array[] = [];
  let orientation = 1;
  let size: { width: number; height: number } | undefined;
  let isDrawn = false;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return undefined;
    // A marker may be preceded by any number of 0xFF.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    if (marker === EOI) break;
    if (at + 4 > bytes.length) return undefined;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    const segment = bytes.subarray(at, end);
    if (isNote(marker)) {
      if (marker === 0xe1 && startsWith(segment, EXIF, 4)) orientation = readOrientation(segment.subarray(10));
      const kept = keptOfNote(marker, segment);
      if (kept !== undefined) (marker === 0xe0 && head.length === 1 ? head : parts).push(kept);
    } else if (opensPicture(marker)) {
      if (segment.length < 9 || size !== undefined) return undefined;
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      parts.push(segment);
    } else if (marker === SOS) {
      if (size === undefined) return undefined;
      const drawn = endOfScan(bytes, end);
      if (drawn === undefined) return undefined;
      isDrawn = true;
      parts.push(bytes.subarray(at, drawn));
      at = drawn;
      continue;
    } else if (isTable(marker)) parts.push(segment);
    else return undefined;
    at = end;
  }
  if (size === undefined || !isDrawn || size.width === 0 || size.height === 0) return undefined;
  if (orientation !== 1) head.push(orientationSegment(orientation));
  const whole = Buffer.concat([...head, ...parts, Uint8Array.from([0xff, EOI])]);
  return { type: 'image/jpeg', bytes: new Uint8Array(whole), ...size };
}

/** Where the drawing that begins at `from` ends: at the first marker that is no restart. Undefined when it never does. */
function endOfScan(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    const isRestart = next >= 0xd0 && next <= 0xd7;
    if (next !== 0 && next !== 0xff && !isRestart) return at;
  }
  return undefined;
}

const ORIENTATION = 0x0112;

/** Which way up the camera held the picture, 1 to 8; 1 when it does not say. `tiff`: what follows « Exif ». */
function readOrientation(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = viewOf(tiff);
  const isLittle = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > tiff.length) return 1;
  const count = view.getUint16(first, isLittle);
  for (let rank = 0; rank < count; rank += 1) {
    const entry = first + 2 + 12 * rank;
    if (entry + 12 > tiff.length) return 1;
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The only note of a camera that is kept: which way up. */
function orientationSegment(orientation: number): Uint8Array {
  const header = [...EXIF, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  return Uint8Array.from([0xff, 0xe1, 0, 34, ...header, 0, 1, ...entry, 0, 0, 0, 0]);
}
