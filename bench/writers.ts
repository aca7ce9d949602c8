/** Sends forms to a server, from a process of its own: as many writers at once as there are lanes, each with its own session. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export type Lane = { readonly url: string; readonly cookie: string };
/** What the writers are told: send `fields` `calls` times in all, each lane one at a time. */
export type Order = { readonly lanes: readonly Lane[]; readonly fields: string; readonly calls: number };
/** What they found: how long all took, and the answers that were not the redirect of a write. */
export type Report = { readonly wallMs: number; readonly failures: number };

const agent = new Agent({ keepAlive: true });

function send({ url, cookie }: Lane, fields: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { cookie, origin: new URL(url).origin, 'content-type': 'application/x-www-form-urlencoded' };
  request(url, { agent, method: 'POST', headers }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode ?? 0));
  })
    .on('error', reject)
    .end(`${fields}&_cle=${randomUUID()}`);
  return promise;
}

async function carryOut({ lanes, fields, calls }: Order): Promise<Report> {
  const start = performance.now();
  let left = calls;
  let failures = 0;
  const write = async (lane: Lane): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if ((await send(lane, fields)) !== 303) failures += 1;
    }
  };
  await Promise.all(lanes.map(write));
  return { wallMs: performance.now() - start, failures };
}

process.on('message', async (order: Order) => {
  process.send?.(await carryOut(order));
});
