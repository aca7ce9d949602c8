import { inflated, objectStream, type Span } from './streams.ts';
import { type Dict, isArray, isBlank, isDict, nameOf, Reading, Ref, Syntax, Unreadable, type Value } from './syntax.ts';

/** An object as a revision leaves it; `at` null: it stands in an object stream. */
export type Entry = { readonly value: Value; readonly stream: Span | null; readonly at: number | null };

/** What one save added at the end of the file: from `start` to `end`, its end mark included. */
export type Revision = {
  readonly start: number;
  readonly end: number;
  readonly root: Ref;
  readonly info: Ref | null;
  /** Where its references stand, and what is told with them. */
  readonly referencesAt: number;
  readonly trailer: Dict;
  /** The objects that it writes, or frees (null), by number. */
  readonly written: ReadonlyMap<number, Entry | null>;
};

export type PdfFile = {
  readonly bytes: Uint8Array;
  readonly revisions: readonly Revision[];
  /** Whether any trailer names an encryption. */
  readonly isEncrypted: boolean;
  /** Every name that stands outside of the content of pages and pictures, object streams included. */
  readonly names: ReadonlySet<string>;
};

type Found = { readonly num: number; readonly gen: number; readonly value: Value; readonly stream: Span | null };
type Place = { readonly at: number; readonly gen: number } | { readonly within: number; readonly rank: number } | null;
type Section = { readonly trailer: Dict; readonly places: ReadonlyMap<number, Place> };

const MAX_OBJECTS = 60_000;
const MAX_REVISIONS = 200;

/**
 * Reads a whole PDF file, revision after revision, or `undefined` when it is not written as the standard says.
 *
 * Strict where viewers mend: each table of references must lead, entry by entry, to an object found there by reading the file
 * from its first byte, and each revision must name the one before. So nothing is shown by a viewer that was not read here.
 * Page contents, pictures and fonts are passed over; object streams and reference streams are inflated, 64 MB in all.
 */
