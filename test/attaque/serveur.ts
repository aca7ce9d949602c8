import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type AppOptions, createApp } from '../../src/app.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { takePort } from '../../src/platform/http/door.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { openSession } from '../../src/platform/session.ts';
import type { Base } from '../base.ts';
import { testCoffre } from '../coffre.ts';

/** The database that a target serves. */
export type BaseServie = Pick<Base, 'owner' | 'request'>;

/** An Escale that listens, on the demo data: what an attacker sees of it. */
export interface Cible<B extends BaseServie = BaseServie> {
  readonly base: B;
  readonly url: string;
  readonly port: number;
  /** A request as given, redirects not followed. */
  ask(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; location: string | null; text: string; headers: Headers }>;
  /** A form sent from our own page, by whoever holds `token`. */
  send(
    path: string,
    fields?: Record<string, string>,
    options?: { token?: string; headers?: Record<string, string> },
  ): ReturnType<Cible['ask']>;
  /** The token of somebody signed in; `confirme`: whose code was given again a moment ago. */
  token(
    compteId: string,
    options?: { niveau?: 'lien' | 'double'; confirme?: boolean; territoireId?: string },
  ): Promise<string>;
  /** Bytes written on a bare socket, one piece at a time; what comes back until the server closes or `limitMs` is over, infinity being never. */
  raw(pieces: readonly string[], limitMs?: number): Promise<string>;
}

/** Starts an Escale on `base`, on a port of its own; `close` stops it and leaves the database. */
export async function openCible<B extends BaseServie>(
  base: B,
  options: Pick<AppOptions, 'cles'> & Partial<AppOptions>,
): Promise<Cible<B> & { readonly close: () => Promise<void> }> {
  const door = await takePort(0, '127.0.0.1');
  const url = `http://localhost:${door.port}`;
  door.open(
    createApp({ database: base.request, demo: true, url, coffre: testCoffre, onBug: () => undefined, ...options }),
  );
  const cible: Cible<B> = {
    base,
    url,
    port: door.port,
    async ask(path, init = {}) {
      const response = await fetch(`${cible.url}${path}`, { redirect: 'manual', ...init });
      const { status, headers } = response;
      return { status, headers, location: headers.get('location'), text: await response.text() };
    },
    send(path, fields = {}, { token, headers = {} } = {}) {
      return cible.ask(path, {
        method: 'POST',
        body: new URLSearchParams({ _cle: randomUUID(), ...fields }),
        headers: {
          origin: cible.url,
          ...(token === undefined ? {} : { cookie: `${sessionCookie(false)}=${token}` }),
          ...headers,
        },
      });
    },
    token(compteId, { niveau = 'double', confirme = false, territoireId = '66' } = {}) {
      const now = Temporal.Now.instant();
      return inTerritoire(base.request, territoireId, (db) =>
        openSession(db, territoireId, compteId, now, { niveau, ...(confirme ? { confirmeAt: now } : {}) }),
      );
    },
    async raw(pieces, limitMs = 5_000) {
      const socket = connect(door.port, '127.0.0.1');
      let answer = '';
      socket.on('error', () => undefined);
      socket.setEncoding('latin1').on('data', (part: string) => {
        answer += part;
      });
      const closed = once(socket, 'close');
      await once(socket, 'connect');
      for (const piece of pieces) socket.write(piece);
      const timer = Number.isFinite(limitMs) ? setTimeout(() => socket.destroy(), limitMs) : undefined;
      await closed;
      clearTimeout(timer);
      return answer;
    },
  };
  return { ...cible, close: () => door.close() };
}
