import { crc32, deflateSync } from 'node:zlib';

/** What the photos of these tests say besides their picture, and must not be kept. */
export const SECRETS = ['Camille Secrete', '42.698611', 'Telephone de Camille', '2026:11:24 09:30:00'] as const;

function segment(marker: number, content: Uint8Array): Buffer {
  const header = Buffer.from([0xff, marker, 0, 0]);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([header, content]);
}

/** Exif, little-endian as telephones write it: the way up, then words as cameras leave them. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 12 + 4);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  return Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(SECRETS.join('\0'))]);
}

const TABLE_SIZE = 64;
/** One DC code (length 2, value 0) and one AC code (end of block): enough for a flat grey. */
const HUFFMAN = (kind: number) => [kind, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/**
 * A grey square of 8 pixels, as a telephone makes it: JFIF with a thumbnail, Exif, XMP, an embedded second picture, comments
 * before and between, unless `notes` is false.
 */
export function jpegDeTelephone({ orientation = 1, notes = true } = {}): Uint8Array {
  const jfif = Buffer.from([...Buffer.from('JFIF\0'), 1, 2, 0, 0, 1, 0, 1, ...(notes ? [1, 1, 9, 9, 9] : [0, 0])]);
  const words = Buffer.from(SECRETS.join(' '));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, jfif),
    ...(notes
      ? [
          segment(0xe1, exif(orientation)),
          segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), words])),
          segment(0xe2, Buffer.concat([Buffer.from('MPF\0'), words])),
          segment(0xed, words),
          segment(0xfe, words),
        ]
      : []),
    segment(0xdb, Buffer.from([0, ...new Array<number>(TABLE_SIZE).fill(1)])),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    segment(0xc4, Buffer.from(HUFFMAN(0x00))),
    segment(0xc4, Buffer.from(HUFFMAN(0x10))),
    ...(notes ? [segment(0xfe, words)] : []),
    segment(0xda, Buffer.from([1, 1, 0x00, 0, 63, 0])),
    Buffer.from([0x0f, 0xff, 0x00, 0xff, 0xd0, 0x0f]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const whole = Buffer.alloc(4 + body.length + 4);
  whole.writeUInt32BE(content.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), 4 + body.length);
  return whole;
}

/** A grey picture with as many words around it as PNG allows. `cote` in pixels. */
export function pngBavard({ cote = 4, largeur = cote }: { cote?: number; largeur?: number } = {}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(largeur, 0);
  header.writeUInt32BE(cote, 4);
  header[8] = 8;
  const words = Buffer.from(SECRETS.join(' '));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.concat([Buffer.from('Author\0'), words])),
    chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), words])),
    chunk('eXIf', words),
    chunk('tIME', Buffer.from([7, 234, 11, 24, 9, 30, 0])),
    chunk('IDAT', deflateSync(Buffer.alloc(cote * (cote + 1), 0x80))),
    chunk('prIv', words),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