export function readPdf(bytes: Uint8Array): PdfFile | undefined {
  try {
    return new FileReader(bytes).read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class FileReader {
  readonly #bytes: Uint8Array;
  readonly #reading = new Reading();
  readonly #syntax: Syntax;
  readonly #found = new Map<number, Found>();
  readonly #lengths: { readonly ref: Ref; readonly span: Span }[] = [];
  readonly #revisions: Revision[] = [];
  /** Where each object stands, as of the revision being read. */
  readonly #live = new Map<number, Entry | null>();
  #sections = new Map<number, Section>();
  #isEncrypted = false;
  #previous: number | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#syntax = new Syntax(bytes, this.#reading);
  }

  read(): PdfFile {
    const syntax: Syntax = this.#syntax;
    if (!syntax.startsWith('%PDF-')) syntax.fail('no header');
    let start = 0;
    for (;;) {
      syntax.skip();
      if (syntax.isAtEnd) break;
      const at = syntax.at;
      if (syntax.take('xref')) this.#sections.set(at, this.#table());
      else if (syntax.take('startxref')) start = this.#close(start);
      else this.#object(at);
    }
    if (this.#sections.size > 0 || this.#revisions.length === 0) syntax.fail('no end');
    this.#checkLengths();
    return {
      bytes: this.#bytes,
      revisions: this.#revisions,
      isEncrypted: this.#isEncrypted,
      names: this.#reading.names,
    };
  }

  #object(at: number): void {
    const syntax: Syntax = this.#syntax;
    const num = syntax.integer();
    syntax.skip();
    const gen = syntax.integer();
    syntax.skip();
    if (num === undefined || gen === undefined || !syntax.take('obj')) syntax.fail('no object');
    if (this.#found.size >= MAX_OBJECTS) syntax.fail('too many objects');
    const value = syntax.value();
    syntax.skip();
    const stream = syntax.take('stream') ? this.#stream(value) : null;
    syntax.skip();
    if (!syntax.take('endobj')) syntax.fail('an object without end');
    const found = { num, gen, value, stream };
    this.#found.set(at, found);
    if (isDict(value) && stream !== null && nameOf(value.get('Type')) === 'XRef') {
      this.#sections.set(at, this.#referenceStream(value, stream));
    }
  }

  #stream(value: Value): Span {
    const syntax: Syntax = this.#syntax;
    if (!isDict(value)) syntax.fail('a stream without dictionary');
    if (syntax.startsWith('\r\n')) syntax.at += 2;
    else if (syntax.startsWith('\n')) syntax.at += 1;
    else syntax.fail('a stream without line');
    const start = syntax.at;
    const length = value.get('Length');
    if (length instanceof Ref) {
      const end = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length).indexOf(
        'endstream',
        start,
      );
      if (end === -1) syntax.fail('a stream without end');
      this.#lengths.push({ ref: length, span: { start, end } });
      syntax.at = end;
    } else {
      if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) syntax.fail('a stream without length');
      syntax.at = start + length;
      if (syntax.startsWith('\r\n')) syntax.at += 2;
      else if (syntax.startsWith('\n') || syntax.startsWith('\r')) syntax.at += 1;
    }
    const end = syntax.at;
    if (!syntax.take('endstream')) syntax.fail('a stream longer than it says');
    return { start, end: typeof length === 'number' ? start + length : end };
  }

  /** The lengths told elsewhere must be those found, but for the end of line before `endstream`. */
  #checkLengths(): void {
    for (const { ref, span } of this.#lengths) {
      const length = this.#live.get(ref.num)?.value;
      const gap = typeof length === 'number' ? span.end - span.start - length : -1;
      if (gap < 0 || gap > 2) throw new Unreadable('a stream of another length', span.start);
    }
  }

  #table(): Section {
    const syntax: Syntax = this.#syntax;
    const places = new Map<number, Place>();
    for (;;) {
      syntax.skip();
      if (syntax.take('trailer')) break;
      const first = syntax.integer();
      syntax.skip();
      const count = syntax.integer();
      if (first === undefined || count === undefined) syntax.fail('a table of references');
      for (let rank = 0; rank < count; rank++) this.#line(places, first + rank);
    }
    const trailer = syntax.value();
    // A table and a stream together: old and new viewers would not read the same file.
    if (!isDict(trailer) || trailer.has('XRefStm')) syntax.fail('a trailer');
    return { trailer, places };
  }

  #line(places: Map<number, Place>, num: number): void {
    const syntax: Syntax = this.#syntax;
    syntax.skip();
    const at = syntax.integer();
    syntax.skip();
    const gen = syntax.integer();
    syntax.skip();
    const isUsed = syntax.take('n');
    if (at === undefined || gen === undefined || !(isUsed || syntax.take('f'))) syntax.fail('a table of references');
    this.#place(places, num, isUsed ? { at, gen } : null);
  }

  #place(places: Map<number, Place>, num: number, place: Place): void {
    if (places.has(num) || places.size >= MAX_OBJECTS) this.#syntax.fail('a reference given twice');
    places.set(num, place);
  }

  #referenceStream(dict: Dict, span: Span): Section {
    const syntax: Syntax = this.#syntax;
    const widths = dict.get('W');
    const size = dict.get('Size');
    if (!isArray(widths) || widths.length !== 3 || typeof size !== 'number') syntax.fail('a stream of references');
    const [kindWidth, firstWidth, secondWidth] = widths.map((width) =>
      typeof width === 'number' && width >= 0 && width <= 8 ? width : syntax.fail('a stream of references'),
    ) as [number, number, number];
    const content = inflated(this.#bytes, dict, span, this.#reading);
    const index = dict.get('Index') ?? [0, size];
    if (!isArray(index) || index.length % 2 !== 0) syntax.fail('a stream of references');
    const places = new Map<number, Place>();
    let at = 0;
    const next = (width: number, absent: number): number => {
      if (width === 0) return absent;
      if (at + width > content.length) syntax.fail('a stream of references');
      let value = 0;
      for (const byte of content.subarray(at, at + width)) value = value * 256 + byte;
      at += width;
      return value;
    };
    for (let pair = 0; pair < index.length; pair += 2) {
      const [first, count] = [index[pair], index[pair + 1]];
      if (typeof first !== 'number' || typeof count !== 'number') syntax.fail('a stream of references');
      for (let rank = 0; rank < count; rank++) {
        const kind = next(kindWidth, 1);
        const [a, b] = [next(firstWidth, 0), next(secondWidth, 0)];
        if (kind > 2) syntax.fail('a reference of another kind');
        this.#place(places, first + rank, kind === 0 ? null : kind === 1 ? { at: a, gen: b } : { within: a, rank: b });
      }
    }
    return { trailer: dict, places };
  }

  /** The end of a revision: `startxref`, the place of its references, the end mark. Returns where the next one starts. */
  #close(start: number): number {
    const syntax: Syntax = this.#syntax;
    while (syntax.startsWith(' ') || syntax.startsWith('\r') || syntax.startsWith('\n')) syntax.at += 1;
    const at = syntax.integer();
    while (syntax.startsWith(' ') || syntax.startsWith('\r') || syntax.startsWith('\n')) syntax.at += 1;
    const section = at === undefined ? undefined : this.#sections.get(this.#afterBlanks(at));
    if (!syntax.startsWith('%%EOF') || at === undefined || section === undefined) syntax.fail('no end of revision');
    syntax.at += '%%EOF'.length;
    if (syntax.startsWith('\r\n')) syntax.at += 2;
    else if (syntax.startsWith('\n') || syntax.startsWith('\r')) syntax.at += 1;
    const { trailer } = section;
    if (trailer.get('Prev') !== this.#previous || this.#sections.size > 1) syntax.fail('a revision out of order');
    if (this.#revisions.length >= MAX_REVISIONS) syntax.fail('too many revisions');
    this.#previous = at;
    this.#sections = new Map();
    if (trailer.has('Encrypt')) this.#isEncrypted = true;
    const [root, info] = [trailer.get('Root'), trailer.get('Info')];
    if (!(root instanceof Ref)) syntax.fail('no root');
    const written = this.#written(section, trailer);
    this.#revisions.push({
      start,
      end: syntax.at,
      root,
      info: info instanceof Ref ? info : null,
      referencesAt: at,
      trailer,
      written,
    });
    return syntax.at;
  }

  /** Some tools point at the line before: every viewer passes blanks. */
  #afterBlanks(at: number): number {
    let place = at;
    while (isBlank(this.#bytes[place])) place += 1;
    return place;
  }

  /** The objects of a revision, each found where its reference says. */
  #written({ places }: Section, trailer: Dict): ReadonlyMap<number, Entry | null> {
    const written = new Map<number, Entry | null>();
    if (trailer.has('Encrypt')) return written;
    const add = (num: number, entry: Entry | null) => {
      written.set(num, entry);
      this.#live.set(num, entry);
    };
    for (const [num, place] of places) {
      if (place === null) add(num, null);
      else if ('at' in place) {
        const found = this.#found.get(this.#afterBlanks(place.at));
        if (found?.num !== num || found.gen !== place.gen) this.#syntax.fail(`object ${num} is not where it is said`);
        add(num, { value: found.value, stream: found.stream, at: this.#afterBlanks(place.at) });
      }
    }
    const held = new Map<number, ReturnType<typeof objectStream>>();
    for (const [num, place] of places) {
      if (place === null || !('within' in place)) continue;
      const inside = held.get(place.within) ?? this.#unpack(place.within);
      held.set(place.within, inside);
      const object = inside[place.rank];
      if (object?.num !== num) this.#syntax.fail(`object ${num} is not where it is said`);
      add(num, { value: object.value, stream: null, at: null });
    }
    return written;
  }

  #unpack(num: number): ReturnType<typeof objectStream> {
    const entry = this.#live.get(num);
    const { value, stream } = entry ?? {};
    if (!isDict(value) || !stream || nameOf(value.get('Type')) !== 'ObjStm') this.#syntax.fail('no object stream');
    return objectStream(this.#bytes, value, stream, this.#reading);
  }
}
