import { createHash } from 'node:crypto';
import type { PdfFile } from './read/revisions.ts';
import { type Dict, isArray, isDict, Name, Ref, Text, type Value } from './read/syntax.ts';

const REGULAR = /[^!"$&'*+,\-.0-:;=?-Z\\^-z|~]/g;
const PLAIN = /^[ -'*-[\]-~]+$/;

/**
 * How a value is written in a PDF (ISO 32000-1, 7.3). A text that is not plain goes in hexadecimal, so that nothing of it can
 * end it. Example: the name « A B » → `/A#20B`.
 */
export function written(value: Value): string {
  if (value instanceof Name) return nameWritten(value.name);
  if (value instanceof Ref) return `${value.num} ${value.gen} R`;
  if (value instanceof Text) return textWritten(value.bytes);
  if (isArray(value)) return `[${value.map(written).join(' ')}]`;
  if (isDict(value)) return `<< ${[...value].map(([key, one]) => `${nameWritten(key)} ${written(one)}`).join(' ')} >>`;
  // No exponent in a PDF: 1e-7 is not a number there.
  return String(typeof value === 'number' ? Number(value.toFixed(6)) : value);
}

const nameWritten = (name: string): string =>
  `/${name.replaceAll(REGULAR, (one) => `#${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;

function textWritten(bytes: Uint8Array): string {
  const text = Buffer.from(bytes);
  return PLAIN.test(text.toString('latin1')) ? `(${text.toString('latin1')})` : `<${text.toString('hex')}>`;
}

/** A text for people (ISO 32000-1, 7.9.2.2): as it is when plain, else in UTF-16. */
export function textOf(text: string): Text {
  const bytes = PLAIN.test(text) ? Buffer.from(text, 'latin1') : Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  return new Text(bytes, 0, 0);
}

export const dictOf = (entries: Readonly<Record<string, Value>>): Dict => new Map(Object.entries(entries));

/** The first number that no object of a file ever had. */
export function freeNumber({ revisions }: PdfFile): number {
  const sizes = revisions.map(({ trailer }) => trailer.get('Size')).filter((size) => typeof size === 'number');
  return Math.max(...sizes, ...revisions.flatMap(({ written: objects }) => [...objects.keys()].map((num) => num + 1)));
}

/** What belongs to a stream of references itself, rather than to the file. */
const OF_THE_STREAM = new Set([
  'Type',
  'W',
  'Index',
  'Filter',
  'DecodeParms',
  'Length',
  'Size',
  'Prev',
  'ID',
  'XRefStm',
]);

/**
 * Adds a save at the end of a file (ISO 32000-1, 7.5.6), which keeps every byte that it had: the objects given, new or
 * changed, in their order, then references of the kind that the file already has, a table or a stream.
 */
export function withRevision(file: PdfFile, objects: ReadonlyMap<number, Value>): Buffer {
  const last = file.revisions.at(-1);
  if (last === undefined) throw new Error('A PDF without any revision');
  const parts: Buffer[] = [Buffer.from(file.bytes), Buffer.from('\n')];
  let at = file.bytes.length + 1;
  const push = (text: string | Buffer): void => {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    parts.push(bytes);
    at += bytes.length;
  };
  const places = new Map<number, number>();
  for (const [num, value] of objects) {
    places.set(num, at);
    push(`${num} 0 obj\n${written(value)}\nendobj\n`);
  }
  const referencesAt = at;
  const top = Math.max(freeNumber(file), ...[...objects.keys()].map((num) => num + 1));
  const kept = [...last.trailer].filter(([key]) => !OF_THE_STREAM.has(key));
  const trailer = new Map<string, Value>([
    ...kept,
    ['Prev', last.referencesAt],
    ...renewedId(last.trailer, file.bytes),
  ]);
  if (last.trailer.has('W')) {
    places.set(top, at);
    const { index, rows } = streamOf(places);
    const dict = dictOf({ Type: new Name('XRef'), W: [1, 4, 2], Index: index, Size: top + 1, Length: rows.length });
    push(`${top} 0 obj\n${written(new Map([...trailer, ...dict]))}\nstream\n`);
    push(rows);
    push('\nendstream\nendobj\n');
  } else {
    push(`xref\n${tableOf(places)}trailer\n${written(trailer.set('Size', top))}\n`);
  }
  push(`startxref\n${referencesAt}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** The first half names the file for ever, the second this state of it (ISO 32000-1, 14.4). */
function renewedId(trailer: Dict, bytes: Uint8Array): readonly (readonly [string, Value])[] {
  const id = trailer.get('ID');
  const first = isArray(id) ? id[0] : undefined;
  const state = createHash('sha256').update(bytes).digest().subarray(0, 16);
  return first === undefined ? [] : [['ID', [first, new Text(state, 0, 0)]]];
}

const inOrder = (places: ReadonlyMap<number, number>) => [...places].toSorted(([a], [b]) => a - b);

const tableOf = (places: ReadonlyMap<number, number>): string =>
  inOrder(places)
    .map(([num, at]) => `${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
    .join('');

function streamOf(places: ReadonlyMap<number, number>): { readonly index: readonly number[]; readonly rows: Buffer } {
  const sorted = inOrder(places);
  const rows = Buffer.alloc(sorted.length * 7);
  for (const [rank, [, at]] of sorted.entries()) {
    rows.writeUInt8(1, rank * 7);
    rows.writeUInt32BE(at, rank * 7 + 1);
  }
  return { index: sorted.flatMap(([num]) => [num, 1]), rows };
}
