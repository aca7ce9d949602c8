import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jpegDeTelephone, pngBavard, SECRETS } from '../../test/photos.ts';
import { type CleanPicture, cleanPicture } from './picture.ts';

function clean(bytes: Uint8Array): CleanPicture {
  const picture = cleanPicture(bytes);
  if (typeof picture === 'string') throw new Error(`Refused: ${picture}`);
  return picture;
}

const holds = (bytes: Uint8Array, words: string) => Buffer.from(bytes).includes(words);

describe('une photo est gardée sans rien de ce que l’appareil y a noté', () => {
  test.each(SECRETS)('JPEG : « %s » n’y est plus', (secret) => {
    const sent = jpegDeTelephone();
    expect(holds(sent, secret)).toBe(true);
    expect(holds(clean(sent).bytes, secret)).toBe(false);
  });

  test.each(SECRETS)('PNG : « %s » n’y est plus', (secret) => {
    const sent = pngBavard();
    expect(holds(sent, secret)).toBe(true);
    expect(holds(clean(sent).bytes, secret)).toBe(false);
  });

  test('JPEG : le dessin est le même, à l’octet près ; le sens de la photo est gardé, rien d’autre', () => {
    const picture = clean(jpegDeTelephone({ orientation: 6 }));
    expect(picture).toMatchObject({ type: 'image/jpeg', width: 8, height: 8 });
    const bare = clean(jpegDeTelephone({ orientation: 1, notes: false })).bytes;
    const straight = clean(jpegDeTelephone({ orientation: 1 })).bytes;
    expect(Buffer.from(straight).equals(bare)).toBe(true);
    // The segment of 36 bytes that says « turned by a quarter ».
    expect(picture.bytes.length).toBe(straight.length + 36);
    const exif = Buffer.from(picture.bytes).indexOf('Exif\0\0');
    expect(Buffer.from(picture.bytes).readUInt16BE(exif + 6 + 8 + 2 + 8)).toBe(6);
  });

  test('ce qui est caché après la fin est coupé', () => {
    for (const sent of [jpegDeTelephone(), pngBavard()]) {
      const hidden = Buffer.concat([sent, Buffer.from('PK\u0003\u0004<script>alert(1)</script>')]);
      expect(Buffer.from(clean(hidden).bytes).equals(clean(sent).bytes)).toBe(true);
    }
  });

  test('nettoyer deux fois ne change plus rien', () => {
    for (const sent of [jpegDeTelephone({ orientation: 3 }), pngBavard()]) {
      const { bytes } = clean(sent);
      expect(Buffer.from(clean(bytes).bytes).equals(bytes)).toBe(true);
    }
  });
});

describe('ce qui n’est pas une photo, ou n’en est plus une', () => {
  test.each([
    ['rien', ''],
    ['du texte', 'bonjour'],
    ['du SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['une page', '<!doctype html><script>alert(1)</script>'],
    ['un PDF', '%PDF-1.7'],
    ['un GIF', 'GIF89a'],
  ])('%s est refusé', (_, text) => {
    expect(cleanPicture(Buffer.from(text))).toBe('unknown');
  });

  test('coupée n’importe où, une photo est refusée', () => {
    for (const sent of [jpegDeTelephone({ notes: false }), pngBavard()]) {
      for (let length = 8; length < sent.length; length += 1) {
        expect(cleanPicture(sent.subarray(0, length)), String(length)).toBe('damaged');
      }
    }
  });

  test('un octet changé dans un PNG se voit', () => {
    const sent = pngBavard();
    for (let at = 8; at < sent.length; at += 1) {
      const changed = Uint8Array.from(sent);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      expect(cleanPicture(changed), String(at)).toBe('damaged');
    }
  });

  test('des octets au hasard derrière une vraie signature ne font jamais d’erreur', () => {
    const signatures = [
      [0xff, 0xd8, 0xff],
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 300 }), (signature, rest) => {
        const picture = cleanPicture(Uint8Array.from([...signature, ...rest]));
        expect(typeof picture === 'string' || picture.bytes.length > 0).toBe(true);
      }),
    );
  });

  test('un sens de photo absurde vaut « droite »', () => {
    const straight = clean(jpegDeTelephone({ orientation: 1 })).bytes;
    for (const orientation of [0, 9, 65_535]) {
      expect(Buffer.from(clean(jpegDeTelephone({ orientation })).bytes).equals(straight)).toBe(true);
    }
  });
});
