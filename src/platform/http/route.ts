import type { Compte, Role } from '../../domain/compte.ts';
import type { Donnee } from '../../domain/conservation.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../db.ts';
import type { Objet } from '../journal.ts';
import type { Session } from '../session.ts';
import type { FormData as SentForm } from './form.ts';
import { RYTHME_PUBLIC, type Rythme } from './limits.ts';
import type { Reply } from './reply.ts';

/** What a handler knows of a request. `db` is a transaction that already serves the territoire. */
export type Rq = {
  readonly territoire: Territoire;
  readonly compte: Compte | undefined;
  readonly db: Db;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly form: SentForm;
  /** What the JSON of a route of `donnees` says; undefined for any other. */
  readonly corps: unknown;
  readonly now: Temporal.Instant;
  /** The day in Paris. */
  readonly today: Temporal.PlainDate;
  readonly path: string;
  /** A fresh idempotency key for the form that the page may hold. */
  readonly key: string;
  /** The session's token, when there is one. */
  readonly token: string | undefined;
  readonly session: Session | undefined;
  /** A cookie of ours besides the session's, as the browser sent it. */
  readonly cookie: (name: string) => string | undefined;
  /** Address of who asks, as the door or the trusted proxy in front of it saw it; '' when unknown. */
  readonly adresse: string;
  /** The page of ours that led here, as its address says it; undefined when the browser does not tell, or comes from elsewhere. */
  readonly depuis: string | undefined;
  /** « User-Agent », as sent. */
  readonly navigateur: string;
  /** Writes a line of the journal in this transaction, besides the one that every write leaves by itself. */
  readonly note: (acte: string, objet?: Objet) => Promise<void>;
};

export type SignedRq = Rq & { readonly compte: Compte; readonly session: Session };

/** May this account have this object? `true`: any object of the territoire. */
export type Permission<O> = true | ((compte: Compte, object: O) => boolean);

/** Who may use a route: everyone, or the roles named, each with what it may reach. */
export type Access<O> = 'public' | Partial<Record<Role, Permission<O>>>;

export type Method = 'GET' | 'POST';

export type Route<O = unknown> = {
  readonly method: Method;
  readonly path: string;
  readonly access: Access<O>;
  /** Only on a demo instance. */
  readonly demo: boolean;
  /**
   * What a session must have proved: `double` (both factors) unless told; `lien` for the pages that ask for the second
   * factor; `confirme` for what asks the code again when it was not given in the last 10 minutes.
   */
  readonly niveau: 'lien' | 'double' | 'confirme';
  /** How often one address may send it: `RYTHME_PUBLIC` for a form open to all, unless told; none otherwise. */
  readonly rythme: Rythme | undefined;
  /** The heaviest form with files that it receives, in bytes, from whoever may send it: 1 MB unless told. */
  readonly poids: number | undefined;
  /** What the journal says of it, « fermer un compte »: the path when not told. A page with an `acte` is journalled too. */
  readonly acte: string | undefined;
  /**
   * Personal data that a form writes: its page bears the notice that says why and for how long. A page tells those of the
   * form of its own path by itself; it declares the others that it shows. Compulsory for a POST (test/collecte.test.ts).
   */
  readonly collecte: readonly Donnee[] | 'rien' | undefined;
  /**
   * Kind of the secret things that the route serves, as its path names them (« mandat »): whoever is refused one, or asks for
   * one that is not theirs or does not exist, leaves a line « accès refusé » in the journal. The answer does not change.
   */
  readonly garde: string | undefined;
  /** What its path names may be any text, read by its handler: a person copies it by hand, and is told more than « not found ». */
  readonly libre: boolean;
  /** Whoever sends it acts as nobody signed in, on whatever browser it is: its lines of the journal bear no name. */
  readonly anonyme: boolean;
  /** A form answered by a page, since what it asks is too secret for an address: its line of the journal is written apart. */
  readonly lecture: boolean;
  /**
   * A script of ours asks, and reads JSON, even of what goes wrong (`{message}`). A POST is sent as JSON too (`rq.corps`): it bears
   * no key, since what it says bears its own, and commits on the answer that its handler gives.
   */
  readonly donnees: boolean;
  /** Asked by a script or a browser by itself: a page left open with nobody in front does not keep its session. */
  readonly machinale: boolean;
  /** Cookies to give again when the same form is sent again: a browser drops those of an answer that a second tap cut. */
  readonly cookiesEncore: ((rq: Rq) => Promise<readonly string[]>) | undefined;
  readonly load: (rq: Rq) => Promise<O | undefined>;
  readonly handle: (rq: Rq, object: O) => Promise<Reply>;
};

