import type { Child } from 'hono/jsx';
import {
  controlAttributes,
  Field,
  FieldErrors,
  type FieldProps,
  fieldId,
  Hint,
  OptionalMark,
  typedValue,
  typedValues,
} from './field.tsx';
import { Disclosure } from './figure.tsx';

export type Option = { readonly value: string; readonly label: string };
/** A choice shown whole, with a sentence under it when its label is not enough. */
type ChoiceOption = Option & { readonly hint?: string | undefined };
type OptionGroup = { readonly label: string; readonly options: readonly Option[] };

/** The options of a list of codes and labels, in its order. */
export function toOptions(labels: Readonly<Record<string, string>>): Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

/** One choice of a closed list. With more than six options; below, prefer `RadioGroup`. */
export function SelectField(
  props: FieldProps & {
    readonly options: readonly (Option | OptionGroup)[];
    /** First line, which chooses nothing: « Choisir… » unless said. */
    readonly blank?: string | undefined;
  },
) {
  const chosen = typedValue(props.state, props.name);
  const known = props.options.some((entry) =>
    'options' in entry ? entry.options.some((option) => option.value === chosen) : entry.value === chosen,
  );
  return (
    <Field {...props}>
      <select class="ds-input" {...controlAttributes(props)}>
        <option value="">{props.blank ?? 'Choisir…'}</option>
        {props.options.map((entry) =>
          'options' in entry ? (
            <optgroup label={entry.label}>
              {entry.options.map((option) => (
                <SelectOption option={option} chosen={chosen} />
              ))}
            </optgroup>
          ) : (
            <SelectOption option={entry} chosen={chosen} />
          ),
        )}
        {chosen !== '' && !known && (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
      </select>
    </Field>
  );
}

function SelectOption({ option, chosen }: { readonly option: Option; readonly chosen: string }) {
  return (
    <option value={option.value} selected={option.value === chosen}>
      {option.label}
    </option>
  );
}

/** Fields that answer one question together, under a `legend`. */
export function Fieldset(props: { readonly legend: string; readonly hint?: Child; readonly children?: Child }) {
  return (
    <fieldset class="ds-fieldset e-fieldset">
      <legend>{props.legend}</legend>
      {props.hint && <p class="e-fieldset__hint">{props.hint}</p>}
      {props.children}
    </fieldset>
  );
}

type GroupProps = FieldProps & {
  readonly options: readonly ChoiceOption[];
  /** 2 shows them side by side where there is room, in the order of lines. */
  readonly columns?: 1 | 2 | 'inline' | undefined;
  /** Folds the options from this one on under a summary, unless one of them is chosen. */
  readonly fold?: { readonly from: number; readonly summary: string } | undefined;
};

/** One choice among a few, all visible. */
export function RadioGroup(props: GroupProps) {
  const chosen = typedValue(props.state, props.name);
  return <ChoiceGroup {...props} type="radio" isChosen={(value) => value === chosen} />;
}

/** Any number of choices among a few, all visible; sent as so many values of the same name. */
export function CheckboxGroup(props: GroupProps) {
  const chosen = typedValues(props.state, props.name);
  return <ChoiceGroup {...props} type="checkbox" isChosen={(value) => chosen.includes(value)} />;
}

const LISTS = { 1: '', 2: 'e-choices__list--two', inline: 'e-choices__list--inline' } as const;

function ChoiceGroup(
  props: GroupProps & { readonly type: 'radio' | 'checkbox'; readonly isChosen: (value: string) => boolean },
) {
  const id = fieldId(props.name);
  const { 'aria-describedby': describedBy, 'aria-invalid': invalid } = controlAttributes(props);
  const from = props.fold?.from ?? props.options.length;
  const list = (options: readonly ChoiceOption[], start: number) => (
    <div class={`e-choices__list ${LISTS[props.columns ?? 1]}`}>
      {options.map((option, index) => {
        const rank = start + index;
        const optionId = rank === 0 ? id : `${id}-${rank + 1}`;
        return (
          <div class="ds-field e-choice">
            <input
              class="ds-input"
              type={props.type}
              id={optionId}
              name={props.name}
              value={option.value}
              checked={props.isChosen(option.value)}
              required={props.type === 'radio' && !props.optional}
              aria-invalid={invalid}
              aria-describedby={option.hint && `${optionId}-aide`}
            />
            <label for={optionId}>{option.label}</label>
            <Hint id={optionId}>{option.hint}</Hint>
          </div>
        );
      })}
    </div>
  );
  const folded = props.options.slice(from);
  return (
    <fieldset class="ds-fieldset e-field e-choices" aria-describedby={describedBy}>
      <legend class="ds-label">
        {props.label}
        {props.optional && <OptionalMark />}
      </legend>
      <Hint id={id}>{props.hint}</Hint>
      {list(props.options.slice(0, from), 0)}
      {props.fold && (
        <Disclosure summary={props.fold.summary} open={folded.some(({ value }) => props.isChosen(value))}>
          {list(folded, from)}
        </Disclosure>
      )}
      <FieldErrors state={props.state} name={props.name} />
    </fieldset>
  );
}

/** One thing to accept or not; sent as `value` (`oui` unless said) when ticked, not sent otherwise. */
export function Checkbox(props: FieldProps & { readonly value?: string | undefined }) {
  const value = props.value ?? 'oui';
  const attributes = controlAttributes(props);
  return (
    <div class="e-field">
      <div class="ds-field e-choice">
        <input
          class="ds-input"
          type="checkbox"
          {...attributes}
          value={value}
          checked={typedValues(props.state, props.name).includes(value)}
        />
        <label for={attributes.id}>{props.label}</label>
        <Hint id={attributes.id}>{props.hint}</Hint>
      </div>
      <FieldErrors state={props.state} name={props.name} />
    </div>
  );
}
