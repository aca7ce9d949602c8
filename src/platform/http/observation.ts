import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Log } from '../log.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
    /** The pattern of the route that answers: « /structures/:structure ». Absent: no route does. */
    route: string;
    /** The territoire that is served. */
    territoireId: string;
    /** Whether a script of ours asks, and is told in JSON what goes wrong. */
    donnees: boolean;
    /** Set when programs that watch over the server ask, which they do all day. */
    watched: boolean;
  }
}

/** What is kept of a request: never its path, its query, a header or a body, which may name people. */
export type Seen = {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly territoire: string | undefined;
  readonly watched: boolean;
};

export interface Observer {
  /** A request has come in. */
  arrived(): void;
  /** It is answered, or has failed. */
  answered(seen: Seen): void;
}

/** Of what no route answers; and of the methods that no route has. */
const NONE = 'aucune';
const METHODS = new Set(['GET', 'HEAD', 'POST']);

/** Letters and digits that are not taken for each other: an id is read out on the telephone. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const FROM_PROXY = /^[A-Za-z0-9_-]{8,64}$/;

/** « 7k3m-9q2x-4b8e » */
function newRequestId(): string {
  const letters = [...randomBytes(12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * Gives each request its id, told in `x-request-id`, and tells the observers when it comes in and when it is answered. The id
 * is ours, or the one that a proxy of ours gives: a client alone in front of us gives none.
 */
export function observe(observers: readonly Observer[], proxies: number): MiddlewareHandler {
  return async (c, next) => {
    const given = proxies > 0 ? (c.req.header('x-request-id') ?? '') : '';
    const requestId = FROM_PROXY.test(given) ? given : newRequestId();
    c.set('requestId', requestId);
    const start = performance.now();
    for (const observer of observers) observer.arrived();
    let status = 500;
    try {
      await next();
      c.res.headers.set('x-request-id', requestId);
      status = c.res.status;
    } finally {
      const seen: Seen = {
        requestId,
        method: METHODS.has(c.req.method) ? c.req.method : NONE,
        route: c.get('route') ?? NONE,
        status,
        ms: Math.round((performance.now() - start) * 10) / 10,
        territoire: c.get('territoireId'),
        watched: c.get('watched') ?? false,
      };
      for (const observer of observers) observer.answered(seen);
    }
  };
}

/** One line a request; those that watch over the server, who ask every few seconds, only in detail. */
export function logObserver(log: Log): Observer {
  return {
    arrived: () => undefined,
    answered: ({ watched, ...seen }) => {
      if (seen.status >= 500) log.warn('request', seen);
      else if (watched) log.debug('request', seen);
      else log.info('request', seen);
    },
  };
}
