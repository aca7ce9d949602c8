import { inflateSync } from 'node:zlib';
import { readPdf } from './revisions.ts';

/** Names by which a PDF runs, opens, sends or carries something (ISO 32000-1, 12.6 and 7.11.4; XFA forms). */
const ACTIVE = new Set([
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'RichMediaContent',
  'Rendition',
  'SubmitForm',
  'ImportData',
  'GoToE',
  'XFA',
]);
/** The same, too short to be looked for in the bytes of a picture. */
const ACTIVE_SHORT = new Set(['JS', 'AA', 'EF', 'RF', '3D', 'Movie', 'Sound', 'GoToR', 'OpenAction']);

/** The names of a file that could act by themselves, wherever they stand outside of its pictures and page contents. */
export function activeNames(names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => ACTIVE.has(name) || ACTIVE_SHORT.has(name));
}

export type Dangers = { readonly isEncrypted: boolean; readonly isActive: boolean };

const MAX_INFLATED = 64 * 1024 * 1024;
const MAX_STREAMS = 20_000;

/**
 * What is to be feared of any PDF, well written or not: what scanners write is read as their viewers do, with indulgence. The
 * bytes themselves are searched, then the object streams, inflated; names are read with their `#xx` escapes. Doubt is a danger.
 */
export function dangersOf(bytes: Uint8Array): Dangers {
  const file = readPdf(bytes);
  if (file !== undefined) {
    // A page to open at is no danger, and scanners write one.
    const isActive = activeNames(file.names).some((name) => name !== 'OpenAction');
    return { isEncrypted: file.isEncrypted, isActive };
  }
  const text = latin(bytes);
  let isActive = hasActiveName(text);
  let [streams, left] = [0, MAX_INFLATED];
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    // What cannot be read may hold anything.
    streams += 1;
    isActive ||= streams > MAX_STREAMS;
    if (isActive) break;
    const head = text.slice(Math.max(0, match.index - 600), match.index);
    const dict = unescaped(head.slice(head.lastIndexOf('obj') + 1));
    if (!dict.includes('ObjStm')) continue;
    const inside = inflated(bytes.subarray(match.index + match[0].length), left);
    left -= inside?.length ?? 0;
    isActive ||= inside === undefined || left <= 0 || hasActiveName(inside) || /\/JS\b/.test(inside);
  }
  return { isEncrypted: /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(text), isActive };
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function unescaped(text: string): string {
  return text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function hasActiveName(text: string): boolean {
  for (const [, name = ''] of text.matchAll(/\/([A-Za-z0-9#]{3,60})/g)) if (ACTIVE.has(unescaped(name))) return true;
  return false;
}

function inflated(bytes: Uint8Array, maxOutputLength: number): string | undefined {
  try {
    return latin(inflateSync(bytes, { maxOutputLength: Math.max(1, maxOutputLength) }));
  } catch {
    return undefined;
  }
}
