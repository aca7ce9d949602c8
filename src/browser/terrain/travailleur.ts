/** What a service worker is to us: the library of types of pages does not describe it. */

interface Attendu extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Demande extends Attendu {
  readonly request: Request;
  readonly preloadResponse?: Promise<Response | undefined>;
  respondWith(answer: Promise<Response> | Response): void;
}

export interface Synchro extends Attendu {
  readonly tag: string;
}

export interface Travailleur {
  /** What the server says before the script: what to keep, and under which version. */
  readonly ESCALE?: { readonly version: string; readonly coquille: string; readonly fichiers: readonly string[] };
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(): Promise<readonly { postMessage(data: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listen: (event: Attendu) => void): void;
  addEventListener(type: 'message', listen: (event: Attendu & { readonly data: unknown }) => void): void;
  addEventListener(type: 'fetch', listen: (event: Demande) => void): void;
  addEventListener(type: 'sync', listen: (event: Synchro) => void): void;
}
