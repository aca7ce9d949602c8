import { afterAll, beforeAll } from 'vitest';
import { createApp } from '../src/app.ts';
import { takePort } from '../src/platform/http/door.ts';
import { startWorkers } from '../src/platform/jobs.ts';
import type { DataKeys } from '../src/platform/keys/store.ts';
import { closePdf } from '../src/platform/pdf/render.ts';
import { works } from '../src/travaux.ts';
import { type Base, createBase } from '../test/base.ts';
import { testSealers } from '../test/cachets-memoire.ts';
import { testCles } from '../test/cles-partagees.ts';
import { testCoffre } from '../test/coffre.ts';

export interface Site extends Base {
  /** Address of the demo, without a final slash. */
  readonly url: string;
}

/**
 * A demo of its own for the test file, on a free port and the real day: database, demo data, application, as a visitor
 * finds them. Made before the first test, stopped after the last. `clock`: another hour of that day; `store`: keys of its own, for
 * whoever destroys some by the pages.
 */
export function useSite(
  clock: () => Temporal.Instant = () => Temporal.Now.instant(),
  store: { readonly cles: DataKeys } = { cles: testCles },
): () => Site {
  const undo = new AsyncDisposableStack();
  let site: Site | undefined;
  beforeAll(async () => {
    const base = await createBase();
    undo.defer(() => base.drop());
    undo.defer(closePdf);
    const door = await takePort(0, '127.0.0.1');
    undo.defer(() => door.close());
    const url = `http://localhost:${door.port}`;
    const workers = await startWorkers(
      base.requestUrl,
      works({
        database: base.request,
        coffre: testCoffre,
        cles: store.cles,
        url,
        transport: undefined,
        dossier: '/nonexistent',
        clock,
      }),
      {
        schedules: [],
        territoireIds: async () => [],
        onError: (error) => {
          throw error;
        },
      },
    );
    undo.defer(() => workers.stop());
    door.open(
      createApp({
        database: base.request,
        demo: true,
        url,
        coffre: testCoffre,
        cles: store.cles,
        sealers: testSealers,
        clock,
      }),
    );
    site = { ...base, url };
  });
  afterAll(() => undo.disposeAsync());
  return () => {
    if (site === undefined) throw new Error('The site of useSite() exists only inside tests and hooks');
    return site;
  };
}
