import { afterAll, beforeAll } from 'vitest';
import type { AppOptions } from '../../src/app.ts';
import { type Base, useBase } from '../base.ts';
import { testCles } from '../cles-partagees.ts';
import { type Cible, openCible } from './serveur.ts';

/** Gives the test file an Escale that listens, on the demo data: read its properties inside tests and hooks. */
export function useCible(options: Partial<AppOptions> = {}): Cible<Base> {
  const base = useBase({ demo: true });
  let opened: Awaited<ReturnType<typeof openCible<Base>>> | undefined;
  const get = () => {
    if (opened === undefined) throw new Error('The target of useCible() exists only inside tests and hooks');
    return opened;
  };
  beforeAll(async () => {
    opened = await openCible(base, { cles: testCles, ...options });
  });
  afterAll(() => opened?.close());
  return {
    base,
    get url() {
      return get().url;
    },
    get port() {
      return get().port;
    },
    ask: (...args) => get().ask(...args),
    send: (...args) => get().send(...args),
    token: (...args) => get().token(...args),
    raw: (...args) => get().raw(...args),
  };
}
