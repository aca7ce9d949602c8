import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { type AppOptions, createApp } from '../src/app.ts';
import { type Database, inTerritoire } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { testSealers } from './cachets-memoire.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';

export type Answer = {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
};

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A text whose punctuation comes after ordinary spaces, as sentences are written in the code: see `src/ui/typography.ts`. */
function breakable(text: string): string {
  return text.replace(/(?<=«|\b[Aa]rt\.|n°)\u00a0|\u00a0(?=[;:!?»])/g, ' ');
}

/** Somebody using the site without a browser: keeps the session, sends forms with a key and our own Origin. */
export class Visitor {
  readonly #app: Hono;
  readonly #host: string;
  readonly #cookie: string | undefined;

  constructor(app: Hono, options: { host?: string; token?: string | undefined } = {}) {
    this.#app = app;
    this.#host = options.host ?? 'localhost';
    this.#cookie = options.token === undefined ? undefined : `${sessionCookie(false)}=${options.token}`;
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#answer(await this.#app.request(path, { headers: { ...this.#headers(), ...headers } }));
  }

  /** Sends a form. A fresh `_cle` unless the fields bring one; an array sends the field several times. */
  async post(path: string, fields: Fields = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const body = new URLSearchParams({ _cle: randomUUID() });
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    return this.#send(path, body.toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers });
  }

  /** Sends a form that carries files. */
  async upload(path: string, form: FormData): Promise<Answer> {
    if (!form.has('_cle')) form.set('_cle', randomUUID());
    return this.#send(path, form, {});
  }

  async #send(path: string, body: string | FormData, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const all = { ...this.#headers(), origin: `http://${this.#host}`, ...headers };
    return this.#answer(await this.#app.request(path, { method: 'POST', body, headers: all }));
  }

  #headers(): Record<string, string> {
    return { host: this.#host, ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }) };
  }

  async #answer(response: Response): Promise<Answer> {
    const { status, headers } = response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status,
      headers,
      location: headers.get('location'),
      text: breakable(new TextDecoder().decode(bytes)),
      bytes,
    };
  }
}

export type SessionOptions = {
  readonly territoireId?: string;
  readonly host?: string;
  /** `lien`: the second factor is still to be given. */
  readonly niveau?: 'lien' | 'double';
  /** The code was given again a moment ago. */
  readonly confirme?: boolean;
};

/** The application on a database, and visitors of it. `clock` is real unless told. */
export function openSite(database: Database, options: Partial<AppOptions> = {}) {
  const app = createApp({
    database,
    demo: true,
    url: 'http://localhost',
    coffre: testCoffre,
    cles: testCles,
    sealers: testSealers,
    onBug: (error, where) => {
      throw new Error(`Bug at ${where}`, { cause: error });
    },
    ...options,
  });
  return {
    app,
    anonymous: (host?: string) => new Visitor(app, host === undefined ? {} : { host }),
    /** Somebody signed in to an account of a territoire. */
    signedIn: async (compteId: string, session: SessionOptions = {}) => {
      const { territoireId = '66', host = 'localhost', niveau = 'double', confirme = false } = session;
      const now = options.clock?.() ?? Temporal.Now.instant();
      const token = await inTerritoire(database, territoireId, (db) =>
        openSession(db, territoireId, compteId, now, { niveau, ...(confirme ? { confirmeAt: now } : {}) }),
      );
      return new Visitor(app, { host, token });
    },
  };
}
