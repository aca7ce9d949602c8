import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { SimpleTable } from './simple-table.tsx';

/**
 * A chart with its figures in a table behind it, for whoever does not see it or wants the numbers.
 * `svg` is markup made by `src/ui/charts/`, never text from a form: it is not escaped.
 */
export function Figure(props: {
  readonly title: string;
  readonly svg: string;
  /** What the chart shows, in a sentence: « Les démarches de santé dominent, une sur trois. » */
  readonly description?: string | undefined;
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean | undefined }[];
  readonly rows: readonly (readonly (string | number)[])[];
}) {
  return (
    <figure class="e-figure">
      <figcaption>
        <strong>{props.title}</strong>
        {props.description && <span>{props.description}</span>}
      </figcaption>
      <div class="e-figure__chart">{raw(props.svg)}</div>
      <details class="e-details">
        <summary>Voir les chiffres</summary>
        <SimpleTable
          caption={props.title}
          captionHidden
          columns={props.columns}
          rows={props.rows.map((row) =>
            row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('fr-FR') : cell)),
          )}
        />
      </details>
    </figure>
  );
}

/** A part of a page that opens on demand; print shows it open or closed as it is on screen. */
export function Disclosure(props: {
  readonly summary: string;
  readonly open?: boolean | undefined;
  readonly children?: Child;
}) {
  return (
    <details class="e-details" open={props.open}>
      <summary>{props.summary}</summary>
      <div class="e-details__body">{props.children}</div>
    </details>
  );
}
