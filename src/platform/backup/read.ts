import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';
import {
  altered,
  copyLine,
  END,
  foreign,
  type Header,
  MAGIC,
  type Manifest,
  parseFooter,
  parseHeader,
  readSeal,
  SEAL_BYTES,
  truncated,
} from './format.ts';
import { Tally } from './save.ts';

/** What is done of the rows of a table, all of which must be read. */
export type OnTable = (line: string, rows: AsyncGenerator<Buffer>) => Promise<void>;

/** A line of ours is never longer. */
const LONGEST_LINE = 64 * 1024 * 1024;
const MOST_BYTES_AT_ONCE = 64 * 1024;

/** What an archive holds, unzipped as it is asked for: a line, or the rows of a table. */
class Unzipped {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #path: string;
  #held: Buffer = Buffer.alloc(0);

  /** `cut`: the file may end anywhere, what stands before is given. */
  constructor(path: string, end: number, { cut = false } = {}) {
    this.#path = path;
    const zipped = createReadStream(path, { end: end - 1, highWaterMark: MOST_BYTES_AT_ONCE });
    const unzip = createGunzip({
      chunkSize: MOST_BYTES_AT_ONCE,
      ...(cut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
    });
    zipped.on('error', (error) => unzip.destroy(error)).pipe(unzip);
    unzip.on('close', () => zipped.destroy());
    this.#chunks = unzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next().catch(() => {
      throw altered(this.#path);
    });
    if (done === true) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }

  /** The next line, without its end; undefined at the end. */
  async line(): Promise<string | undefined> {
    let at = this.#held.indexOf('\n');
    while (at === -1) {
      if (this.#held.length > LONGEST_LINE || !(await this.#more())) return undefined;
      at = this.#held.indexOf('\n');
    }
    const text = this.#held.toString('utf8', 0, at);
    this.#held = this.#held.subarray(at + 1);
    return text;
  }

  /** The rows up to the line that ends them, which may stand across two chunks. Throws a StartupRefusal when it never comes. */
  async *rows(): AsyncGenerator<Buffer> {
    let isLineStart = true;
    for (;;) {
      if (isLineStart && this.#held.toString('latin1', 0, END.length) === END) {
        this.#held = this.#held.subarray(END.length);
        return;
      }
      const at = this.#held.indexOf(`\n${END}`);
      if (at !== -1) {
        yield this.#held.subarray(0, at + 1);
        this.#held = this.#held.subarray(at + 1 + END.length);
        return;
      }
      // What may be the beginning of the end is held back.
      const sure = this.#held.length - END.length;
      if (sure > 0) {
        yield this.#held.subarray(0, sure);
        isLineStart = this.#held[sure - 1] === '\n'.charCodeAt(0);
        this.#held = this.#held.subarray(sure);
      }
      if (!(await this.#more())) throw altered(this.#path);
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/**
 * Reads an archive from end to end: its seal first, then what it holds, each table's digest being compared with the manifest's.
 * `onTable` is given the rows of each as they come; without it, they are only checked.
 * Throws a StartupRefusal, one sentence, on a file that is foreign, truncated, altered or of a later format.
 */
export async function readArchive(path: string, onTable: OnTable = drain): Promise<Manifest> {
  const { end, header } = await checkSeal(path);
  const unzipped = new Unzipped(path, end);
  try {
    await unzipped.line();
    await unzipped.line();
    const found: (ReturnType<Tally['result']> & { readonly line: string })[] = [];
    for (;;) {
      const line = await unzipped.line();
      if (line === undefined) throw altered(path);
      if (line.startsWith('copy ')) {
        const tally = new Tally();
        await onTable(line, tallied(unzipped.rows(), tally));
        found.push({ line: `${line}\n`, ...tally.result() });
      } else if (line.startsWith('-- ')) {
        const footer = parseFooter(line);
        if (footer === undefined || (await unzipped.line()) !== undefined) throw altered(path);
        const isSame =
          footer.tables.length === found.length &&
          footer.tables.every((table, i) => {
            const read = found[i];
            return read?.line === copyLine(table) && read.lignes === table.lignes && read.sha256 === table.sha256;
          });
        if (!isSame) throw altered(path);
        return { ...header, ...footer };
      } else if (!line.startsWith('select pg_catalog.setval(')) {
        throw altered(path);
      }
    }
  } finally {
    await unzipped.close();
  }
}

async function drain(_: string, rows: AsyncGenerator<Buffer>): Promise<void> {
  for await (const chunk of rows) void chunk;
}

async function* tallied(rows: AsyncGenerator<Buffer>, tally: Tally): AsyncGenerator<Buffer> {
  for await (const chunk of rows) {
    tally.add(chunk);
    yield chunk;
  }
}

/** Where the seal begins, once all that stands before bears it out. */
async function checkSeal(path: string): Promise<{ end: number; header: Header }> {
  await using file = await open(path, 'r').catch(() => {
    throw foreign(path);
  });
  const stat = await file.stat();
  if (!stat.isFile()) throw foreign(path);
  const header = await readHeader(path, stat.size);
  const end = stat.size - SEAL_BYTES;
  const last = Buffer.alloc(SEAL_BYTES);
  if (end > 0) await file.read(last, 0, SEAL_BYTES, end);
  const told = readSeal(last);
  if (told === undefined) throw truncated(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: end - 1 })) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== told || header === undefined) throw altered(path);
  return { end, header };
}

/** Throws unless the file begins as ours do; undefined when what follows is damaged. */
async function readHeader(path: string, size: number): Promise<Header | undefined> {
  if (size === 0) throw foreign(path);
  const unzipped = new Unzipped(path, size, { cut: true });
  try {
    const first = await unzipped.line().catch(() => undefined);
    if (!(first ?? '').startsWith(MAGIC)) throw foreign(path);
    const second = await unzipped.line().catch(() => undefined);
    return second === undefined ? undefined : parseHeader(second);
  } finally {
    await unzipped.close();
  }
}
