/**
 * Which characters a TrueType font can draw, read from its `cmap` table (formats 4 and 12).
 *
 * PDF/UA-1 refuses a document in which one character has no glyph, so this must be known before composing.
 * Throws when the bytes are not a font, or have no Unicode table.
 */
export function fontCoverage(font: Uint8Array): ReadonlySet<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(view, 'cmap');
  const characters = new Set<number>();
  const subtables = view.getUint16(cmap + 2);
  for (let i = 0; i < subtables; i += 1) {
    const record = cmap + 4 + i * 8;
    const platform = view.getUint16(record);
    const isUnicode = platform === 0 || platform === 3;
    if (!isUnicode) continue;
    const subtable = cmap + view.getUint32(record + 4);
    const format = view.getUint16(subtable);
    if (format === 4) readSegments(view, subtable, characters);
    if (format === 12) readGroups(view, subtable, characters);
  }
  if (characters.size === 0) throw new Error('Font without a Unicode character table');
  return characters;
}

function tableOffset(view: DataView, wanted: string): number {
  const count = view.getUint16(4);
  for (let i = 0; i < count; i += 1) {
    const record = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(record + n)));
    if (tag === wanted) return view.getUint32(record + 8);
  }
  throw new Error(`Font without a ${wanted} table`);
}

function readSegments(view: DataView, subtable: number, characters: Set<number>): void {
  const doubled = view.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  for (let i = 0; i < doubled; i += 2) {
    const start = view.getUint16(starts + i);
    const end = view.getUint16(ends + i);
    const range = view.getUint16(ranges + i);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const stored = range === 0 ? code : view.getUint16(ranges + i + range + 2 * (code - start));
      const glyph = stored === 0 ? 0 : (stored + view.getUint16(deltas + i)) & 0xffff;
      if (glyph !== 0) characters.add(code);
    }
  }
}

function readGroups(view: DataView, subtable: number, characters: Set<number>): void {
  const groups = view.getUint32(subtable + 12);
  for (let i = 0; i < groups; i += 1) {
    const group = subtable + 16 + i * 12;
    const end = view.getUint32(group + 4);
    for (let code = view.getUint32(group); code <= end; code += 1) characters.add(code);
  }
}
