import type { Database } from '../../platform/db.ts';
import { securityHeaders } from '../../platform/http/security.ts';
import { readMigrationState } from '../../platform/migrations.ts';
import { readVersion } from '../../platform/project-root.ts';

/** A watcher waits no longer than this for an answer, in milliseconds. */
const PATIENCE_MS = 2000;

/** How Escale is: what `GET /sante` answers, and nothing about where the database is. */
export interface Sante {
  readonly statut: 'ok' | 'en_panne';
  readonly base: 'joignable' | 'injoignable';
  /** Null while the database is away. */
  readonly migrations: { readonly appliquees: number; readonly attendues: number } | null;
  readonly version: string;
}

/**
 * Answers how Escale is, in two seconds at most: 200 when the database answers and is as this version expects it, else 503.
 * It serves no territoire and keeps no transaction. Those who ask together share one look at the database.
 */
export function sante(database: Database): () => Promise<Response> {
  const version = readVersion();
  let looking: ReturnType<typeof readMigrationState> | undefined;
  const look = () => {
    looking ??= readMigrationState(database).finally(() => {
      looking = undefined;
    });
    return looking;
  };
  return async () => {
    const migrations = await withinPatience(look());
    const statut = migrations !== null && migrations.appliquees === migrations.attendues ? 'ok' : 'en_panne';
    const answer: Sante = { statut, base: migrations === null ? 'injoignable' : 'joignable', migrations, version };
    return new Response(JSON.stringify(answer), {
      status: statut === 'ok' ? 200 : 503,
      headers: { ...securityHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    });
  };
}

/** Null when the database refuses, or says nothing in time. */
async function withinPatience(state: ReturnType<typeof readMigrationState>): Promise<Sante['migrations']> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, PATIENCE_MS, null);
  const counted = state.then(
    ({ executed, pending, unknown }) => ({
      appliquees: executed.length,
      attendues: executed.length - unknown.length + pending.length,
    }),
    () => null,
  );
  try {
    return await Promise.race([counted, late]);
  } finally {
    clearTimeout(timer);
  }
}
