import { formatDateCourte } from '../domain/date.ts';
import type { Cell } from './table-query.ts';

export type CsvColumn<Row> = { readonly label: string; readonly value: (row: Row) => Cell | Temporal.PlainDate };

/**
 * Rows as French spreadsheets open them: UTF-8 with its mark, `;` between cells, CRLF between lines, a comma in decimals,
 * days as 05/10/2026.
 *
 * A text that a spreadsheet would run as a formula (beginning with `=`, `+`, `-`, `@`, a tab or a return, even after spaces)
 * gets an apostrophe before it, and so does a text that already has one there, so that `fromCsvCell` gives back exactly what
 * was written; numbers given as numbers keep their sign.
 *
 * Example: `toCsv([{ label: 'Nom', value: (s) => s.nom }], [{ nom: '=1+1' }])` → `'\uFEFFNom\r\n\'=1+1\r\n'`.
 */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => column.label),
    ...rows.map((row) => columns.map((column) => column.value(row))),
  ];
  return `\uFEFF${lines.map((line) => `${line.map(toCell).join(';')}\r\n`).join('')}`;
}

/** What a spreadsheet would run, after the apostrophes that already hold it back. */
const FORMULA = /^'*(?:\s*[=+\-@]|[\t\r])/;

/** A cell of a CSV as it was before `toCsv` wrote it. Example: « '=1+1 » → « =1+1 »; « '90 » stays. */
export function fromCsvCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function toCell(cell: Cell | Temporal.PlainDate): string {
  if (cell === null) return '';
  if (cell instanceof Temporal.PlainDate) return formatDateCourte(cell);
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[;"\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
