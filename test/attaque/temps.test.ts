import { describe, expect, test } from 'vitest';
import { envoyerLien } from '../../src/features/comptes/lien.ts';
import { allTerritoires } from '../../src/features/territoires/store.ts';
import { testCoffre } from '../coffre.ts';
import { useCible } from './cible.ts';
import { compare, Z_MAX } from './mesure.ts';

const cible = useCible({ proxies: 1 });

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
