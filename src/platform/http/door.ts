import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { StartupRefusal } from '../startup-refusal.ts';

export interface Door {
  /** The port taken: a free one when 0 was asked for. */
  readonly port: number;
  /** Hands over to the application; what arrived before has waited. */
  open(app: { fetch(request: Request, env?: object): Response | Promise<Response> }): void;
  /** Takes no new request, lets those in flight end (10 seconds at most), then cuts what is left. */
  close(): Promise<void>;
}

const IN_FLIGHT_MS = 10_000;

/** What one client may cost before it has said anything useful: slow headers, slow bodies, huge headers are cut. */
const EDGE = {
  headersTimeout: 10_000,
  // A heavy form, by a slow line; what reads each body has less patience with the others.
  requestTimeout: 250_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  insecureHTTPParser: false,
} as const;
const MAX_CONNECTIONS = 2_000;
const KEEP_ALIVE_MS = 10_000;
/** A connection on which nothing moves, a reader who does not read included, is cut. */
const STILL_MS = 60_000;

function explain(code: string | undefined, port: number, adresse: string): string | undefined {
  if (code === 'EADDRINUSE') {
    return `Le port ${port} est déjà pris par un autre programme : arrêtez-le, ou indiquez un autre port avec PORT.`;
  }
  if (code === 'EACCES')
    return `Le port ${port} est réservé à l’administrateur de la machine : indiquez un port à partir de 1024 avec PORT.`;
  if (code === 'EADDRNOTAVAIL') return `Cette machine n’a pas l’adresse ${adresse} : corrigez ESCALE_ADRESSE.`;
  return undefined;
}

/** Takes the port at once, before anything is written anywhere; throws a StartupRefusal when it cannot be taken. */
export async function takePort(port: number, adresse: string): Promise<Door> {
  const { promise: ready, resolve: open } = Promise.withResolvers<Parameters<Door['open']>[0]>();
  const server = createAdaptorServer({
    // The socket travels with the request: limits are counted by address.
    fetch: async (request, env) => (await ready).fetch(request, env),
    serverOptions: EDGE,
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(STILL_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = explain(error.code, port, adresse);
      reject(sentence === undefined ? error : new StartupRefusal(sentence, { cause: error }));
    });
    server.listen(port, adresse, resolve);
  });
  let isOpen = false;
  return {
    port: (server.address() as AddressInfo).port,
    open: (app) => {
      isOpen = true;
      open(app);
    },
    // Before the opening, what waits would wait for ever.
    close: () => closeServer(server, isOpen ? IN_FLIGHT_MS : 0),
  };
}

async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const limit = performance.now() + patienceMs;
  let done = false;
  void closed.then(() => {
    done = true;
  });
  // A connection kept alive becomes idle only once its answer has gone.
  while (!done && performance.now() < limit) {
    server.closeIdleConnections();
    await Promise.race([closed, wait(20)]);
  }
  server.closeAllConnections();
  await closed;
}
