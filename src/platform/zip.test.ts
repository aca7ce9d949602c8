import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zip } from './zip.ts';

const at = Temporal.Instant.from('2026-11-26T09:30:00Z');

/** Reads an archive as its format says: the directory at its end leads to each entry. */
function unzip(bytes: Buffer): { readonly name: string; readonly content: Buffer }[] {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [sum, size, length] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + bytes.readUInt16LE(local + 26);
    const content = bytes.subarray(start, start + size);
    expect(crc32(content)).toBe(sum);
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    at += 46 + length;
    return { name, content };
  });
}

test('une archive rend chaque fichier, octet pour octet, sous son nom', () => {
  const file = fc.record({
    name: fc.string({ minLength: 1, maxLength: 40 }),
    bytes: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 6 }), (entries) => {
      const wanted = entries.map(({ name, bytes }) => ({
        name: Buffer.from(name).toString(),
        content: Buffer.from(bytes),
      }));
      expect(unzip(zip(entries, at))).toEqual(wanted);
    }),
  );
});

test('sa taille est celle que dit sa description', () => {
  expect(zip([{ name: 'a.txt', bytes: Buffer.from('A') }], at)).toHaveLength(109);
  expect(zip([], at)).toHaveLength(22);
});
