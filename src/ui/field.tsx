import type { Child } from 'hono/jsx';
import type { FormState } from './form-state.ts';
import { Icon } from './icon.tsx';

/** What every field of a form takes. */
export type FieldProps = {
  /** The form as it was typed, with its refusals: the field finds its own value and errors there by `name`. */
  readonly state: FormState;
  readonly name: string;
  readonly label: string;
  /** How to answer, in a sentence under the label. */
  readonly hint?: Child;
  /** Marked « (facultatif) »; a field is required unless it says so. */
  readonly optional?: boolean | undefined;
};

/** Identifier of the first control of the field `name`: where the error summary leads. */
export function fieldId(name: string): string {
  return `champ-${name.replace(/[^\w-]/g, '-')}`;
}

/** What was typed in a field of one value. */
export function typedValue(state: FormState, name: string): string {
  const value = state.values[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** What was ticked in a field of several values. */
export function typedValues(state: FormState, name: string): readonly string[] {
  const value = state.values[name];
  return typeof value === 'string' ? [value] : (value ?? []);
}

export function fieldErrors(state: FormState, name: string): readonly string[] {
  return state.errors.filter((error) => error.field === name).map((error) => error.message);
}

/** `id`, `required`, `aria-invalid` and `aria-describedby` of a control, in agreement with its `Field` or group. */
export function controlAttributes({ state, name, hint, optional }: FieldProps) {
  const invalid = fieldErrors(state, name).length > 0;
  const described = [hint ? `${fieldId(name)}-aide` : '', invalid ? `${fieldId(name)}-erreur` : ''].filter(Boolean);
  return {
    id: fieldId(name),
    name,
    required: !optional,
    'aria-invalid': invalid ? ('true' as const) : undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  };
}

/** Label, hint, control and errors of one field, in that order. */
export function Field(props: FieldProps & { readonly children?: Child }) {
  const id = fieldId(props.name);
  return (
    <div class="ds-field e-field">
      <label class="ds-label" for={id}>
        {props.label}
        {props.optional && <OptionalMark />}
      </label>
      <Hint id={id}>{props.hint}</Hint>
      {props.children}
      <FieldErrors state={props.state} name={props.name} />
    </div>
  );
}

export function OptionalMark() {
  return <span class="e-optional"> (facultatif)</span>;
}

export function Hint({ id, children }: { readonly id: string; readonly children?: Child }) {
  if (!children) return null;
  return (
    <div class="e-hint" id={`${id}-aide`}>
      {children}
    </div>
  );
}

export function FieldErrors({ state, name }: Pick<FieldProps, 'state' | 'name'>) {
  const messages = fieldErrors(state, name);
  if (messages.length === 0) return null;
  return (
    <div class="e-error" id={`${fieldId(name)}-erreur`}>
      {messages.map((message) => (
        <p>
          <Icon name="danger" />
          <span>
            <span class="ds-sr-only">Erreur : </span>
            {message}
          </span>
        </p>
      ))}
    </div>
  );
}

/** Purposes a browser can fill by itself. */
type Autocomplete =
  | 'name'
  | 'given-name'
  | 'family-name'
  | 'email'
  | 'tel'
  | 'organization'
  | 'organization-title'
  | 'street-address'
  | 'postal-code'
  | 'address-level2'
  | 'one-time-code'
  | 'off';

export type TextFieldProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'search' | undefined;
  readonly autocomplete?: Autocomplete | undefined;
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | 'search' | undefined;
  /** Width in letters, to say what length is expected; the full width unless said. */
  readonly width?: number | undefined;
  /** Answers proposed while typing; any other is accepted too. */
  readonly suggestions?: readonly string[] | undefined;
};

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const listId = props.suggestions && `${fieldId(props.name)}-choix`;
  return (
    <Field {...props}>
      <input
        class="ds-input"
        type={props.type ?? 'text'}
        {...controlAttributes(props)}
        value={typedValue(props.state, props.name)}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        size={props.width}
        list={listId}
      />
      {listId && (
        <datalist id={listId}>
          {props.suggestions?.map((suggestion) => (
            <option value={suggestion} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

/** Several lines of text. A browser drops the first line break of a `textarea`: the one given here, not the one typed. */
export function TextArea(props: FieldProps & { readonly rows?: number | undefined }) {
  return (
    <Field {...props}>
      <textarea class="ds-input" rows={props.rows ?? 4} {...controlAttributes(props)}>
        {`\n${typedValue(props.state, props.name)}`}
      </textarea>
    </Field>
  );
}

/** A number, typed as text so that a refused one is kept; `unit` follows it (« minutes »). */
export function NumberField(
  props: FieldProps & {
    readonly unit?: string | undefined;
    /** Accepts a comma: « 1,5 ». */
    readonly decimal?: boolean | undefined;
    /** Width in figures, 6 unless said. */
    readonly width?: number | undefined;
  },
) {
  return (
    <Field {...props}>
      <div class="e-affix">
        <input
          class="ds-input"
          type="text"
          {...controlAttributes(props)}
          value={typedValue(props.state, props.name)}
          inputmode={props.decimal ? 'decimal' : 'numeric'}
          autocomplete="off"
          size={props.width ?? 6}
        />
        {props.unit && <span>{props.unit}</span>}
      </div>
    </Field>
  );
}

/**
 * A date, sent as `2022-10-10`. A refused value that no calendar can show (« 2023-02-31 », « demain ») comes back in a text
 * field, since a browser would silently empty a date field of it.
 */
export function DateField(
  props: FieldProps & {
    /** First and last days proposed by the calendar, as `2022-10-10`. */
    readonly min?: string | undefined;
    readonly max?: string | undefined;
    readonly autocomplete?: 'bday' | undefined;
  },
) {
  const value = typedValue(props.state, props.name);
  return (
    <Field {...props}>
      <input
        class="ds-input e-narrow"
        type={value === '' || isCalendarDate(value) ? 'date' : 'text'}
        {...controlAttributes(props)}
        value={value}
        min={props.min}
        max={props.max}
        autocomplete={props.autocomplete}
      />
    </Field>
  );
}

function isCalendarDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (!year || year === '0000') return false;
  return (
    new Date(`${text}T00:00:00Z`).toString() !== 'Invalid Date' && lastDay(Number(year), Number(month)) >= Number(day)
  );
}

function lastDay(year: number, month: number): number {
  const date = new Date(Date.UTC(2000, month, 0));
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** A time of day, sent as `09:30`; a refused one that no clock can show comes back in a text field. */
export function TimeField(props: FieldProps) {
  const value = typedValue(props.state, props.name);
  return (
    <Field {...props}>
      <input
        class="ds-input e-narrow"
        type={value === '' || /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value) ? 'time' : 'text'}
        {...controlAttributes(props)}
        value={value}
      />
    </Field>
  );
}

/** A file to send; the `Form` around it must be `multipart`. A browser never gives a chosen file back after a refusal. */
export function FileField(
  props: FieldProps & {
    /** Types proposed by the browser’s dialog: `image/png,image/svg+xml`. The server checks the bytes. */
    readonly accept: string;
    readonly multiple?: boolean | undefined;
    /** The heaviest file, in bytes: a script says so before it is sent. */
    readonly maxBytes?: number | undefined;
  },
) {
  return (
    <Field {...props}>
      <input
        class="ds-input e-file"
        type="file"
        {...controlAttributes(props)}
        accept={props.accept}
        multiple={props.multiple}
        data-max={props.maxBytes}
      />
    </Field>
  );
}
