/** Sends the queues of many devices at the same instant, from a process of its own: each its own, in one sending. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type File = { readonly cookie: string; readonly corps: string };
/** What the devices are told: send each queue to `url`, all at once. */
export type Order = { readonly url: string; readonly files: readonly File[] };
/** What they found: how long all took, the wait of each, and the state that was answered of each record, by id. */
export type Report = {
  readonly wallMs: number;
  readonly waits: readonly number[];
  readonly etats: Readonly<Record<string, string>>;
};

type Answer = { readonly reponses: readonly { readonly id: string; readonly etat: string }[] };

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

const AGAIN_MS = 1_000;

/** Sends until it is received: told to come back, a device keeps its queue and tries again a moment later. */
async function send(url: string, file: File): Promise<{ ms: number; answer: Answer }> {
  const start = performance.now();
  for (;;) {
    const answer = await ask(url, file);
    if (answer !== undefined) return { ms: performance.now() - start, answer };
    await wait(AGAIN_MS);
  }
}

function ask(url: string, { cookie, corps }: File): Promise<Answer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const headers = { cookie, origin: new URL(url).origin, 'content-type': 'application/json' };
  request(url, { agent, method: 'POST', headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => {
      if (response.statusCode === 503) resolve(undefined);
      else if (response.statusCode !== 200) reject(new Error(`Answered ${response.statusCode}`));
      else resolve(JSON.parse(Buffer.concat(parts).toString()) as Answer);
    });
  })
    // A connection kept open is closed by the server at its hour: a device sends again, and what it says has ids.
    .on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(undefined) : reject(error)))
    .end(corps);
  return promise;
}

process.on('message', async ({ url, files }: Order) => {
  const start = performance.now();
  const sent = await Promise.all(files.map((file) => send(url, file)));
  const wallMs = performance.now() - start;
  const etats = Object.fromEntries(sent.flatMap(({ answer }) => answer.reponses.map(({ id, etat }) => [id, etat])));
  process.send?.({ wallMs, waits: sent.map(({ ms }) => ms), etats } satisfies Report);
});
