import type { Child } from 'hono/jsx';
import { ButtonLink } from './button.tsx';
import type { Option } from './choice.tsx';
import { EmptyState } from './content.tsx';
import { Icon } from './icon.tsx';
import { Pagination } from './pagination.tsx';
import { type Cell, pageCount, type TableQuery, tableHref } from './table-query.ts';

/** A choice that narrows a list, beside its search box; the present one is in `kept`, under the same name. */
export type TableFilter = {
  /** In addresses: `?nature=commune`. */
  readonly name: string;
  readonly label: string;
  /** What choosing nothing says: « Toutes ». */
  readonly blank: string;
  readonly options: readonly Option[];
};

export type Column<Row> = {
  /** In addresses: `?tri=nom`. */
  readonly key: string;
  readonly label: string;
  /** What is searched, sorted and exported; shown too unless `render` says better. */
  readonly value: (row: Row) => Cell;
  readonly render?: ((row: Row) => Child) | undefined;
  readonly sortable?: boolean | undefined;
  /** Aligned to the right. */
  readonly numeric?: boolean | undefined;
};

/**
 * A list of one kind of object: search, sort and pages by plain links and a plain form, so that every view has its address.
 * On a phone each row becomes a card. The first column names the row.
 *
 * Usage, rows in memory: `const found = tablePage(all, columns, query)` then
 * `<DataTable caption="Structures" columns={columns} path="/structures" {...found} empty={…} />`.
 */
