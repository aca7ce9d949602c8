import type { MiddlewareHandler } from 'hono';
import type { Donnee } from '../../domain/conservation.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Database } from '../db.ts';
import type { Observer } from './observation.ts';
import type { PageContent, Reply } from './reply.ts';
import type { Route, Rq, Watch } from './route.ts';

/** The session's cookie. Behind https its name binds it to this very host: no other site of the domain can plant one. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-escale_session' : 'escale_session';
}

/** A page that answers something else than what was asked. */
export type Trouble =
  | 'not-found'
  | 'forbidden'
  | 'stale-form'
  | 'foreign-origin'
  | 'too-large'
  | 'too-many'
  | 'already-sent'
  | 'busy'
  | 'away'
  | 'bug';

export const troubleStatus: Record<Trouble, 400 | 403 | 404 | 409 | 413 | 429 | 500 | 503> = {
  'not-found': 404,
  forbidden: 403,
  'stale-form': 400,
  'foreign-origin': 403,
  'too-large': 413,
  'too-many': 429,
  'already-sent': 409,
  busy: 503,
  away: 503,
  bug: 500,
};

/** The page of a trouble, and what it says as one text, for a script of ours that asked. */
export type TroublePage = PageContent & { readonly message: string };

export type View = {
  readonly territoire: Territoire | undefined;
  readonly compte: Rq['compte'];
  readonly path: string;
  readonly flash: string | undefined;
  /** What the forms of the page collect of people. */
  readonly collecte: readonly Donnee[];
  readonly key: string;
  readonly nonce: string;
};

export type ServerOptions = {
  readonly database: Database;
  readonly routes: readonly Route[];
  /** Run first, before any session: assets, health. */
  readonly before: readonly MiddlewareHandler[];
  readonly demo: boolean;
  /** Whether the site is reached by https: cookies are then marked Secure. */
  readonly secure: boolean;
  readonly clock: () => Temporal.Instant;
  /** A keyed print: of what a form says, so that another one sent with its key is told apart. */
  readonly print: (text: string) => Buffer;
  readonly findTerritoire: (host: string) => Promise<Territoire | undefined>;
  readonly layout: (view: View, content: PageContent) => string;
  /** `reference`: what to quote when asking for help, on the page of a bug. */
  readonly trouble: (trouble: Trouble, reference: string | undefined) => TroublePage;
  /** Requests served at once, beyond which the others are told to come back. */
  readonly maxInFlight?: number;
  /** How many proxies of ours stand in front: each adds one address to X-Forwarded-For. */
  readonly proxies?: number;
  /** Called after each committed write: what waits to be sent may leave. */
  readonly afterWrite: () => void;
  /** Told of every throw that no rule foresaw: by which route, « GET /structures/:structure », and for which request. */
  readonly onBug: (error: unknown, where: string, requestId: string) => void;
  /** Told of every request. */
  readonly observers?: readonly Observer[];
  /** Pages for programs that watch; `jeton` opens those that ask for one, which without it do not exist. */
  readonly watches?: readonly Watch[];
  readonly jeton?: string | undefined;
};

/** What a request comes to. */
export type Outcome = { readonly reply: Reply | Trouble; readonly rq: Rq | undefined };
