import type { Child } from 'hono/jsx';
import type { Objet } from '../journal.ts';

export type Breadcrumb = { readonly href: string; readonly label: string };

/** A page before its layout: a title, the way that leads to it, and what it shows. */
export type PageContent = {
  readonly title: string;
  readonly breadcrumbs?: readonly Breadcrumb[];
  readonly body: Child;
  /** A script of `src/browser` that this page needs besides that of every page: « cle.js ». */
  readonly script?: string;
  /** The page waits for something that is being done: it is asked for again after so long. */
  readonly refreshSeconds?: number;
  /** The same whoever is signed in, name and messages included: a device may keep it. */
  readonly coquille?: boolean;
  /** Set when the page is a form that was refused: the title says so. */
  readonly hasErrors?: boolean;
};

export type Redirect = {
  readonly kind: 'redirect';
  readonly to: string;
  readonly flash?: string;
  readonly cookies?: readonly string[];
  /** The browser forgets all that it keeps of the site: databases, caches, its worker. */
  readonly oublier?: boolean;
  /** What was written, for the journal, when the path does not name it: an object just created. */
  readonly objet?: Objet;
};

export type Reply =
  | { readonly kind: 'page'; readonly status: number; readonly page: PageContent }
  | Redirect
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array | string;
      readonly type: string;
      readonly name: string;
      readonly inline: boolean;
      readonly styled: boolean;
      readonly worker: boolean;
      readonly maxAgeSeconds: number;
      readonly revalidated: boolean;
    }
  | { readonly kind: 'donnees'; readonly json: unknown; readonly status: number }
  | { readonly kind: 'not-found' };

export function page(content: PageContent, status = 200): Reply {
  return { kind: 'page', status, page: content };
}

/** A form refused: shown again with all its errors, answered 422; whatever was written is rolled back. */
export function refusal(content: PageContent): Reply {
  return { kind: 'page', status: 422, page: { ...content, hasErrors: true } };
}

/** After a write: go there, and say `flash` once. A POST commits on a redirect and on nothing else. */
export function redirect(
  to: string,
  options: { flash?: string; cookies?: readonly string[]; oublier?: boolean; objet?: Objet } = {},
): Reply {
  return { kind: 'redirect', to, ...options };
}

/**
 * A document: shown in the browser when `inline` (an HTML one with its own styles when `styled`), downloaded under `name` otherwise.
 * `worker`: a script that works apart from any page. `revalidated`: read again and again by a program, which is answered 304 while it has not changed.
 */
export function file(options: {
  bytes: Uint8Array | string;
  type: string;
  name: string;
  inline?: boolean;
  styled?: boolean;
  worker?: boolean;
  maxAgeSeconds?: number;
  revalidated?: boolean;
}): Reply {
  return {
    kind: 'file',
    inline: false,
    styled: false,
    worker: false,
    maxAgeSeconds: 0,
    revalidated: false,
    ...options,
  };
}

/** An answer for a script of ours, as JSON. A POST of `route.donnees` commits on it, whatever it says of each thing asked. */
export function donnees(json: unknown, status = 200): Reply {
  return { kind: 'donnees', json, status };
}

export function notFound(): Reply {
  return { kind: 'not-found' };
}
