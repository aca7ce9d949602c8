/** A text of the page that the browser neither draws nor runs. */
export const texteDe = (id: string): string => document.getElementById(id)?.textContent ?? '';

let libelles: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;

/** The label of an answer, as the forms say it, or a sentence of the page: read when the first is asked for. */
export function libelleDe(name: string, value: string): string {
  libelles ??= JSON.parse(texteDe('libelles')) as NonNullable<typeof libelles>;
  return libelles[name]?.[value] ?? value;
}
