import { z } from 'zod';
import { phrase } from '../../domain/refus.ts';
import { type GenreSecret, genresDans, masquer, PHRASES_SECRET } from '../../domain/secret.ts';
import type { FormState } from '../../ui/form-state.ts';

/** A form as it was sent: every value of every field, and its files; without what no field may hold. */
export type FormData = {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, File>>;
  /** The secrets that were taken out of a field, which `parseForm` then refuses. */
  readonly secrets?: Readonly<Record<string, readonly GenreSecret[]>>;
  /** The secrets that were taken out of names of files. */
  readonly secretsOfNames?: readonly GenreSecret[];
};

export const emptyForm: FormData = { values: {}, files: {} };

/** The field that carries the idempotency key. */
export const KEY_FIELD = '_cle';

/**
 * Reads a form as it comes, before anything else of Escale sees it: social security numbers, IBAN, bank cards and passwords
 * are masked in every field and every name of file, whatever the form and whoever reads it.
 */
export function readForm(sent: globalThis.FormData): FormData {
  const values: Record<string, string[]> = Object.create(null);
  const files: Record<string, File> = Object.create(null);
  const secrets: Record<string, readonly GenreSecret[]> = Object.create(null);
  const secretsOfNames = new Set<GenreSecret>();
  for (const [name, value] of sent) {
    const genres = genresDans(typeof value === 'string' ? value : value.name);
    const isClean = genres.length === 0;
    if (typeof value === 'string') {
      const list = values[name] ?? [];
      list.push(isClean ? value : masquer(value));
      values[name] = list;
      if (!isClean) secrets[name] = [...new Set([...(secrets[name] ?? []), ...genres])];
    } else if (value.size > 0) {
      files[name] = isClean ? value : new File([value], masquer(value.name), { type: value.type });
      for (const genre of genres) secretsOfNames.add(genre);
    }
  }
  return { values, files, secrets, secretsOfNames: [...secretsOfNames] };
}

/**
 * The values of a form that a script of ours kept, read as a form that comes from a page. `known`: what was found of the texts already
 * read, shared by the forms that come together, whose answers are mostly the same.
 */
export function readValues(
  values: Readonly<Record<string, readonly string[]>>,
  known: Map<string, readonly GenreSecret[]> = new Map(),
): FormData {
  const read: Record<string, readonly string[]> = Object.create(null);
  const secrets: Record<string, readonly GenreSecret[]> = Object.create(null);
  for (const [name, list] of Object.entries(values)) {
    const found = new Set<GenreSecret>();
    read[name] = list.map((sent) => {
      const text = sent.toWellFormed();
      const genres = known.get(text) ?? genresDans(text);
      known.set(text, genres);
      for (const genre of genres) found.add(genre);
      return genres.length === 0 ? text : masquer(text);
    });
    if (found.size > 0) secrets[name] = [...found];
  }
  return { values: read, files: {}, secrets };
}

/** The shape a zod schema sees: one string a field (empty when it was not sent), an array for those in `multiple`. */
function toInput(form: FormData, fields: readonly string[], multiple: ReadonlySet<string>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of fields) {
    const values = form.values[name] ?? [];
    input[name] = multiple.has(name) ? values : (form.files[name] ?? values[0] ?? '');
  }
  return input;
}

/** What was typed, as the page shows it again: at most `shown` characters a field, without NUL. */
function typed(form: FormData, multiple: ReadonlySet<string>, shown: number): FormState['values'] {
  const values: Record<string, string | readonly string[]> = {};
  for (const [name, list] of Object.entries(form.values)) {
    if (name === KEY_FIELD) continue;
    const kept = list.map((value) => value.replaceAll('\0', '').slice(0, shown));
    values[name] = multiple.has(name) ? kept : (kept[0] ?? '');
  }
  return values;
}

/**
 * Checks a sent form against `schema`. On refusal, every error at once (one a field, in the order of the schema) and
 * what was typed. A field that held a secret is refused, whatever it is for. Fields holding several values are found in the schema: those of type array. `shown`: how many characters
 * of a field its page shows again; more only for a form whose texts are long, so that a refusal loses nothing.
 */
export function parseForm<S extends z.ZodObject>(
  schema: S,
  form: FormData,
  shown = 2000,
): { ok: true; data: z.output<S>; state: FormState } | { ok: false; state: FormState } {
  const multiple = new Set(Object.entries(schema.shape).flatMap(([name, field]) => (holdsArray(field) ? [name] : [])));
  const values = typed(form, multiple, shown);
  const order = Object.keys(schema.shape);
  const result = schema.safeParse(toInput(form, order, multiple));
  const byField = new Map<string, string>();
  for (const field of order) {
    const genres = form.secrets?.[field];
    if (genres !== undefined) byField.set(field, phrase(PHRASES_SECRET, { refus: 'secret', genres }));
  }
  if (result.success && byField.size === 0) return { ok: true, data: result.data, state: { values, errors: [] } };
  for (const issue of result.error?.issues ?? []) {
    const field = String(issue.path[0] ?? order[0] ?? '');
    if (!byField.has(field)) byField.set(field, issue.message);
  }
  const errors = [...byField]
    .map(([field, message]) => ({ field, message }))
    .sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  return { ok: false, state: { values, errors } };
}

/**
 * The same state, with errors that only the rules or the database could find; in the order of the page when `schema` is
 * given.
 */
export function withErrors(state: FormState, errors: FormState['errors'], schema?: z.ZodObject): FormState {
  const order = Object.keys(schema?.shape ?? {});
  const all = [...state.errors, ...errors];
  return { values: state.values, errors: all.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field)) };
}

function holdsArray(field: unknown): boolean {
  if (field instanceof z.ZodArray) return true;
  if (field instanceof z.ZodPipe) return holdsArray(field.in);
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return holdsArray(field.def.innerType);
  }
  return false;
}