export function DataTable<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** The rows of this page only. */
  readonly rows: readonly Row[];
  /** How many rows there are on all pages. */
  readonly total: number;
  readonly query: TableQuery;
  /** Address of the list, without parameters. */
  readonly path: string;
  /** Other parameters of the address to keep: a filter. */
  readonly kept?: Readonly<Record<string, string>> | undefined;
  /** Label of the search box: « Rechercher une structure ». No box without it. */
  readonly searchLabel?: string | undefined;
  /** Choices beside the search box. */
  readonly filters?: readonly TableFilter[] | undefined;
  /** Address of the same list as CSV, without parameters: the present search and sort are added. */
  readonly csvPath?: string | undefined;
  /** The same as a workbook. */
  readonly xlsxPath?: string | undefined;
  /** What to say and do when there is nothing at all; an empty search says so by itself. */
  readonly empty: { readonly title: string; readonly text?: Child; readonly action?: Child };
}) {
  const { columns, rows, total, query, path, kept = {}, filters = [] } = props;
  const isFiltered = filters.some(({ name }) => (kept[name] ?? '') !== '');
  if (total === 0 && query.q === '' && !isFiltered) {
    return (
      <EmptyState title={props.empty.title} action={props.empty.action}>
        {props.empty.text}
      </EmptyState>
    );
  }
  const pages = pageCount(total, query.perPage);
  return (
    <div class="e-table">
      <div class="e-table__tools">
        {props.searchLabel && (
          <SearchForm label={props.searchLabel} query={query} path={path} kept={kept} filters={filters} />
        )}
        {props.csvPath && total > 0 && <Exports {...props} kept={kept} />}
      </div>
      <p class="e-table__count" role="status">
        {countSentence(total, query, pages)}
      </p>
      {total === 0 ? (
        <NothingFound q={query.q} isFiltered={isFiltered} path={path} />
      ) : (
        <table class="ds-table e-stack">
          <caption class="ds-sr-only">{props.caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeaderCell column={column} query={query} path={path} kept={kept} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {columns.map((column, index) => (
                  <BodyCell column={column} row={row} isName={index === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pagination page={query.page} pages={pages} href={(page) => tableHref(path, query, { page }, kept)} />
    </div>
  );
}

function Exports(props: {
  readonly csvPath?: string | undefined;
  readonly xlsxPath?: string | undefined;
  readonly query: TableQuery;
  readonly kept: Readonly<Record<string, string>>;
}) {
  const files = [
    [props.csvPath, 'CSV'],
    [props.xlsxPath, 'XLSX'],
  ] as const;
  return (
    <div>
      {files.map(
        ([path, format]) =>
          path !== undefined && (
            <ButtonLink href={tableHref(path, props.query, {}, props.kept)} variant="tertiary" icon="download">
              Exporter ({format})
            </ButtonLink>
          ),
      )}
    </div>
  );
}

function NothingFound(props: { readonly q: string; readonly isFiltered: boolean; readonly path: string }) {
  const { q, isFiltered, path } = props;
  return (
    <EmptyState
      title={q ? `Rien ne correspond à « ${q} ».` : 'Rien ne correspond à ce choix.'}
      action={<a href={path}>Tout afficher</a>}
    >
      {q && 'Vérifiez l’orthographe, ou cherchez un mot plus court. '}
      {isFiltered && 'Élargissez la recherche aux autres catégories.'}
    </EmptyState>
  );
}

function countSentence(total: number, query: TableQuery, pages: number): string {
  const count = `${total.toLocaleString('fr-FR')} ${total > 1 ? 'résultats' : 'résultat'}`;
  const search = query.q ? ` pour « ${query.q} »` : '';
  return `${total === 0 ? 'Aucun résultat' : count}${search}${pages > 1 ? `, page ${query.page} sur ${pages}` : ''}`;
}

function SearchForm(props: {
  readonly label: string;
  readonly query: TableQuery;
  readonly path: string;
  readonly kept: Readonly<Record<string, string>>;
  readonly filters: readonly TableFilter[];
}) {
  const { filters } = props;
  const hidden = Object.entries({
    ...props.kept,
    tri: props.query.sort,
    sens: props.query.direction === 'asc' ? 'croissant' : 'decroissant',
  }).filter(([name]) => !filters.some((filter) => filter.name === name));
  return (
    <search class="e-search">
      <form method="get" action={props.path}>
        <div class="e-search__row">
          <div class="e-search__field">
            <label class="ds-label" for="recherche">
              {props.label}
            </label>
            <input class="ds-input" type="search" id="recherche" name="q" value={props.query.q} />
          </div>
          {filters.map((filter) => (
            <FilterSelect filter={filter} chosen={props.kept[filter.name] ?? ''} />
          ))}
          <button class="ds-button" type="submit" data-variant="secondary">
            <Icon name="search" />
            <span>Rechercher</span>
          </button>
        </div>
        {hidden.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      </form>
    </search>
  );
}

function FilterSelect({ filter, chosen }: { readonly filter: TableFilter; readonly chosen: string }) {
  const id = `filtre-${filter.name}`;
  return (
    <div class="e-search__field">
      <label class="ds-label" for={id}>
        {filter.label}
      </label>
      <select class="ds-input" id={id} name={filter.name}>
        <option value="">{filter.blank}</option>
        {filter.options.map((option) => (
          <option value={option.value} selected={option.value === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function HeaderCell<Row>(props: {
  readonly column: Column<Row>;
  readonly query: TableQuery;
  readonly path: string;
  readonly kept: Readonly<Record<string, string>>;
}) {
  const { column, query } = props;
  const alignment = column.numeric ? 'e-numeric' : undefined;
  if (!column.sortable) {
    return (
      <th scope="col" class={alignment}>
        {column.label}
      </th>
    );
  }
  const sorted = query.sort === column.key;
  const direction = sorted && query.direction === 'asc' ? 'desc' : 'asc';
  return (
    <th
      scope="col"
      class={alignment}
      aria-sort={sorted ? (query.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <a href={tableHref(props.path, query, { sort: column.key, direction }, props.kept)}>
        {column.label}
        <SortMark direction={sorted ? query.direction : undefined} />
      </a>
    </th>
  );
}

function SortMark({ direction }: { readonly direction: 'asc' | 'desc' | undefined }) {
  return (
    <svg
      class="e-sort"
      viewBox="0 0 10 14"
      width="10"
      height="14"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M5 0 10 6H0Z" opacity={direction === 'asc' ? '1' : '.35'} />
      <path d="M5 14 0 8h10Z" opacity={direction === 'desc' ? '1' : '.35'} />
    </svg>
  );
}

function BodyCell<Row>(props: { readonly column: Column<Row>; readonly row: Row; readonly isName: boolean }) {
  const { column, row } = props;
  const content = column.render ? column.render(row) : shown(column.value(row));
  const alignment = column.numeric ? 'e-numeric' : undefined;
  return props.isName ? (
    <th scope="row" class={alignment}>
      {content}
    </th>
  ) : (
    <td class={alignment} data-label={column.label}>
      {content}
    </td>
  );
}

function shown(cell: Cell): Child {
  if (cell === null || cell === '') return <span class="e-muted">—</span>;
  return typeof cell === 'number' ? cell.toLocaleString('fr-FR') : cell;
}
