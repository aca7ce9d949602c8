import { createHash, timingSafeEqual } from 'node:crypto';

/** What a page may load: our own files, and no script but those that bear this page's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    "manifest-src 'self'",
  ].join('; ');
}

/** What a document that is not one of our pages may do: bear its own styles, and nothing else. */
export const STYLED_DOCUMENT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** What a script that works apart from any page may do: ask our own server, and nobody else. */
export const WORKER_SCRIPT = "default-src 'self'; frame-ancestors 'none'";

/** Headers of every answer: nothing sniffed, never framed, nothing told to other sites. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/** The same, and once the site is reached by https: never again without it, for two years. */
export function headersOf(secure: boolean): Readonly<Record<string, string>> {
  return secure ? { ...securityHeaders, 'strict-transport-security': 'max-age=63072000' } : securityHeaders;
}

/**
 * Whether a mutation comes from one of our own pages. `Origin` decides; a browser too old to send it is judged by
 * `Sec-Fetch-Site`, then by `Referer`; with none of the three it is refused.
 */
export function comesFromHere(headers: Headers, host: string): boolean {
  if (host === '') return false;
  const origin = headers.get('origin');
  if (origin !== null) return hostOf(origin) === host.toLowerCase();
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const referer = headers.get('referer');
  return referer !== null && hostOf(referer) === host.toLowerCase();
}

/** The page of ours that a browser says it comes from: its path and what follows; undefined for another site, or none told. */
export function pageBefore(headers: Headers, host: string): string | undefined {
  const referer = headers.get('referer');
  if (referer === null || host === '' || hostOf(referer) !== host.toLowerCase()) return undefined;
  const { pathname, search } = new URL(referer);
  return `${pathname}${search}`;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** Whether « Authorization: Bearer … » bears `token`. Takes as long whatever was sent. */
export function hasBearer(header: string | undefined, token: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const sent = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(sent), digest(token ?? '')) && token !== undefined && token !== '';
}
