/** How a table is being read, as its address says: `?q=arg&tri=nom&sens=decroissant&page=2`. */
export type TableQuery = {
  /** What is searched for, trimmed, at most 100 characters; empty when nothing is. */
  readonly q: string;
  /** Key of the sorted column. */
  readonly sort: string;
  readonly direction: 'asc' | 'desc';
  /** From 1; may be past the last page: see `pageCount`. */
  readonly page: number;
  readonly perPage: number;
};

export const ROWS_PER_PAGE = 20;

/** Beyond it nobody turns pages; and a database counts up to a bigint only. */
const LAST_PAGE = 100_000;

/**
 * Reads the state of a table from an address. Whatever is unknown or absurd there falls back to its default: an address is
 * not a form, nobody should be told off for it.
 *
 * Example: `tableQuery(rq.query, { sortable: ['nom', 'commune'], defaultSort: 'nom' })` for `?tri=commune&page=2` →
 * `{ q: '', sort: 'commune', direction: 'asc', page: 2, perPage: 20 }`.
 */
export function tableQuery(
  params: URLSearchParams,
  options: {
    readonly sortable: readonly string[];
    readonly defaultSort: string;
    readonly defaultDirection?: 'asc' | 'desc' | undefined;
  },
): TableQuery {
  const read = (name: string) => params.get(name) ?? '';
  const asked = read('tri');
  const sort = options.sortable.includes(asked) ? asked : options.defaultSort;
  const directions: Readonly<Record<string, 'asc' | 'desc'>> = { croissant: 'asc', decroissant: 'desc' };
  const direction = directions[read('sens')] ?? (sort === options.defaultSort ? options.defaultDirection : undefined);
  const page = /^\d{1,9}$/.test(read('page')) ? Number(read('page')) : 1;
  return {
    q: read('q').replaceAll('\0', '').trim().slice(0, 100),
    sort,
    direction: direction ?? 'asc',
    page: Math.min(Math.max(page, 1), LAST_PAGE),
    perPage: ROWS_PER_PAGE,
  };
}

/** Address parameters of a table, defaults left out; `change` replaces some of them. Changing the sort or search returns to page 1. */
export function tableHref(
  path: string,
  query: TableQuery,
  change: Partial<TableQuery>,
  kept: Readonly<Record<string, string>> = {},
): string {
  const next = { ...query, page: 1, ...change };
  const params = new URLSearchParams(Object.entries(kept).filter(([, value]) => value !== ''));
  if (next.q) params.set('q', next.q);
  params.set('tri', next.sort);
  params.set('sens', next.direction === 'asc' ? 'croissant' : 'decroissant');
  if (next.page > 1) params.set('page', String(next.page));
  return `${path}?${params}`;
}

/** Number of pages `total` rows make: 0 rows → 1, 20 → 1, 21 → 2. */
export function pageCount(total: number, perPage: number): number {
  return Math.max(1, Math.ceil(total / perPage));
}

/** What sorting, searching and exporting a row need of a column. */
export type Cell = string | number | null;
export type ReadableColumn<Row> = { readonly key: string; readonly value: (row: Row) => Cell };

/**
 * Searches, sorts and cuts rows that are already all in memory: for lists of some hundreds, where SQL would say no more.
 * The search ignores case and accents (« perp » finds « Perpignan », « ceret » finds « Céret »); empty values come last.
 */
export function tablePage<Row>(
  rows: readonly Row[],
  columns: readonly ReadableColumn<Row>[],
  query: TableQuery,
): {
  readonly rows: readonly Row[];
  readonly found: readonly Row[];
  readonly total: number;
  readonly query: TableQuery;
} {
  const words = folded(query.q).split(/\s+/).filter(Boolean);
  const matches = (row: Row) => {
    const text = folded(columns.map((column) => column.value(row) ?? '').join(' '));
    return words.every((word) => text.includes(word));
  };
  const sorted = columns.find((column) => column.key === query.sort);
  const found = words.length === 0 ? [...rows] : rows.filter(matches);
  if (sorted) sortBy(found, sorted.value, query.direction);
  const page = Math.min(query.page, pageCount(found.length, query.perPage));
  const start = (page - 1) * query.perPage;
  return { rows: found.slice(start, start + query.perPage), found, total: found.length, query: { ...query, page } };
}

/** Sorts in place, each value read once. */
function sortBy<Row>(rows: Row[], value: (row: Row) => Cell, direction: 'asc' | 'desc'): void {
  const keyed = rows.map((row) => ({ row, cell: value(row) }));
  keyed.sort((a, b) => compare(a.cell, b.cell, direction));
  for (const [rank, { row }] of keyed.entries()) rows[rank] = row;
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

const french = new Intl.Collator('fr', { numeric: true });

function compare(a: Cell, b: Cell, direction: 'asc' | 'desc'): number {
  const blank = Number(a === null || a === '') - Number(b === null || b === '');
  if (blank !== 0) return blank;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : french.compare(String(a), String(b));
  return direction === 'asc' ? order : -order;
}
