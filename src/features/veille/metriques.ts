import { type Database, poolState } from '../../platform/db.ts';
import type { Watch } from '../../platform/http/route.ts';
import { securityHeaders } from '../../platform/http/security.ts';
import type { Metrics, Reading } from '../../platform/metrics.ts';
import { compterEntreesEnAttente, compterTravaux } from './store.ts';

/** What Escale counts besides its requests. The two figures of the journal are looked up once. */
export function lectures(database: Database): readonly Reading[] {
  const journal = shared(() => compterEntreesEnAttente(database));
  return [
    {
      name: 'escale_database_connections',
      help: 'Connections to the database, and requests that wait for one',
      labels: ['state'],
      read: async () => Object.entries(poolState(database)).map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: 'escale_journal_unsealed_entries',
      help: 'Entries of the journal that wait for their seal',
      labels: ['territoire'],
      read: async () =>
        (await journal()).map(({ territoire, entrees }) => ({ labels: { territoire }, value: entrees })),
    },
    {
      name: 'escale_journal_unsealed_oldest_seconds',
      help: 'How long the oldest of them has waited',
      labels: ['territoire'],
      read: async () =>
        (await journal()).map(({ territoire, plusAncienneSecondes }) => ({
          labels: { territoire },
          value: plusAncienneSecondes,
        })),
    },
    {
      name: 'escale_jobs',
      help: 'Jobs that the database keeps, by kind and state',
      labels: ['job', 'state'],
      read: async () =>
        (await compterTravaux(database)).map(({ travail, etat, nombre }) => ({
          labels: { job: travail, state: etat },
          value: nombre,
        })),
    },
  ];
}

/** Those who ask at the same time share one answer. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let looking: Promise<T> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

/** `GET /metriques`: what Prometheus collects, for whoever bears the token. */
export function metriques(metrics: Metrics): Watch {
  return {
    method: 'GET',
    path: '/metriques',
    access: 'jeton',
    handle: async () =>
      new Response(await metrics.text(), {
        headers: { ...securityHeaders, 'content-type': metrics.contentType, 'cache-control': 'no-store' },
      }),
  };
}
