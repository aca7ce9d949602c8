import type { Child } from 'hono/jsx';
import { fieldId } from './field.tsx';
import type { FormState } from './form-state.ts';
import { Icon } from './icon.tsx';

/**
 * A form that writes. It shows the summary of its refusals, and carries the key that makes a double submit one write.
 * The browser’s own checks are off, so that every error shows at once, in French, in the same words.
 */
export function Form(props: {
  readonly state: FormState;
  readonly action: string;
  /** `rq.key`, sent as `_cle`. */
  readonly idempotencyKey: string;
  /** For forms with a `FileField`. */
  readonly multipart?: boolean | undefined;
  readonly children?: Child;
}) {
  return (
    <form
      class="e-form"
      method="post"
      action={props.action}
      enctype={props.multipart ? 'multipart/form-data' : undefined}
      novalidate
    >
      <ErrorSummary state={props.state} />
      <HiddenField name="_cle" value={props.idempotencyKey} />
      {props.children}
    </form>
  );
}

/** Every refusal of a form, first thing read on the page: each leads to its field. */
export function ErrorSummary({ state }: { readonly state: FormState }) {
  const count = state.errors.length;
  if (count === 0) return null;
  return (
    <section
      class="ds-error-summary e-error-summary"
      id="erreurs"
      tabindex={-1}
      aria-labelledby="erreurs-titre"
      {...FOCUSED}
    >
      <h2 id="erreurs-titre">
        <Icon name="danger" />
        {count === 1 ? 'Une réponse est à corriger' : `${count} réponses sont à corriger`}
      </h2>
      <ul>
        {state.errors.map((error) => (
          <li>{error.field === '' ? error.message : <a href={`#${fieldId(error.field)}`}>{error.message}</a>}</li>
        ))}
      </ul>
    </section>
  );
}

/** Brings a keyboard or a screen reader to the refusal as the page opens, without a script. */
const FOCUSED = { autofocus: true };

/** A value the form carries without showing it; never trust it more than a typed one. */
export function HiddenField({ name, value }: { readonly name: string; readonly value: string }) {
  return <input type="hidden" name={name} value={value} />;
}

/** The buttons at the end of a form: the `SubmitButton`, then a `ButtonLink` that gives up. */
export function FormActions(props: { readonly children?: Child }) {
  return <div class="e-actions e-form__actions">{props.children}</div>;
}
