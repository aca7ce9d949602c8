import type { Child } from 'hono/jsx';

/** A small table without search nor pages: a few facts side by side. */
export function SimpleTable(props: {
  readonly caption: string;
  /** Hides the caption where a title above already says it. */
  readonly captionHidden?: boolean | undefined;
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean | undefined }[];
  readonly rows: readonly (readonly Child[])[];
}) {
  return (
    <table class="ds-table e-stack">
      <caption class={props.captionHidden ? 'ds-sr-only' : undefined}>{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th scope="col" class={column.numeric ? 'e-numeric' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr>
            {row.map((cell, index) => (
              <SimpleCell column={props.columns[index]} isName={index === 0}>
                {cell}
              </SimpleCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SimpleCell(props: {
  readonly column: { readonly label: string; readonly numeric?: boolean | undefined } | undefined;
  readonly isName: boolean;
  readonly children?: Child;
}) {
  const alignment = props.column?.numeric ? 'e-numeric' : undefined;
  return props.isName ? (
    <th scope="row" class={alignment}>
      {props.children}
    </th>
  ) : (
    <td class={alignment} data-label={props.column?.label}>
      {props.children}
    </td>
  );
}
