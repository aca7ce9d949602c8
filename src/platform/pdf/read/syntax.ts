/** What a PDF is written with (ISO 32000-1, 7.3). */
export class Name {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
export class Ref {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen: number) {
    this.num = num;
    this.gen = gen;
  }
}
export class Text {
  readonly bytes: Uint8Array;
  /** Where it stands in what was read, its marks included. */
  readonly start: number;
  readonly end: number;
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }
}
export type Dict = ReadonlyMap<string, Value>;
export type Value = null | boolean | number | Name | Ref | Text | readonly Value[] | Dict;

/** What is not written as the standard says, or goes beyond what is read: nothing of the file is then believed. */
export class Unreadable extends Error {
  constructor(why: string, at: number) {
    super(`${why} at byte ${at}`);
  }
}

/** How much is read of one file, and the names that it holds wherever they stand. */
export class Reading {
  readonly names = new Set<string>();
  #values = 0;
  #inflated = 0;

  value(at: number): void {
    this.#values += 1;
    if (this.#values > 1_000_000) throw new Unreadable('too many values', at);
  }

  inflated(bytes: number, at: number): void {
    this.#inflated += bytes;
    if (this.#inflated > 64 * 1024 * 1024) throw new Unreadable('too much once inflated', at);
  }
}

const MAX_DEPTH = 64;
/** Of one in parentheses; those in hexadecimal carry messages, and are as long as they like. */
const MAX_STRING = 256 * 1024;
const code = (character: string): number => character.charCodeAt(0);
export const isBlank = (byte: number | undefined): boolean =>
  byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32;
const DELIMITERS = new Set([...'()<>[]{}/%'].map(code));
const isRegular = (byte: number | undefined): byte is number =>
  byte !== undefined && !isBlank(byte) && !DELIMITERS.has(byte);
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/**
 * Reads values one after the other, strictly: whatever a tolerant viewer would mend is an `Unreadable`, since each viewer
 * mends its own way.
 */
export class Syntax {
  at: number;
  readonly bytes: Uint8Array;
  readonly reading: Reading;

  constructor(bytes: Uint8Array, reading: Reading, at = 0) {
    this.bytes = bytes;
    this.reading = reading;
    this.at = at;
  }

  fail(why: string): never {
    throw new Unreadable(why, this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Passes blanks and comments. */
  skip(): void {
    for (;;) {
      while (!this.isAtEnd && isBlank(this.bytes[this.at])) this.at += 1;
      if (this.bytes[this.at] !== code('%')) return;
      while (!this.isAtEnd && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
    }
  }

  startsWith(word: string): boolean {
    for (let rank = 0; rank < word.length; rank++) {
      if (this.bytes[this.at + rank] !== word.charCodeAt(rank)) return false;
    }
    return true;
  }

  /** Takes a keyword, which nothing regular follows. */
  take(word: string): boolean {
    if (!this.startsWith(word) || isRegular(this.bytes[this.at + word.length])) return false;
    this.at += word.length;
    return true;
  }

  integer(): number | undefined {
    let end = this.at;
    while (isDigit(this.bytes[end])) end += 1;
    if (end === this.at || end - this.at > 10 || isRegular(this.bytes[end])) return undefined;
    const value = Number(this.#latin(this.at, end));
    this.at = end;
    return value;
  }

  value(depth = 0): Value {
    this.skip();
    if (depth > MAX_DEPTH) this.fail('too deep');
    this.reading.value(this.at);
    const byte = this.bytes[this.at];
    if (byte === code('/')) return this.#name();
    if (byte === code('(')) return this.#literal();
    if (byte === code('[')) return this.#array(depth);
    if (byte === code('<')) return this.bytes[this.at + 1] === code('<') ? this.#dict(depth) : this.#hex();
    if (this.take('true')) return true;
    if (this.take('false')) return false;
    if (this.take('null')) return null;
    return this.#reference() ?? this.#number();
  }

  #latin(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('latin1');
  }

  #name(): Name {
    const start = this.at + 1;
    this.at = start;
    while (isRegular(this.bytes[this.at])) this.at += 1;
    if (this.at - start > 500) this.fail('a name too long');
    const written = this.#latin(start, this.at);
    const name = written.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    this.reading.names.add(name);
    return new Name(name);
  }

  #literal(): Text {
    const start = this.at;
    const out: number[] = [];
    let open = 0;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined || out.length > MAX_STRING) this.fail('a string without end');
      this.at += 1;
      if (byte === code('\\')) this.#escape(out);
      else {
        if (byte === code('(')) open += 1;
        if (byte === code(')')) open -= 1;
        if (open === 0) break;
        if (out.length > 0 || this.at - 1 > start) out.push(byte);
      }
    }
    return new Text(Uint8Array.from(out), start, this.at);
  }

  #escape(out: number[]): void {
    const byte = this.bytes[this.at] ?? this.fail('a string without end');
    const octal = /^[0-7]{1,3}/.exec(this.#latin(this.at, Math.min(this.at + 3, this.bytes.length)))?.[0];
    if (octal !== undefined) {
      out.push(Number.parseInt(octal, 8) & 0xff);
      this.at += octal.length;
      return;
    }
    this.at += 1;
    if (byte === 13 && this.bytes[this.at] === 10) this.at += 1;
    if (byte !== 13 && byte !== 10) out.push(ESCAPES[String.fromCharCode(byte)] ?? byte);
  }

  #hex(): Text {
    const start = this.at;
    const end = this.bytes.indexOf(code('>'), start);
    if (end === -1) this.fail('a string without end');
    const digits = this.#latin(start + 1, end).replaceAll(/[\0\t\n\f\r ]+/g, '');
    if (!/^[0-9a-fA-F]*$/.test(digits)) this.fail('a string of other figures');
    this.at = end + 1;
    return new Text(
      Uint8Array.from(Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')),
      start,
      this.at,
    );
  }

  #array(depth: number): readonly Value[] {
    this.at += 1;
    const items: Value[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === code(']')) break;
      items.push(this.value(depth + 1));
    }
    this.at += 1;
    return items;
  }

  #dict(depth: number): Dict {
    this.at += 2;
    const entries = new Map<string, Value>();
    for (;;) {
      this.skip();
      if (this.startsWith('>>')) break;
      if (this.bytes[this.at] !== code('/')) this.fail('a dictionary without key');
      const { name } = this.#name();
      // Two values for one key: each viewer chooses its own.
      if (entries.has(name)) this.fail('a key given twice');
      entries.set(name, this.value(depth + 1));
    }
    this.at += 2;
    return entries;
  }

  #reference(): Ref | undefined {
    const start = this.at;
    const num = this.integer();
    if (num !== undefined) {
      this.skip();
      const gen = this.integer();
      if (gen !== undefined) {
        this.skip();
        if (this.take('R')) return new Ref(num, gen);
      }
    }
    this.at = start;
    return undefined;
  }

  #number(): number {
    const start = this.at;
    while (isRegular(this.bytes[this.at]) && this.at - start < 64) this.at += 1;
    const written = this.#latin(start, this.at);
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(written)) this.fail(`a word unknown (${JSON.stringify(written)})`);
    return Number(written);
  }
}

export const isDict = (value: Value | undefined): value is Dict => value instanceof Map;
export const isArray = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const nameOf = (value: Value | undefined): string | undefined =>
  value instanceof Name ? value.name : undefined;

/** Whether two values say the same thing. */
export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a instanceof Name) return b instanceof Name && a.name === b.name;
  if (a instanceof Ref) return b instanceof Ref && a.num === b.num && a.gen === b.gen;
  if (a instanceof Text) return b instanceof Text && Buffer.compare(a.bytes, b.bytes) === 0;
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, rank) => isSame(item, b[rank]));
  if (isDict(a)) return isDict(b) && a.size === b.size && [...a].every(([key, value]) => isSame(value, b.get(key)));
  // A tool that writes a length again may round it, by less than anybody sees.
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) < 0.001;
  return a === b;
}
