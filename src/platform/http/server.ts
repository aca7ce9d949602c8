import { Hono } from 'hono';
import { isDatabaseAway } from '../db.ts';
import { answerTrouble } from './answer.ts';
import { createLimiter } from './limits.ts';
import { observe } from './observation.ts';
import type { ServerOptions } from './options.ts';
import { createRoom } from './room.ts';
import type { Watch } from './route.ts';
import { hasBearer, securityHeaders } from './security.ts';
import { type Edge, serve } from './serve.ts';

export {
  type ServerOptions,
  sessionCookie,
  type Trouble,
  type TroublePage,
  troubleStatus,
  type View,
} from './options.ts';

/** Requests served at once; on two cores, the last one has waited a few seconds. */
const MAX_IN_FLIGHT = 400;
/** Forms being received at once, in all and from one address, slow ones included: they hold none of the places above. */
const MAX_RECEIVED = { max: 1_000, each: 250 } as const;
/** Bytes of heavy forms received at once: each is held whole in memory, a few times over while it is read. */
const HEAVY_BYTES = 72 * 1024 * 1024;

/** Builds the server from the declared routes: each is authorised, loaded and run in one transaction of its territoire. */
export function createServer(options: ServerOptions): Hono {
  const app = new Hono();
  const edge: Edge = {
    limiter: createLimiter(),
    // Beyond, each would wait longer than people do: better told at once, before the database is asked anything.
    served: createRoom({ max: options.maxInFlight ?? MAX_IN_FLIGHT }),
    received: createRoom(MAX_RECEIVED),
    heavy: createRoom({ max: HEAVY_BYTES }),
  };
  app.use(observe(options.observers ?? [], options.proxies ?? 0));
  for (const middleware of options.before) app.use(middleware);
  for (const watch of options.watches ?? []) serveWatch(app, watch, options.jeton);
  for (const route of options.routes) {
    if (route.demo && !options.demo) continue;
    app.on(route.method, route.path, async (c) => {
      c.set('route', route.path);
      c.set('donnees', route.donnees);
      return serve(options, edge, route, c);
    });
  }
  app.notFound((c) => answerTrouble(options, c, 'not-found'));
  app.onError((error, c) => {
    const trouble = isDatabaseAway(error) ? 'away' : 'bug';
    options.onBug(error, `${c.req.method} ${c.get('route') ?? ''}`.trim(), c.get('requestId'));
    return answerTrouble(options, c, trouble);
  });
  return app;
}

function serveWatch(app: Hono, { method, path, access, handle }: Watch, jeton: string | undefined): void {
  if (access === 'jeton' && jeton === undefined) return;
  app.on(method, path, async (c) => {
    c.set('route', path);
    c.set('watched', true);
    if (access === 'public' || hasBearer(c.req.header('authorization'), jeton)) return handle();
    return new Response(null, { status: 401, headers: { ...securityHeaders, 'www-authenticate': 'Bearer' } });
  });
}
