import { makeCoffre } from '../src/platform/coffre.ts';

/** The coffre of tests and benches: its key is known, so that every process of a run reads what another one sealed. */
export const testCoffre = makeCoffre(Buffer.from('the key of tests, thirty-two b.'.padEnd(32)));
