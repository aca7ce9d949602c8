import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

function context(remoteAddress: string | undefined, forwarded?: string): Context {
  const env = remoteAddress === undefined ? {} : { incoming: { socket: { remoteAddress } } };
  return { env, req: { header: () => forwarded } } as unknown as Context;
}

test.each([
  ['sans proxy, le socket seul compte', '192.0.2.1', 0, '203.0.113.9', '192.0.2.1'],
  ['derrière un proxy, ce qu’il a vu', '127.0.0.1', 1, '198.51.100.7', '198.51.100.7'],
  ['jamais ce qu’un client a écrit avant lui', '127.0.0.1', 1, '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  ['derrière deux proxys, ce que le premier a vu', '127.0.0.1', 2, 'faux, 198.51.100.7, 10.0.0.1', '198.51.100.7'],
  ['sans en-tête, le socket', '127.0.0.1', 1, undefined, '127.0.0.1'],
  ['sans socket, rien', undefined, 0, '203.0.113.9', ''],
] as const)('%s', (_, socket, proxies, forwarded, expected) => {
  expect(addressOf(context(socket, forwarded), proxies)).toBe(expected);
});
