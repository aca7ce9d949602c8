import { Objects } from './objects.ts';
import type { PdfFile } from './revisions.ts';
import type { Span } from './streams.ts';
import { type Dict, isArray, isDict, nameOf, Ref, Text, type Value } from './syntax.ts';

/** A signature that a field of the form holds. */
export type PdfSignature = {
  /** « ETSI.CAdES.detached », « adbe.pkcs7.detached », « ETSI.RFC3161 » (a timestamp of the whole document)… */
  readonly kind: string;
  /** The message that signs, the zeros that pad it included. */
  readonly cms: Uint8Array;
  /** What it signs: the whole file up to the end of its revision, but the message itself. */
  readonly covered: readonly [Span, Span];
  /** Rank of that revision. */
  readonly revision: number;
  /** The time that the signer gives in the field itself, as PAdES asks (`M`): signed, and proved by nothing. */
  readonly date: Temporal.Instant | null;
};

export type PdfSignatureRefusal =
  /** More fields or signatures than papers have. */
  | 'too-many'
  /** A range that is not that of the whole revision but the message: it would sign something else than what is shown. */
  | 'range';

const MAX_FIELDS = 100;
const MAX_SIGNATURES = 20;

/**
 * The signatures that the form of a file holds, oldest first. Those that no field leads to do not count. The range of each
 * (`ByteRange`, ISO 32000-1, 12.8.1) must begin at the first byte, leave out the message and nothing else, and stop where the
 * revision that wrote it stops.
 */
export function pdfSignatures(file: PdfFile): readonly PdfSignature[] | PdfSignatureRefusal {
  const objects = new Objects(file, file.revisions.length - 1);
  const fields = objects.fields().filter(({ dict }) => nameOf(dict.get('FT')) === 'Sig');
  if (fields.length > MAX_FIELDS) return 'too-many';
  const held = new Map<Value, { readonly dict: Dict; readonly isInFile: boolean }>();
  for (const { at, dict: field } of fields) {
    const value = field.get('V') ?? null;
    const dict = objects.dict(value);
    if (dict === undefined) continue;
    const owner = value instanceof Ref ? value : at;
    held.set(dict, { dict, isInFile: owner instanceof Ref && objects.entry(owner.num)?.at !== null });
  }
  if (held.size > MAX_SIGNATURES) return 'too-many';
  const signatures: PdfSignature[] = [];
  for (const { dict, isInFile } of held.values()) {
    const read = isInFile ? signatureOf(file, dict) : undefined;
    if (read === undefined) return 'range';
    signatures.push(read);
  }
  return signatures.sort((a, b) => a.revision - b.revision);
}

function signatureOf(file: PdfFile, dict: Dict): PdfSignature | undefined {
  const [range, contents] = [dict.get('ByteRange'), dict.get('Contents')];
  if (!isArray(range) || range.length !== 4 || !(contents instanceof Text)) return undefined;
  const [from, length, next, rest] = range;
  if (from !== 0 || length !== contents.start || next !== contents.end) return undefined;
  const revision = file.revisions.findIndex(({ start, end }) => start <= contents.start && contents.end <= end);
  const end = file.revisions[revision]?.end;
  if (typeof rest !== 'number' || end === undefined) return undefined;
  // The end of line after the end mark may stand outside.
  const stop = contents.end + rest;
  const left = Buffer.from(file.bytes.subarray(Math.min(stop, end), end)).toString('latin1');
  if (stop > end || !/^\r?\n?$/.test(left)) return undefined;
  return {
    kind: nameOf(dict.get('SubFilter')) ?? '',
    cms: contents.bytes,
    covered: [
      { start: 0, end: contents.start },
      { start: contents.end, end: stop },
    ],
    revision,
    date: dateOf(dict.get('M')),
  };
}

/**
 * A date of a PDF (ISO 32000-1, 7.9.4); null for one that is badly written.
 * Example: « D:20260312101200+01'00' » → 2026-03-12T09:12:00Z. Without an offset, UTC is meant.
 */
function dateOf(value: Value | undefined): Temporal.Instant | null {
  if (!(value instanceof Text)) return null;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign = 'Z',
    far = '00',
    fine = '00',
  ] =
    /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(?:(\d\d)'?(\d\d)?'?)?)?$/.exec(
      Buffer.from(value.bytes).toString('latin1'),
    ) ?? [];
  if (year === undefined) return null;
  const offset = sign === 'Z' ? 'Z' : `${sign}${far}:${fine}`;
  try {
    return Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  } catch {
    return null;
  }
}

/** Whether a widget shows a signature field. */
export function isSignatureWidget(objects: Objects, widget: Value): boolean {
  const dict = objects.dict(widget);
  if (!isDict(dict) || nameOf(dict.get('Subtype')) !== 'Widget') return false;
  return nameOf(dict.get('FT') ?? objects.dict(dict.get('Parent'))?.get('FT')) === 'Sig';
}
