import { describe, expect, test } from 'vitest';
import { envoyerLien } from '../../src/features/comptes/lien.ts';
import { allTerritoires } from '../../src/features/territoires/store.ts';
import { testCoffre } from '../coffre.ts';
import { useCible } from './cible.ts';
import { paireDuCompte } from './existence.ts';
import { expectSameWork } from './memes.ts';
import { travailDe } from './travail.ts';

const cible = useCible({ proxies: 1 });

describe('Le travail que demande une réponse', () => {
  test('ne dit pas si une adresse a un compte', async () => {
    await expectSameWork(cible, paireDuCompte(cible));
  });

  test('le dirait si le compte était cherché avant de répondre : la mesure le verrait', async () => {
    const territoire = (await allTerritoires(cible.base.request)).find(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    const search = (courriel: string) => {
      const sealed = testCoffre.seal(Buffer.from(JSON.stringify({ courriel })), 'lien-connexion').toString('base64');
      const outils = { database: cible.base.request, coffre: testCoffre, url: cible.url };
      return travailDe(() => envoyerLien(outils, territoire, sealed, Temporal.Now.instant()));
    };
    const [known, unknown] = [await search('irene.obsidienne@exemple.fr'), await search('inconnue@exemple.fr')];
    expect(known.slice(0, 4)).toEqual(unknown.slice(0, 4));
    expect(unknown).toContain('createDecipheriv(aes-256-gcm)');
    expect(known.length).toBeGreaterThan(unknown.length);
    expect(known.some((what) => what.includes('insert into "courriel"'))).toBe(true);
    expect(unknown.some((what) => what.startsWith('insert'))).toBe(false);
  });
});
