import type { Child } from 'hono/jsx';
import { Icon, type IconName } from './icon.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'tertiary';

/** A link that looks like a button, for what leads to another page; what writes is a `SubmitButton`. */
export function ButtonLink(props: {
  readonly href: string;
  readonly variant?: ButtonVariant | undefined;
  readonly icon?: IconName | undefined;
  /** The link is a file to keep, not a page. */
  readonly download?: boolean | undefined;
  readonly children?: Child;
}) {
  return (
    <a
      class="ds-button"
      href={props.href}
      data-variant={props.variant ?? 'secondary'}
      download={props.download ? '' : undefined}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}

/** Sends the form around it. `name` and `value` tell two buttons of one form apart. */
export function SubmitButton(props: {
  readonly variant?: ButtonVariant | undefined;
  /** For what cannot be undone. */
  readonly danger?: boolean | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly children?: Child;
}) {
  return (
    <button
      class="ds-button"
      type="submit"
      data-variant={props.variant ?? 'primary'}
      data-color={props.danger ? 'danger' : undefined}
      name={props.name}
      value={props.value}
    >
      {props.children ?? 'Enregistrer'}
    </button>
  );
}

/** Prints the page. Needs a script, which is what shows it. */
export function PrintButton(props: { readonly children?: Child }) {
  return (
    <button class="ds-button" type="button" data-variant="secondary" data-print hidden>
      {props.children ?? 'Imprimer'}
    </button>
  );
}
