import { inflateSync } from 'node:zlib';
import { type Dict, isArray, isDict, nameOf, type Reading, Syntax, Unreadable, type Value } from './syntax.ts';

/** Where the bytes of a stream stand in the file. */
export type Span = { readonly start: number; readonly end: number };

const MAX_INFLATED = 16 * 1024 * 1024;

/**
 * What a stream that carries the structure of the file holds: as it is, or deflated, with or without a PNG predictor. Throws
 * `Unreadable` for every other filter: such a stream could hide anything.
 */
export function inflated(bytes: Uint8Array, dict: Dict, span: Span, reading: Reading): Uint8Array {
  const raw = bytes.subarray(span.start, span.end);
  const filter = single(dict.get('Filter'));
  if (filter === undefined || filter === null) return raw;
  if (nameOf(filter) !== 'FlateDecode') throw new Unreadable('a filter not read', span.start);
  const out = inflate(raw, span.start);
  reading.inflated(out.length, span.start);
  const parms = single(dict.get('DecodeParms'));
  return isDict(parms) ? unpredicted(out, parms, span.start) : out;
}

function single(value: Value | undefined): Value | undefined {
  if (!isArray(value)) return value;
  return value.length > 1 ? [] : value[0];
}

function inflate(raw: Uint8Array, at: number): Uint8Array {
  try {
    return inflateSync(raw, { maxOutputLength: MAX_INFLATED });
  } catch {
    throw new Unreadable('a stream that does not inflate', at);
  }
}

function unpredicted(out: Uint8Array, parms: Dict, at: number): Uint8Array {
  const predictor = parms.get('Predictor') ?? 1;
  if (predictor === 1) return out;
  const columns = parms.get('Columns') ?? 1;
  const isPlain = (parms.get('Colors') ?? 1) === 1 && (parms.get('BitsPerComponent') ?? 8) === 8;
  if (typeof predictor !== 'number' || predictor < 10 || predictor > 15 || !isPlain)
    throw new Unreadable('a predictor not read', at);
  if (typeof columns !== 'number' || !Number.isInteger(columns) || columns < 1 || columns > 64)
    throw new Unreadable('a width not read', at);
  const rows = Math.ceil(out.length / (columns + 1));
  const plain = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = out[row * (columns + 1)] ?? 0;
    for (let column = 0; column < columns; column++) {
      const here = row * columns + column;
      const up = row === 0 ? 0 : (plain[here - columns] ?? 0);
      const left = column === 0 ? 0 : (plain[here - 1] ?? 0);
      const corner = row === 0 || column === 0 ? 0 : (plain[here - columns - 1] ?? 0);
      plain[here] = (out[row * (columns + 1) + 1 + column] ?? 0) + predicted(kind, left, up, corner, at);
    }
  }
  return plain;
}

function predicted(kind: number, left: number, up: number, corner: number, at: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) throw new Unreadable('a predictor not read', at);
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** The objects that an object stream (ISO 32000-1, 7.5.7) holds, in its order. */
export function objectStream(
  bytes: Uint8Array,
  dict: Dict,
  span: Span,
  reading: Reading,
): readonly { readonly num: number; readonly value: Value }[] {
  const [count, first] = [dict.get('N'), dict.get('First')];
  if (typeof count !== 'number' || typeof first !== 'number') throw new Unreadable('an object stream', span.start);
  const content = inflated(bytes, dict, span, reading);
  const head = new Syntax(content.subarray(0, first), reading);
  const places: { num: number; offset: number }[] = [];
  for (let rank = 0; rank < count; rank++) {
    head.skip();
    const num = head.integer();
    head.skip();
    const offset = head.integer();
    if (num === undefined || offset === undefined) throw new Unreadable('an object stream', span.start);
    places.push({ num, offset });
  }
  return places.map(({ num, offset }) => ({ num, value: new Syntax(content, reading, first + offset).value() }));
}