type Declaration<O, A extends Access<O>> = {
  readonly access: A;
  readonly demo?: boolean;
  readonly niveau?: Route['niveau'];
  readonly acte?: string;
  readonly collecte?: Route['collecte'];
  readonly rythme?: Rythme;
  readonly poids?: number;
  readonly garde?: string;
  readonly libre?: boolean;
  readonly anonyme?: boolean;
  readonly lecture?: boolean;
  readonly donnees?: boolean;
  readonly machinale?: boolean;
  readonly cookiesEncore?: (rq: Rq) => Promise<readonly string[]>;
  /** Finds the object that the path names; undefined answers 404. The permission is checked against what it returns. */
  readonly load?: (rq: Rq) => Promise<O | undefined>;
  readonly handle: (rq: A extends 'public' ? Rq : SignedRq, object: O) => Promise<Reply>;
};

function declare<O, A extends Access<O>>(method: Method, path: string, declaration: Declaration<O, A>): Route {
  const nothing = async () => null as O;
  return {
    method,
    path,
    demo: false,
    niveau: 'double',
    acte: undefined,
    collecte: undefined,
    poids: undefined,
    garde: undefined,
    libre: false,
    anonyme: false,
    lecture: false,
    donnees: false,
    machinale: false,
    cookiesEncore: undefined,
    rythme: method === 'POST' && declaration.access === 'public' ? RYTHME_PUBLIC : undefined,
    load: nothing,
    ...declaration,
  } as unknown as Route;
}

/** Declares a page. Runs in a read-only transaction, unless the journal keeps that it was seen (`acte`). */
export function get<O, A extends Access<O>>(path: string, declaration: Declaration<O, A>): Route {
  return declare('GET', path, declaration);
}

/** Declares a write: one transaction, committed on a redirect, rolled back on a refusal. */
export function post<O, A extends Access<O>>(path: string, declaration: Declaration<O, A>): Route {
  return declare('POST', path, declaration);
}

/** Routes that all serve secret things of one kind: see `garde`. */
export function guarded(garde: string, routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({ ...route, garde }));
}

/** A page for programs that watch over the server: outside any territoire, session or transaction. */
export type Watch = {
  readonly method: 'GET';
  readonly path: string;
  /** `jeton`: whoever sends the token of those who watch; no account opens it. */
  readonly access: 'public' | 'jeton';
  readonly handle: () => Promise<Response>;
};

export type Verdict = 'allowed' | 'sign-in' | 'second-factor' | 'confirm' | 'forbidden' | 'not-found';

/**
 * Decides whether `compte` may use `route`, before its object is loaded (`object` absent) and after.
 * A role that is not named is refused outright; an object that is not the account's own is « not found », never
 * « forbidden », which would confirm that it exists.
 */
export function authorise(route: Route, compte: Compte | undefined, loaded?: { object: unknown }): Verdict {
  if (route.access === 'public') return 'allowed';
  if (compte === undefined) return 'sign-in';
  const permission = route.access[compte.role];
  if (permission === undefined) return 'forbidden';
  if (permission === true || loaded === undefined) return 'allowed';
  return permission(compte, loaded.object) ? 'allowed' : 'not-found';
}

/** The personal data that the page of a route tells of: its own, then those of the form sent to the same path. */
export function collecteDe(route: Route, routes: readonly Route[]): readonly Donnee[] {
  const same = routes.filter(({ method, path }) => method === 'POST' && path === route.path);
  return [...new Set([route, ...same].flatMap(({ collecte = 'rien' }) => (collecte === 'rien' ? [] : collecte)))];
}
