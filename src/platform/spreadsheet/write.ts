import { writeXlsx, writeXlsxStream } from 'hucre/xlsx';

/** A cell to write: a day is a date of the workbook, a text stays a text even when it begins as a formula does. */
export type WrittenCell = string | number | Temporal.PlainDate | null;

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a workbook would read as an escaped character is escaped itself. */
function toValue(cell: WrittenCell): string | number | Date | null {
  if (cell instanceof Temporal.PlainDate) return new Date(Date.UTC(cell.year, cell.month - 1, cell.day));
  return typeof cell === 'string' ? cell.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : cell;
}

/** A workbook of one sheet, its line of titles kept in sight. Rows are written as they come. */
export async function writeSheet(
  name: string,
  titles: readonly string[],
  rows: Iterable<readonly WrittenCell[]>,
): Promise<Uint8Array> {
  function* lines() {
    yield [...titles];
    for (const row of rows) yield row.map(toValue);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeXlsxStream(lines(), { name, freezePane: { rows: 1 } })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export type WrittenSheet = {
  readonly name: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly WrittenCell[])[];
};

/** A small workbook of several sheets, each with its line of titles kept in sight. */
export async function writeBook(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, titles, rows }) => ({
      name,
      rows: [[...titles], ...rows.map((row) => row.map(toValue))],
      columns: titles.map(() => ({ autoWidth: true })),
      freezePane: { rows: 1 },
    })),
  });
}
