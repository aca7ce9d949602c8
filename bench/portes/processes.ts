import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';

export type Served = { readonly origin: string; readonly close: () => void };

/** The application on a port of its own. */
export async function listen(app: { fetch: Parameters<typeof serve>[0]['fetch'] }): Promise<Served> {
  const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(http, 'listening');
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close: () => http.close() };
}

/** Gives an order to a child and waits for what it reports; throws when it ends without a word. */
export async function told<Report>(child: ChildProcess, order: object): Promise<Report> {
  child.send(order);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const fail = (code: number | null): void => reject(new Error(`The process asked ended with ${code}`));
  child.once('exit', fail);
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report];
  child.off('exit', fail);
  return report;
}

/** A process of its own, from a file of this folder's parent: what it costs is not the server's. */
export function child(name: 'appareils' | 'client' | 'crowd' | 'writers' | 'verifier'): ChildProcess {
  return fork(new URL(`../${name}.ts`, import.meta.url), { execArgv: [] });
}
