import { makeCoffre } from '../src/platform/coffre.ts';

/** The key of tests and benches: known, so that every process of a run reads what another one sealed. */
export const testCle = Buffer.from('the key of tests, thirty-two b.'.padEnd(32));
export const testCoffre = makeCoffre(testCle);
