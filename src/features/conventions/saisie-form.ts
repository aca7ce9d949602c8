import type { z } from 'zod';
import { parseForm, type FormData as SentForm, withErrors } from '../../platform/http/form.ts';
import type { FieldError, FormState } from '../../ui/form-state.ts';
import type { Evenement } from './rules.ts';

type Made = readonly Evenement[] | { readonly errors: readonly FieldError[] };
type Read =
  | { readonly ok: true; readonly evenements: readonly Evenement[]; readonly state: FormState }
  | { readonly ok: false; readonly state: FormState };

/** The form of one kind of event: the fields it reads, and the events it makes of them. */
export function saisie<S extends z.ZodObject>(schema: S, make: (data: z.output<S>) => Made) {
  const read = (form: SentForm): Read => {
    const sent = parseForm(schema, form);
    if (!sent.ok) return sent;
    const made = make(sent.data);
    if ('errors' in made) return { ok: false, state: withErrors(sent.state, made.errors) };
    return { ok: true, evenements: made, state: sent.state };
  };
  return { schema, read };
}
