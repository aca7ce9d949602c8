const CENTRAL_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const COMMENT_MAX = 65_535;
/** Written instead of a size that needs more than 32 bits: no workbook of ours does. */
const BEYOND_32_BITS = 0xffffffff;

const ENTRIES_MAX = 500;
/** All parts of a workbook of 20,000 rows, twice. */
const INFLATED_MAX_BYTES = 150 * 1024 * 1024;

/**
 * Refuses a workbook that would not fit in memory once inflated, by the sizes that its own directory gives; the reader then
 * refuses a part that is larger than its directory says. Null: it may be opened.
 */
export function guardXlsx(bytes: Uint8Array): { refus: 'tableur_gonfle' } | { refus: 'tableur_abime' } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return { refus: 'tableur_abime' };
  const entries = view.getUint16(end + 10, true);
  if (entries > ENTRIES_MAX) return { refus: 'tableur_gonfle' };
  let at = view.getUint32(end + 16, true);
  let inflated = 0;
  for (let index = 0; index < entries; index += 1) {
    if (at + ENTRY_LENGTH > view.byteLength || view.getUint32(at, true) !== CENTRAL_ENTRY) {
      return { refus: 'tableur_abime' };
    }
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    // A part that says it holds nothing, and is not empty, would be inflated without end.
    if (size === BEYOND_32_BITS || packed === BEYOND_32_BITS || (size === 0 && packed > 2)) {
      return { refus: 'tableur_gonfle' };
    }
    inflated += size;
    at += ENTRY_LENGTH + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return inflated > INFLATED_MAX_BYTES ? { refus: 'tableur_gonfle' } : null;
}

function findEnd(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_LENGTH - COMMENT_MAX);
  for (let at = view.byteLength - END_LENGTH; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return null;
}
