/** Asks one server for one page many times at the same instant, from a process of its own: how long the served have waited. */
import { Agent, get } from 'node:http';

/** What the crowd is told: `count` people ask `url` at once. */
export type Order = { readonly url: string; readonly count: number };
/** What it found: the wait of each person who was served, in ms, and how many were told to come back. */
export type Report = { readonly waits: readonly number[]; readonly refused: number };

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

function ask(url: string): Promise<{ status: number; ms: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; ms: number }>();
  const start = performance.now();
  get(url, { agent }, (response) => {
    response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - start }));
  }).on('error', reject);
  return promise;
}

process.on('message', async ({ url, count }: Order) => {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(url)));
  const served = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503).length;
  if (served.length + refused !== count) throw new Error('Some were neither served nor refused');
  process.send?.({ waits: served.map(({ ms }) => ms), refused } satisfies Report);
});
