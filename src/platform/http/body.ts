import { type FormData, readForm } from './form.ts';

const MAX_FORM_BYTES = 256 * 1024;
const MAX_UPLOAD_BYTES = 1024 * 1024;

/**
 * The form that a request sends: 256 KB at most, 1 MB (or `octetsMax`) when it carries files. `'too-large'` beyond, whatever
 * length it announces; `'stale-form'` when it is no form, or a broken one.
 */
export async function receiveForm(
  request: Request,
  octetsMax = MAX_UPLOAD_BYTES,
): Promise<FormData | 'too-large' | 'stale-form'> {
  const type = request.headers.get('content-type') ?? '';
  const [, kind] = /^(multipart\/form-data|application\/x-www-form-urlencoded)(?:\s*;|$)/i.exec(type) ?? [];
  if (kind === undefined) return 'stale-form';
  const bytes = await readAtMost(request, kind.toLowerCase() === 'multipart/form-data' ? octetsMax : MAX_FORM_BYTES);
  if (bytes === undefined) return 'too-large';
  try {
    return readForm(await new Response(bytes, { headers: { 'content-type': type } }).formData());
  } catch {
    return 'stale-form';
  }
}

/** The body, or undefined as soon as it passes `limit` bytes, whatever its announced length. */
async function readAtMost(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
