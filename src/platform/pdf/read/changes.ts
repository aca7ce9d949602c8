import { Objects } from './objects.ts';
import type { Entry, PdfFile } from './revisions.ts';
import { isSignatureWidget } from './signatures.ts';
import { type Dict, isArray, isDict, isSame, nameOf, Ref, type Value } from './syntax.ts';

/** What a revision touches of a document that was there before it. */
export type Touch =
  /** Proofs added for later checks (DSS): certificates, revocation lists. */
  | 'validation'
  /** Description of the file: title, dates, software. */
  | 'infos'
  /** Signature fields, and where they stand on the pages. */
  | 'fields'
  /** The structure that screen readers follow. */
  | 'structure'
  /** An object that came after the base document, and is not one of those above. */
  | 'added'
  /** A signature already given. */
  | 'signature'
  /** What the base document shows: pages, texts, pictures. */
  | 'content';

const CATALOGUE: Readonly<Record<string, Touch>> = {
  DSS: 'validation',
  Extensions: 'validation',
  Version: 'validation',
  Metadata: 'infos',
  AcroForm: 'fields',
  Perms: 'fields',
  StructTreeRoot: 'structure',
  MarkInfo: 'structure',
};
const PAGE: Readonly<Record<string, Touch>> = {
  Annots: 'fields',
  Tabs: 'structure',
  StructParents: 'structure',
  LastModified: 'infos',
  PieceInfo: 'infos',
};
const FORM: Readonly<Record<string, Touch>> = { Fields: 'fields', SigFlags: 'fields', DA: 'fields', DR: 'fields' };

/** What the revision of rank `revision` touches of what stood before it; `base` is the last revision of the base document. */
export function touchesOf(file: PdfFile, revision: number, base: number): ReadonlySet<Touch> {
  const touches = new Set<Touch>();
  const [now, earlier] = [file.revisions[revision], file.revisions[revision - 1]];
  if (now === undefined || earlier === undefined) return touches;
  if (!isSame(now.root, earlier.root)) touches.add('content');
  const before = new Objects(file, revision - 1);
  const origin = new Objects(file, base);
  const proofs = reachedFrom(before, before.root?.get('DSS'));
  for (const [num, entry] of now.written) {
    const old = before.entry(num);
    if (old === undefined) continue;
    const isOriginal = origin.entry(num) !== undefined;
    if (entry === null) touches.add(isOriginal ? 'content' : 'added');
    else if (!isSameEntry(file, old, entry)) {
      for (const touch of classified(before, num, old, entry, now, proofs)) {
        touches.add(touch === 'content' && !isOriginal ? 'added' : touch);
      }
    }
  }
  return touches;
}

function isSameEntry({ bytes }: PdfFile, a: Entry, b: Entry): boolean {
  if (!isSame(a.value, b.value)) return false;
  if (a.stream === null || b.stream === null) return a.stream === b.stream;
  return (
    Buffer.compare(bytes.subarray(a.stream.start, a.stream.end), bytes.subarray(b.stream.start, b.stream.end)) === 0
  );
}

function classified(
  before: Objects,
  num: number,
  { value: old }: Entry,
  { value: now }: Entry,
  { root, info }: { readonly root: Ref; readonly info: Ref | null },
  proofs: ReadonlySet<number>,
): readonly Touch[] {
  if (num === info?.num) return ['infos'];
  if (proofs.has(num)) return ['validation'];
  if (isArray(old)) return [isArray(now) && isGrown(old, now) ? 'fields' : 'content'];
  if (!isDict(old) || !isDict(now)) return ['content'];
  if (num === root.num) return differences(old, now, CATALOGUE);
  const form = before.root?.get('AcroForm');
  if (form instanceof Ref && form.num === num) return differences(old, now, FORM);
  if (old.has('ByteRange')) return ['signature'];
  if (nameOf(old.get('FT')) === 'Sig')
    return [isSame(old.get('V') ?? null, null) || isSame(old.get('V'), now.get('V')) ? 'fields' : 'signature'];
  const type = nameOf(old.get('Type'));
  if (type === 'Page') return differences(old, now, PAGE);
  if (type === 'Metadata') return ['infos'];
  const isStructure = type === 'StructTreeRoot' || type === 'StructElem' || old.has('Nums');
  return [isStructure ? 'structure' : 'content'];
}

/** What each key that changed touches; a list of references may only grow. */
function differences(old: Dict, now: Dict, known: Readonly<Record<string, Touch>>): readonly Touch[] {
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    if (isSame(a, b)) return [];
    if (isArray(a) && !(isArray(b) && isGrown(a, b))) return ['content' as const];
    return [known[key] ?? ('content' as const)];
  });
}

/** Whether a list kept all that it held; lists of references may be long, others are short. */
function isGrown(old: readonly Value[], now: readonly Value[]): boolean {
  const key = ({ num, gen }: Ref): string => `${num} ${gen}`;
  const refs = new Set(now.filter((item) => item instanceof Ref).map(key));
  const others = now.filter((item) => !(item instanceof Ref));
  if (others.length > MAX_OTHERS) return false;
  return old.every((item) => (item instanceof Ref ? refs.has(key(item)) : others.some((other) => isSame(item, other))));
}
const MAX_OTHERS = 500;

function reachedFrom(objects: Objects, start: Value | undefined): ReadonlySet<number> {
  const reached = new Set<number>();
  const visit = (value: Value | undefined, depth: number): void => {
    if (depth > 6 || reached.size > 5_000) return;
    if (value instanceof Ref) {
      if (reached.has(value.num)) return;
      reached.add(value.num);
      visit(objects.entry(value.num)?.value, depth + 1);
    } else if (isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (isDict(value)) for (const item of value.values()) visit(item, depth + 1);
  };
  visit(start, 0);
  return reached;
}

/** What stands on the pages in the end, besides what the base document had there. */
export type Additions = {
  /** Something else than the place of a signature: a note, a stamp, a rectangle. */
  readonly hasForeign: boolean;
  /** The largest part of a page that the place of one signature takes, from 0 to 1. */
  readonly largest: number;
  /** Pages were added, taken away or put in another order, or something was taken from one. */
  readonly isDisturbed: boolean;
};

export function additionsTo(file: PdfFile, base: number): Additions {
  const [origin, end] = [new Objects(file, base), new Objects(file, file.revisions.length - 1)];
  const [before, after] = [origin.pages(), end.pages()];
  let hasForeign = false;
  let largest = 0;
  let isDisturbed = before.length !== after.length;
  for (const [rank, page] of after.entries()) {
    const old = before[rank];
    if (old === undefined || !isSame(old.at, page.at)) isDisturbed = true;
    const had = origin.array(old?.dict.get('Annots'));
    const has = end.array(page.dict.get('Annots'));
    if (!isGrown(had, has)) isDisturbed = true;
    for (const widget of has.filter((one) => !isGrown([one], had))) {
      if (!isSignatureWidget(end, widget)) hasForeign = true;
      const part = areaOf(end, end.dict(widget)?.get('Rect')) / areaOf(end, page.dict.get('MediaBox'));
      largest = Math.max(largest, Number.isFinite(part) ? part : 1);
    }
  }
  return { hasForeign, largest, isDisturbed };
}

function areaOf(objects: Objects, value: Value | undefined): number {
  const [left, bottom, right, top] = objects.array(value).map((side) => objects.follow(side));
  if (typeof left !== 'number' || typeof bottom !== 'number') return Number.NaN;
  if (typeof right !== 'number' || typeof top !== 'number') return Number.NaN;
  return Math.abs((right - left) * (top - bottom));
}
