import { crc32 } from 'node:zlib';

/** A file of an archive. `name`: plain, without a folder; accents are kept. */
export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are in UTF-8. */
const UTF8 = 0x0800;
const VERSION = 20;

/** Date and time as MS-DOS counts them, by two seconds, in Paris. */
function dosTime(at: Temporal.Instant): { readonly date: number; readonly time: number } {
  const { year, month, day, hour, minute, second } = at.toZonedDateTimeISO('Europe/Paris');
  return { date: ((year - 1980) << 9) | (month << 5) | day, time: (hour << 11) | (minute << 5) | (second >> 1) };
}

/** What the header of an entry says of it, the same in both places; it is stored as it is. */
function facts({ name, bytes }: ZipEntry, at: Temporal.Instant): Buffer {
  const { date, time } = dosTime(at);
  const block = Buffer.alloc(26);
  block.writeUInt16LE(VERSION, 0);
  block.writeUInt16LE(UTF8, 2);
  block.writeUInt16LE(0, 4);
  block.writeUInt16LE(time, 6);
  block.writeUInt16LE(date, 8);
  block.writeUInt32LE(crc32(bytes), 10);
  block.writeUInt32LE(bytes.length, 14);
  block.writeUInt32LE(bytes.length, 18);
  block.writeUInt16LE(Buffer.byteLength(name), 22);
  block.writeUInt16LE(0, 24);
  return block;
}

function signature(value: number): Buffer {
  const block = Buffer.alloc(4);
  block.writeUInt32LE(value);
  return block;
}

/**
 * An archive of files stored as they are: byte for byte what was given, opened by any computer. For some files that fit in
 * memory: no folder, no compression, under 4 GB.
 * Example: [{ name: 'a.txt', bytes: « A » }] → 109 bytes.
 */
export function zip(entries: readonly ZipEntry[], at: Temporal.Instant): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const said = facts(entry, at);
    const local = Buffer.concat([signature(LOCAL), said, name, entry.bytes]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(VERSION);
    centrals.push(Buffer.concat([signature(CENTRAL), madeBy, said, where, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, signature(END), end]);
}
