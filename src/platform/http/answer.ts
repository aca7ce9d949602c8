import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Donnee } from '../../domain/conservation.ts';
import { readCookies, writeCookie } from './cookies.ts';
import { fileResponse } from './file.ts';
import { type Outcome, type ServerOptions, type Trouble, troubleStatus } from './options.ts';
import type { PageContent } from './reply.ts';
import { collecteDe, type Route, type Rq } from './route.ts';
import { contentSecurityPolicy, headersOf } from './security.ts';

const FLASH_COOKIE = 'escale_message';

/** When to come back, where the answer does not say it better. */
const RETRY_SECONDS: Partial<Record<Trouble, number>> = { away: 10, busy: 5, 'too-many': 60 };

export function answer(options: ServerOptions, c: Context, { reply, rq }: Outcome, route: Route): Response {
  if (typeof reply === 'string') return answerTrouble(options, c, reply, rq);
  switch (reply.kind) {
    case 'not-found':
      return answerTrouble(options, c, 'not-found', rq);
    case 'page':
      return answerPage(options, c, reply.page, reply.status, rq, collecteDe(route, options.routes));
    case 'file':
      return fileResponse(reply, {
        secure: options.secure,
        known: c.req.header('if-none-match') ?? '',
        accepted: c.req.header('accept-encoding') ?? '',
      });
    case 'donnees':
      return answerDonnees(options, reply.json, reply.status);
    case 'redirect': {
      const headers = new Headers({ ...headersOf(options.secure), location: reply.to, 'cache-control': 'no-store' });
      if (reply.oublier === true) headers.set('clear-site-data', '"cache", "storage"');
      for (const cookie of reply.cookies ?? []) headers.append('set-cookie', cookie);
      if (reply.flash !== undefined) {
        headers.append(
          'set-cookie',
          writeCookie(FLASH_COOKIE, reply.flash, { secure: options.secure, maxAgeSeconds: 60 }),
        );
      }
      return new Response(null, { status: 303, headers });
    }
  }
}

function answerDonnees({ secure }: ServerOptions, json: unknown, status: number): Response {
  return new Response(JSON.stringify(json), {
    status,
    headers: {
      ...headersOf(secure),
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
}

function answerPage(
  options: ServerOptions,
  c: Context,
  content: PageContent,
  status: number,
  rq?: Partial<Rq>,
  collecte: readonly Donnee[] = [],
): Response {
  // A page that a device keeps leaves the message to the next one, that its person sees.
  const flash = content.coquille === true ? undefined : readCookies(c.req.header('cookie') ?? null).get(FLASH_COOKIE);
  const nonce = randomBytes(16).toString('base64');
  const html = options.layout(
    // Half signed in, nothing of one's space is offered yet.
    {
      territoire: rq?.territoire,
      compte: rq?.session?.niveau === 'lien' ? undefined : rq?.compte,
      path: c.req.path,
      flash,
      collecte,
      key: rq?.key ?? randomUUID(),
      nonce,
    },
    content,
  );
  const headers = new Headers({
    ...headersOf(options.secure),
    'content-security-policy': contentSecurityPolicy(nonce),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  if (content.refreshSeconds !== undefined) headers.set('refresh', String(content.refreshSeconds));
  if (flash !== undefined) {
    headers.append('set-cookie', writeCookie(FLASH_COOKIE, '', { secure: options.secure, maxAgeSeconds: 0 }));
  }
  return new Response(html, { status, headers });
}

export function answerTrouble(
  options: ServerOptions,
  c: Context,
  trouble: Trouble,
  { wait = RETRY_SECONDS[trouble], ...rq }: Partial<Rq> & { readonly wait?: number | undefined } = {},
): Response {
  const content = options.trouble(trouble, trouble === 'bug' ? c.get('requestId') : undefined);
  const status = troubleStatus[trouble];
  const response = c.get('donnees')
    ? answerDonnees(options, { message: content.message }, status)
    : answerPage(options, c, content, status, rq);
  if (wait !== undefined) response.headers.set('retry-after', String(wait));
  return response;
}
