import { type ReadSignature, readSignature } from '../src/platform/cms/message.ts';
import { readPdf } from '../src/platform/pdf/read/revisions.ts';
import { pdfSignatures } from '../src/platform/pdf/read/signatures.ts';
import { der, type Signataire } from './certificats.ts';

export type CachetLu = ReadSignature & {
  /** What the dictionary claims. */
  readonly date: string | null;
  readonly kind: string;
  /** The message, its padding included. */
  readonly cms: Uint8Array;
  readonly covered: Buffer;
};

/** The signatures of a PDF, oldest first, as our reader sees them; one word when one of them is not intact, or there is none. */
export async function lireCachets(
  pdf: Uint8Array,
  {
    ancres = [],
    now = Temporal.Now.instant(),
  }: {
    readonly ancres?: readonly Signataire[];
    readonly now?: Temporal.Instant;
  } = {},
): Promise<readonly CachetLu[] | string> {
  const file = readPdf(pdf);
  if (file === undefined) return 'unreadable';
  const found = pdfSignatures(file);
  if (typeof found === 'string') return found;
  const lus: CachetLu[] = [];
  for (const { kind, cms, covered, date } of found) {
    const parts = covered.map(({ start, end }) => pdf.subarray(start, end));
    const read = await readSignature(cms, parts, { anchors: ancres.map(der), now });
    if (typeof read === 'string') return read;
    lus.push({ ...read, kind, date: date?.toString() ?? null, cms, covered: Buffer.concat(parts) });
  }
  return lus.length === 0 ? 'none' : lus;
}
