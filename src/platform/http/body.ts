import { type FormData, readForm } from './form.ts';

const MAX_FORM_BYTES = 256 * 1024;
const MAX_UPLOAD_BYTES = 1024 * 1024;
/** How long a form may take to come, and a heavy one: 20 MB by a line of 1 Mbit/s. */
const PATIENCE_MS = 30_000;
const PATIENCE_HEAVY_MS = 240_000;

/**
 * The form that a request sends: 256 KB at most, `upload` bytes (1 MB unless told) when it carries files. `'too-large'`
 * beyond, whatever length it announces; `'stale-form'` when it is no form, a broken one, or one that never ends.
 */
export async function receiveForm(
  request: Request,
  upload = MAX_UPLOAD_BYTES,
): Promise<FormData | 'too-large' | 'stale-form'> {
  const type = request.headers.get('content-type') ?? '';
  const [, kind] = /^(multipart\/form-data|application\/x-www-form-urlencoded)(?:\s*;|$)/i.exec(type) ?? [];
  if (kind === undefined) return 'stale-form';
  const limit = kind.toLowerCase() === 'multipart/form-data' ? upload : MAX_FORM_BYTES;
  const bytes = await readAtMost(request, limit, upload > MAX_UPLOAD_BYTES ? PATIENCE_HEAVY_MS : PATIENCE_MS);
  if (typeof bytes === 'string') return bytes;
  try {
    return readForm(await new Response(bytes, { headers: { 'content-type': type } }).formData());
  } catch {
    return 'stale-form';
  }
}

/** The JSON that a script of ours sends, 1 MB at most; `'stale-form'` when it is none. */
export async function receiveJson(request: Request): Promise<{ readonly json: unknown } | 'too-large' | 'stale-form'> {
  if (!/^application\/json(?:\s*;|$)/i.test(request.headers.get('content-type') ?? '')) return 'stale-form';
  const bytes = await readAtMost(request, MAX_UPLOAD_BYTES, PATIENCE_MS);
  if (typeof bytes === 'string') return bytes;
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch {
    return 'stale-form';
  }
}

/** The body; or why not, as soon as it passes `limit` bytes, whatever its announced length, or takes longer than `patienceMs`. */
async function readAtMost(
  request: Request,
  limit: number,
  patienceMs: number,
): Promise<Uint8Array<ArrayBuffer> | 'too-large' | 'stale-form'> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'too-large';
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), patienceMs);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), late]);
      if (read === 'late') return 'stale-form';
      if (read.done) return new Uint8Array(Buffer.concat(chunks));
      size += read.value.byteLength;
      if (size > limit) return 'too-large';
      chunks.push(read.value);
    }
  } finally {
    clearTimeout(timer);
    // Cut at once, the connection would close before the answer is read: the server lets what still comes pass for a moment.
    reader.releaseLock();
  }
}
