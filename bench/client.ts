/**
 * Asks one server for one page, over and over, from a process of its own: what the asking costs is not the server's.
 * A few requests are in flight at once, as many as a small machine serves without queueing.
 */
import { Agent, get } from 'node:http';

/** What the client is told: ask `url` `calls` times. */
export type Order = { readonly url: string; readonly cookie: string | undefined; readonly calls: number };
/** What it found: how long all took, and the answers that were not 200. */
export type Report = { readonly wallMs: number; readonly failures: number; readonly bytes: number };

const IN_FLIGHT = 4;
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

function ask({ url, cookie }: Order): Promise<{ status: number; bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; bytes: number }>();
  get(url, { agent, headers: cookie === undefined ? {} : { cookie } }, (response) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
  }).on('error', reject);
  return promise;
}

async function carryOut(order: Order): Promise<Report> {
  const start = performance.now();
  let left = order.calls;
  let failures = 0;
  let bytes = 0;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await ask(order);
      if (answer.status !== 200) failures += 1;
      bytes = answer.bytes;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return { wallMs: performance.now() - start, failures, bytes };
}

process.on('message', async (order: Order) => {
  process.send?.(await carryOut(order));
});
