import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../project-root.ts';
import { PdfEngine } from './engine.ts';
import { imageKind } from './image.ts';
import { type DocumentData, printableData } from './printable.ts';

/** A document to render: its Typst file, its data, and its pictures by name. */
export type PdfDocument = {
  /** From the root of the project: `src/features/communication/affiche.typ`. */
  readonly template: string;
  /** Reaches the template as JSON, so that nothing in it is ever read as Typst markup. */
  readonly data: { readonly [key: string]: DocumentData };
  /** Typst files that the template imports by their base names, `#import "/blocs.typ"`, from the root of the project. */
  readonly imports?: readonly string[];
  /** PNG, JPEG or SVG. The template finds `images.NAME`: a virtual path, or none when missing or of another kind. */
  readonly images?: Readonly<Record<string, Uint8Array | null>>;
};

const SHARED = 'src/platform/pdf/document.typ';

let engine: PdfEngine | undefined;
const sources = new Map<string, string>();

/**
 * Renders a tagged PDF (PDF/UA-1) in the shared worker, started at the first document.
 *
 * Same document, same bytes: nothing is read from the clock. Rejects with an Error when Typst refuses the template or
 * a picture cannot be decoded, when the worker crashes, or past the time limit.
 */
export async function renderPdf(document: PdfDocument): Promise<Uint8Array> {
  const images: Record<string, Uint8Array> = {};
  const paths: Record<string, string> = {};
  for (const [name, content] of Object.entries(document.images ?? {})) {
    const kind = content === null ? null : imageKind(content);
    if (content === null || kind === null) continue;
    images[`${name}.${kind}`] = content;
    paths[name] = `/images/${name}.${kind}`;
  }
  engine ??= new PdfEngine();
  return engine.compose({
    template: source(document.template),
    shared: Object.fromEntries(
      [SHARED, ...(document.imports ?? [])].map((file) => [path.basename(file), source(file)]),
    ),
    json: JSON.stringify({ ...(printableData(document.data) as object), images: paths }),
    images,
  });
}

/** Stops the shared worker: for a clean shutdown and the end of tests. A later document starts a new one. */
export async function closePdf(): Promise<void> {
  const closing = engine;
  engine = undefined;
  await closing?.close();
}

function source(file: string): string {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  sources.set(file, text);
  return text;
}
