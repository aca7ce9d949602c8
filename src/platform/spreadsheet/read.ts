import { setImmediate } from 'node:timers/promises';
import { streamCsvRows } from 'hucre/csv';
import { streamXlsxRows } from 'hucre/xlsx';
import type { Phrases } from '../../domain/refus.ts';
import { decodeText } from './text.ts';
import { guardXlsx } from './xlsx-guard.ts';

/** A cell as it was written: a text, or a number of a workbook. A date of a workbook is its text, `2026-01-02`. */
export type SheetCell = string | number;

/** `rank`: the number that a spreadsheet shows beside the row, from 1. Empty rows are left out. */
export type SheetRow = { readonly rank: number; readonly cells: readonly SheetCell[] };

export type RefusTableur =
  | { readonly refus: 'tableur_vide' }
  | { readonly refus: 'tableur_autre' }
  | { readonly refus: 'tableur_ancien' }
  | { readonly refus: 'tableur_abime' }
  | { readonly refus: 'tableur_gonfle' }
  | { readonly refus: 'tableur_guillemet' }
  | { readonly refus: 'tableur_long'; readonly max: number }
  | { readonly refus: 'tableur_large'; readonly max: number };

export const PHRASES_TABLEUR: Phrases<RefusTableur> = {
  tableur_vide: () => 'Ce fichier est vide.',
  tableur_autre: () =>
    'Ce fichier n’est pas un tableau. Enregistrez-le depuis votre tableur au format Excel (.xlsx) ou CSV, puis recommencez.',
  tableur_ancien: () =>
    'Ce fichier est d’un ancien format Excel (.xls), ou protégé par un mot de passe. Enregistrez-le au format .xlsx, sans mot de passe.',
  tableur_abime: () =>
    'Ce classeur est abîmé. Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis recommencez.',
  tableur_gonfle: () => 'Une fois décompressé, ce classeur serait démesuré : il n’est pas ouvert.',
  tableur_guillemet: () =>
    'Un guillemet ouvert n’est jamais refermé : toute la fin du fichier tient dans une seule case.',
  tableur_long: ({ max }) =>
    `Ce fichier a plus de ${max.toLocaleString('fr-FR')} lignes : coupez-le en plusieurs, en gardant la ligne des titres.`,
  tableur_large: ({ max }) => `Ce fichier a plus de ${max} colonnes : retirez celles qui ne sont pas dans le modèle.`,
};

/** Thrown while a file is read, wherever that shows. */
export class SheetRefusal extends Error {
  constructor(readonly refus: RefusTableur) {
    super(refus.refus);
  }
}

export type SheetLimits = {
  /** Rows under the titles. */
  readonly rows: number;
  readonly columns: number;
};

/** Rows read before others are served. */
const BREATH = 200;

function startsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** Is it a workbook `.xlsx`, by its first bytes? Anything else is read as a CSV. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
}

/** Only the letters of a text, or its separators: no text has the NUL that fills images and archives. */
function isText(bytes: Uint8Array): boolean {
  const isUtf16 = startsWith(bytes, 0xff, 0xfe);
  return isUtf16 || !bytes.subarray(0, 8192).includes(0);
}

/**
 * Reads the first sheet of a file, row by row: a CSV in UTF-8 (with its mark or not), UTF-16 or Windows-1252, whose cells are
 * separated by `;`, `,` or a tab; or a workbook `.xlsx`, whose formulas are never run: only the values last seen are read.
 *
 * Memory stays bounded by `limits`, whatever the file claims to hold, and the others are served meanwhile. Throws a
 * `SheetRefusal`.
 */
export async function* readSheet(bytes: Uint8Array, limits: SheetLimits): AsyncGenerator<SheetRow> {
  if (bytes.length === 0) throw new SheetRefusal({ refus: 'tableur_vide' });
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new SheetRefusal({ refus: 'tableur_ancien' });
  const isBook = isWorkbook(bytes);
  if (!isBook && (startsWith(bytes, 0x25, 0x50, 0x44, 0x46) || !isText(bytes))) {
    throw new SheetRefusal({ refus: 'tableur_autre' });
  }
  let seen = 0;
  for await (const row of isBook ? workbookRows(bytes) : csvRows(bytes)) {
    if (row.cells.every((cell) => cell === '')) continue;
    if (row.cells.length > limits.columns) throw new SheetRefusal({ refus: 'tableur_large', max: limits.columns });
    if (seen > limits.rows) throw new SheetRefusal({ refus: 'tableur_long', max: limits.rows });
    seen += 1;
    if (seen % BREATH === 0) await setImmediate();
    yield row;
  }
  if (seen === 0) throw new SheetRefusal({ refus: 'tableur_vide' });
}

async function* workbookRows(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const refusal = guardXlsx(bytes);
  if (refusal !== null) throw new SheetRefusal(refusal);
  const rows = streamXlsxRows(bytes);
  while (true) {
    const next = await rows.next().catch(() => {
      throw new SheetRefusal({ refus: 'tableur_abime' });
    });
    if (next.done === true) return;
    yield { rank: next.value.index + 1, cells: trimmed(next.value.values.map(toCell)) };
  }
}

function toCell(value: unknown): SheetCell {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString().slice(0, 10) : '';
}

function* csvRows(bytes: Uint8Array): Generator<SheetRow> {
  const text = decodeText(bytes);
  let rank = 0;
  let last: readonly unknown[] = [];
  for (const values of streamCsvRows(text, { delimiter: separatorOf(text) })) {
    rank += 1;
    last = values;
    yield { rank, cells: trimmed(values.map((value) => (typeof value === 'string' ? value : ''))) };
  }
  const isOdd = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  if (isOdd && String(last.at(-1) ?? '').includes('\n')) throw new SheetRefusal({ refus: 'tableur_guillemet' });
}

/** Spreadsheets keep empty cells at the end of their rows. */
function trimmed(cells: readonly SheetCell[]): readonly SheetCell[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

/** The separator that the line of the titles uses most, outside quotes. Example: « SIRET;"Nom, prénom" » → « ; ». */
function separatorOf(text: string): string {
  const [titles = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 1);
  const count = (separator: string) => titles.split(separator).length;
  return [';', '\t', ','].reduce((best, one) => (count(one) > count(best) ? one : best));
}
