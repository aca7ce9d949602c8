import { describe, expect, test } from 'vitest';
import { envoyerLien } from '../../src/features/comptes/lien.ts';
import { allTerritoires } from '../../src/features/territoires/store.ts';
import { testCoffre } from '../coffre.ts';
import { useCible } from './cible.ts';

const ROUNDS = 120;
/** Beyond it, two series are told apart: chance alone does so once in some fifteen thousand. */
const Z_MAX = 4;

const cible = useCible({ proxies: 1 });

/** How far two series of durations are apart, in standard deviations (Mann and Whitney): their order alone counts. */
function distance(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((ms) => ({ ms, isA: true })), ...b.map((ms) => ({ ms, isA: false }))].sort(
    (one, other) => one.ms - other.ms,
  );
  const sum = ranked.reduce((total, { isA }, index) => total + (isA ? index + 1 : 0), 0);
  const mean = (a.length * (a.length + b.length + 1)) / 2;
  return (sum - mean) / Math.sqrt((mean * b.length) / 6);
}

/** Times two ways in turn, so that what slows the machine down slows both. */
async function compare(
  one: (round: number) => Promise<void>,
  other: (round: number) => Promise<void>,
): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let round = -10; round < ROUNDS; round += 1) {
    const turns = [
      [one, times[0]],
      [other, times[1]],
    ] as const;
    for (const [run, series] of round % 2 === 0 ? turns : turns.toReversed()) {
      const start = performance.now();
      await run(round + 10);
      if (round >= 0) series.push(performance.now() - start);
    }
  }
  return distance(...times);
}

describe('Le temps que prend une réponse', () => {
  test('ne dit pas si une adresse a un compte', { timeout: 60_000 }, async () => {
    let address = 0;
    const ask = async (courriel: string) => {
      address += 1;
      // Each from another address: the limits are not what is measured.
      const headers = { 'x-forwarded-for': `198.51.${address >> 8}.${address & 255}` };
      expect((await cible.send('/connexion', { courriel }, { headers })).status).toBe(303);
    };
    const z = await compare(
      () => ask('irene.obsidienne@exemple.fr'),
      (round) => ask(`inconnue${round}@exemple.fr`),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
  });

  test('le dirait si le compte était cherché avant de répondre : la mesure le verrait', {
    timeout: 60_000,
  }, async () => {
    const territoire = (await allTerritoires(cible.base.request)).find(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    const search = (courriel: string) => {
      const sealed = testCoffre.seal(Buffer.from(JSON.stringify({ courriel })), 'lien-connexion').toString('base64');
      const outils = { database: cible.base.request, coffre: testCoffre, url: cible.url };
      // A quarter of an hour later each time: the link is made, not refused as one too many.
      return (round: number) =>
        envoyerLien(outils, territoire, sealed, Temporal.Now.instant().add({ minutes: 16 * round }));
    };
    const z = await compare(search('irene.obsidienne@exemple.fr'), search('inconnue@exemple.fr'));
    expect(z).toBeGreaterThan(Z_MAX);
  });
});
