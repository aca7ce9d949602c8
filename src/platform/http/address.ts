import type { Context } from 'hono';

/**
 * Address of who asks: the socket's, or, behind `proxies` trusted proxies, the one that the outermost of them saw. What a
 * client writes in X-Forwarded-For stands further left and is never read. '' without a socket (`app.request`).
 */
export function addressOf(c: Context, proxies: number): string {
  const socket: string | undefined = c.env?.incoming?.socket?.remoteAddress;
  if (proxies === 0) return socket ?? '';
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  return seen.at(-proxies) || (socket ?? '');
}
