import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Reply } from './reply.ts';
import { headersOf, STYLED_DOCUMENT, WORKER_SCRIPT } from './security.ts';

type FileReply = Extract<Reply, { kind: 'file' }>;

/** What is known of whoever asks, besides the document. */
type Asked = {
  readonly secure: boolean;
  /** « If-None-Match », as sent. */
  readonly known: string;
  /** « Accept-Encoding », as sent. */
  readonly accepted: string;
};

/**
 * The answer that hands over a document. One that is `revalidated` bears the print of its bytes: whoever already holds them
 * (`known`, an « If-None-Match » as sent) is answered 304 and nothing more.
 */
export function fileResponse(reply: FileReply, { secure, known, accepted }: Asked): Response {
  const bytes = typeof reply.bytes === 'string' ? reply.bytes : new Uint8Array(reply.bytes);
  const isZipped = reply.worker && acceptsGzip(accepted);
  const body = isZipped ? new Uint8Array(gzipSync(bytes, { level: 9 })) : bytes;
  const headers = new Headers({
    ...headersOf(secure),
    ...(reply.styled ? { 'content-security-policy': STYLED_DOCUMENT } : {}),
    ...(reply.worker ? { 'content-security-policy': WORKER_SCRIPT } : {}),
    'content-type': reply.type,
    'content-disposition': `${reply.inline ? 'inline' : 'attachment'}; filename="${reply.name}"`,
    'cache-control': cacheControl(reply),
    ...(reply.worker ? { vary: 'accept-encoding' } : {}),
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
  });
  if (!reply.revalidated) return new Response(body, { headers });
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  headers.set('etag', etag);
  if (!isKnown(etag, known)) return new Response(body, { headers });
  headers.delete('content-type');
  headers.delete('content-disposition');
  headers.delete('content-encoding');
  return new Response(null, { status: 304, headers });
}

function acceptsGzip(accepted: string): boolean {
  return accepted.split(',').some((offer) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$)|$)/i.test(offer));
}

/** The tag alone or among others; a proxy that compresses weakens the one it passes on. */
function isKnown(etag: string, known: string): boolean {
  return known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function cacheControl({ maxAgeSeconds, revalidated }: FileReply): string {
  if (maxAgeSeconds > 0) return `public, max-age=${maxAgeSeconds}`;
  return revalidated ? 'private, no-cache' : 'no-store';
}
