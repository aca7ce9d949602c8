/** One document to compose, as sent to the worker. `template` and `shared` are Typst sources; `json` is its only data. */
export type ComposeMessage = {
  readonly template: string;
  readonly shared: Readonly<Record<string, string>>;
  readonly json: string;
  readonly images: Readonly<Record<string, Uint8Array>>;
};

/** What the worker answers: the bytes, or why Typst refused. */
export type ComposeAnswer = { readonly pdf: Uint8Array } | { readonly error: string };

/** What a worker is started with. */
export type WorkerSetup = { readonly fonts: readonly string[] };
