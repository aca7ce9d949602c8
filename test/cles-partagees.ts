import { afterAll, beforeAll, inject } from 'vitest';
import { type DataKeys, openDataKeys } from '../src/platform/keys/store.ts';
import { createKeyDatabase, lazyKeys, testMasters } from './cles.ts';

/** The keys that all test files of a run share; whoever destroys some of the demo takes their own with `useCles`. */
export const testCles: DataKeys = lazyKeys(() => inject('testServer').clesUrl);

/** Gives the test file places of keys of its own, `places` of them, opened as one. */
export function useCles(places = 1): { readonly urls: readonly string[]; readonly cles: DataKeys } {
  let made: { urls: readonly string[]; cles: DataKeys } | undefined;
  const undo = new AsyncDisposableStack();
  beforeAll(async () => {
    const urls: string[] = [];
    for (let place = 0; place < places; place += 1) {
      const { url, drop } = await createKeyDatabase(inject('testServer'));
      undo.defer(drop);
      urls.push(url);
    }
    const cles = await openDataKeys(urls, testMasters);
    undo.defer(() => cles.close());
    made = { urls, cles };
  });
  afterAll(() => undo.disposeAsync());
  const get = () => {
    if (made === undefined) throw new Error('The keys of useCles() exist only inside tests and hooks');
    return made;
  };
  return {
    get urls() {
      return get().urls;
    },
    get cles() {
      return get().cles;
    },
  };
}
