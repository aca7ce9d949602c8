import type { Entry, PdfFile } from './revisions.ts';
import { type Dict, isArray, isDict, nameOf, Ref, type Value } from './syntax.ts';

/** The live objects of a file as of one of its revisions. */
export class Objects {
  readonly root: Dict | undefined;
  readonly #live: ReadonlyMap<number, Entry | null>;

  constructor(file: PdfFile, revision: number) {
    const live = new Map<number, Entry | null>();
    for (const { written } of file.revisions.slice(0, revision + 1)) {
      for (const [num, entry] of written) live.set(num, entry);
    }
    this.#live = live;
    const root = file.revisions[revision]?.root;
    this.root = root === undefined ? undefined : this.dict(root);
  }

  entry(num: number): Entry | undefined {
    return this.#live.get(num) ?? undefined;
  }

  /** What a value says, references followed; null for one that leads nowhere. */
  follow(value: Value | undefined): Value {
    let found = value ?? null;
    for (let steps = 0; found instanceof Ref; steps++) {
      if (steps > 8) return null;
      found = this.entry(found.num)?.value ?? null;
    }
    return found;
  }

  dict(value: Value | undefined): Dict | undefined {
    const found = this.follow(value);
    return isDict(found) ? found : undefined;
  }

  array(value: Value | undefined): readonly Value[] {
    const found = this.follow(value);
    return isArray(found) ? found : [];
  }

  /** The leaves of a tree of dictionaries whose branches hold `Kids`, with what each inherits of `inherited`. */
  leaves(start: readonly Value[], inherited: readonly string[]): readonly { at: Value; dict: Dict }[] {
    const leaves: { at: Value; dict: Dict }[] = [];
    const seen = new Set<number>();
    const visit = (value: Value, above: Dict, depth: number): void => {
      if (value instanceof Ref) {
        if (seen.has(value.num)) return;
        seen.add(value.num);
      }
      const own = this.dict(value);
      if (own === undefined || leaves.length >= MAX_LEAVES || depth > MAX_DEPTH) return;
      const dict = new Map([...[...above].filter(([key]) => inherited.includes(key)), ...own]);
      const kids = this.array(own.get('Kids'));
      // A signature field with its widgets apart is one field: what it holds is its own, not theirs.
      if (kids.length === 0 || own.has('V')) leaves.push({ at: value, dict });
      else for (const kid of kids) visit(kid, dict, depth + 1);
    };
    for (const value of start) visit(value, new Map(), 0);
    return leaves;
  }

  pages(): readonly { at: Value; dict: Dict }[] {
    const pages = this.leaves([this.root?.get('Pages') ?? null], ['MediaBox', 'CropBox']);
    return pages.filter(({ dict }) => nameOf(dict.get('Type')) === 'Page');
  }

  /** The fields of the form, the first 5 000. */
  fields(): readonly { at: Value; dict: Dict }[] {
    return this.leaves(this.array(this.dict(this.root?.get('AcroForm'))?.get('Fields')), ['FT']);
  }
}

const MAX_LEAVES = 5_000;
const MAX_DEPTH = 64;
