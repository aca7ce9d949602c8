import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { assetUrl, serveAssets } from './assets.ts';

const app = new Hono().use(serveAssets()).get('*', (c) => c.text('ailleurs'));
const fetchCss = (encoding: string) =>
  app.request(assetUrl('escale.css'), { headers: { 'accept-encoding': encoding } });
const bytes = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('les feuilles de style et les scripts', () => {
  test('sont envoyés dans le meilleur encodage accepté, le même contenu à chaque fois', async () => {
    const plain = await fetchCss('identity');
    const gzip = await fetchCss('gzip, deflate');
    const brotli = await fetchCss('gzip, deflate, br');
    expect([plain, gzip, brotli].map((response) => response.headers.get('content-encoding'))).toEqual([
      null,
      'gzip',
      'br',
    ]);
    const identity = await bytes(plain);
    expect(new Uint8Array(gunzipSync(await bytes(gzip)))).toEqual(identity);
    expect(new Uint8Array(brotliDecompressSync(await bytes(brotli)))).toEqual(identity);
    expect((await fetchCss('br;q=0, gzip')).headers.get('content-encoding')).toBe('gzip');
  });

  test('se gardent un an, sous un nom qui change avec leur contenu', async () => {
    expect(assetUrl('escale.css')).toMatch(/^\/assets\/escale\.[0-9a-f]{10}\.css$/);
    expect((await fetchCss('br')).headers.get('cache-control')).toContain('immutable');
  });

  test('pèsent peu, et n’appellent rien d’autre', async () => {
    const css = new TextDecoder().decode(await bytes(await fetchCss('identity')));
    expect((await bytes(await fetchCss('br'))).length).toBeLessThan(15_000);
    expect(css).not.toMatch(/url\(|@import|@layer/);
  });

  test('laissent passer tout le reste', async () => {
    expect(await (await app.request('/assets/../package.json')).text()).toBe('ailleurs');
    expect(await (await app.request('/ports')).text()).toBe('ailleurs');
    expect((await app.request('/favicon.svg')).headers.get('content-type')).toContain('image/svg+xml');
    expect(() => assetUrl('inconnu.css')).toThrow();
  });
});
