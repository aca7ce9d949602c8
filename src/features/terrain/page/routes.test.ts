import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { bundleAsset } from '../../../platform/asset-bundle.ts';

const planning = usePlanning();
let agent: Visitor;
let autre: Visitor;

beforeAll(async () => {
  agent = await planning.site.signedIn(planning.small.comptes.agent);
  autre = await planning.site.signedIn(planning.small.comptes.autreAgent);
});

/** What changes at each answer, and names nobody. */
const sansTirage = (html: string): string =>
  html.replace(/nonce="[^"]*"/g, '').replace(/name="_cle" value="[^"]*"/g, '');

describe('la page qu’un appareil garde', () => {
  test('est la même pour tous les agents : elle ne nomme personne, pas même celui qui la demande', async () => {
    const [one, two] = [await agent.get('/terrain'), await autre.get('/terrain')];
    expect(one.status).toBe(200);
    expect(sansTirage(one.text)).toBe(sansTirage(two.text));
    const { id, nom, courriel } = await planning.base.owner
      .selectFrom('compte')
      .select(['id', 'nom', 'courriel'])
      .where('id', '=', planning.small.comptes.agent)
      .executeTakeFirstOrThrow();
    const elsewhere = await agent.get('/agenda');
    for (const mark of [id, nom]) expect(elsewhere.text).toContain(mark);
    for (const mark of [id, nom, courriel]) expect(one.text).not.toContain(mark);
  });

  test('sans JavaScript, elle dit où noter', async () => {
    const { text } = await agent.get('/terrain');
    const [, without = ''] = /<noscript>(.*?)<\/noscript>/s.exec(text) ?? [];
    expect(without).toContain('href="/agenda"');
    expect(text).toContain('data-c="terrain" data-formulaire="2" hidden');
  });

  test('sur les autres pages d’un agent, une ligne cachée attend de dire ce qui n’est pas parti', async () => {
    const { text } = await agent.get('/agenda');
    expect(text).toMatch(/<p class="e-attente" role="status" data-attente="true" hidden="">/);
    expect(text).toMatch(/src="\/assets\/attente\.[0-9a-f]+\.js"/);
  });

  test('pèse peu : moins de 25 Ko de scripts pour s’ouvrir, 6 de plus pour noter, moins de 40 Ko de page', async () => {
    const scripts = ['escale.js', 'terrain.js', 'sw.js'].map((name) => bundleAsset(name).gzip.length);
    expect(scripts.reduce((sum, one) => sum + one, 0)).toBeLessThan(25_000);
    expect(bundleAsset('saisie.js').gzip.length).toBeLessThan(6_000);
    expect(bundleAsset('attente.js').gzip.length).toBeLessThan(10_000);
    expect(gzipSync((await agent.get('/terrain')).text).length).toBeLessThan(40_000);
  });
});
