/** One refused field: its name in the form, and a French sentence that says what to do. */
export type FieldError = { readonly field: string; readonly message: string };

/** What a form shows: what was typed (never lost on a refusal) and every error at once. */
export type FormState = {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly errors: readonly FieldError[];
};

/** A form nobody has filled yet, or one filled beforehand with `values`. */
export function blankForm(values: FormState['values'] = {}): FormState {
  return { values, errors: [] };
}
