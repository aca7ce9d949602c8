import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { assetUrl } from '../../platform/assets.ts';
import { coquilleDe } from './service-worker.ts';

const base = useBase();
let site: ReturnType<typeof openSite>;
let visitor: Visitor;
let agent: Visitor;
let equipe: Visitor;

beforeAll(async () => {
  const { comptes } = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  visitor = site.anonymous();
  agent = await site.signedIn(comptes.agent);
  equipe = await site.signedIn(comptes.equipe);
});

/** What the script is given before its own text. */
function escaleDe(text: string): ReturnType<typeof coquilleDe> {
  const [, json = ''] = /^self\.ESCALE=(.*);\n/.exec(text) ?? [];
  return JSON.parse(json);
}

describe('le script qui ouvre Escale sans réseau', () => {
  test('est à la racine, se relit à chaque fois, et ne demande rien à un autre serveur', async () => {
    const { status, headers, text } = await visitor.get('/sw.js');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('content-security-policy')).toBe("default-src 'self'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
    expect(text).not.toMatch(/https?:\/\//);
    const etag = headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    expect((await visitor.get('/sw.js', { 'if-none-match': etag })).status).toBe(304);
    expect((await visitor.get('/sw.js', { 'if-none-match': '"autre"' })).status).toBe(200);
  });

  test('part comprimé à qui le veut, le même une fois ouvert', async () => {
    const { text } = await visitor.get('/sw.js');
    for (const encoding of ['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.5']) {
      const { headers, bytes } = await visitor.get('/sw.js', { 'accept-encoding': encoding });
      expect(headers.get('content-encoding'), encoding).toBe('gzip');
      expect(headers.get('vary')).toBe('accept-encoding');
      expect(gunzipSync(bytes).toString()).toBe(text);
      const known = { 'accept-encoding': encoding, 'if-none-match': headers.get('etag') ?? '' };
      const again = await visitor.get('/sw.js', known);
      expect([again.status, again.headers.get('content-encoding')]).toEqual([304, null]);
    }
    for (const encoding of ['', 'identity', 'br', 'gzip;q=0', 'gzip; q=0.0', 'xgzip'])
      expect((await visitor.get('/sw.js', { 'accept-encoding': encoding })).headers.get('content-encoding')).toBeNull();
  });

  test('pèse, avec les scripts de la page qu’il ouvre, moins de 25 Ko ; ceux d’une saisie viennent ensuite, gardés avec les autres', async () => {
    const { fichiers } = escaleDe((await visitor.get('/sw.js')).text);
    const scripts = ['/sw.js', ...fichiers.filter((address) => /\/(?:escale|terrain)\.\w+\.js$/.test(address))];
    expect(fichiers.filter((address) => address.endsWith('.js') && !scripts.includes(address))).toEqual([
      assetUrl('saisie.js'),
    ]);
    const sizes = scripts.map(
      async (address) => (await visitor.get(address, { 'accept-encoding': 'gzip, br' })).bytes.length,
    );
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(scripts).toHaveLength(3);
    expect(total).toBeLessThan(25_000);
  });

  test('est le même pour chacun : il ne dit rien de qui le demande', async () => {
    const { text } = await visitor.get('/sw.js');
    expect((await agent.get('/sw.js')).text).toBe(text);
    expect((await equipe.get('/sw.js?compte=1')).text).toBe(text);
  });

  test('nomme une coquille et des fichiers qui existent tous, chez chaque territoire', async () => {
    for (const host of ['localhost', 'voisin.localhost']) {
      const here = site.anonymous(host);
      const { version, coquille, fichiers } = escaleDe((await here.get('/sw.js')).text);
      expect(version).toMatch(/^[0-9a-f]{16}$/);
      expect(coquille).toBe('/terrain');
      expect(fichiers.length).toBeGreaterThan(6);
      for (const address of fichiers) expect((await here.get(address)).status, address).toBe(200);
    }
  });

  test('porte les fichiers dont la page a besoin', async () => {
    const { fichiers } = escaleDe((await agent.get('/sw.js')).text);
    const { text } = await agent.get('/terrain');
    const needed = [...text.matchAll(/(?:href|src)="(\/(?:assets\/[^"]+|favicon[^"]+|manifest[^"]+|logo[^"]*))"/g)];
    expect(needed.length).toBeGreaterThanOrEqual(4);
    for (const [, address] of needed) expect(fichiers).toContain(address);
  });

  test('a une version qui ne tient qu’à ce qu’il garde', () => {
    const plain = coquilleDe({ theme: 'escale', logo: null });
    expect(coquilleDe({ theme: 'escale', logo: null })).toEqual(plain);
    expect(coquilleDe({ theme: 'grenat', logo: null }).version).not.toBe(plain.version);
    const avecLogo = coquilleDe({ theme: 'escale', logo: '0123456789abcdef' });
    expect(avecLogo.version).not.toBe(plain.version);
    expect(avecLogo.fichiers).toContain('/logo?v=0123456789abcdef');
  });
});

describe('chaque page', () => {
  test('permet ce script et l’installation, et rien d’ailleurs', async () => {
    const csp = (await visitor.get('/')).headers.get('content-security-policy') ?? '';
    expect(csp).toContain("worker-src 'self'");
    expect(csp).toContain("manifest-src 'self'");
  });

  test('ne le propose qu’aux agents, avec leur compte', async () => {
    const { text } = await agent.get('/agenda');
    expect(text).toMatch(/<body data-terrain="\/sw\.js" data-compte="[0-9a-f-]{36}">/);
    expect(text).toContain('rel="manifest"');
    expect(text).toContain('name="appareil"');
    for (const other of [await equipe.get('/agents'), await visitor.get('/')]) {
      expect(other.text).toContain('<body>');
      expect(other.text).not.toMatch(/rel="manifest"|name="appareil"|data-compte/);
    }
  });
});

describe('l’application qui s’installe', () => {
  test('s’ouvre sur la journée, en français, avec des icônes de la taille dite', async () => {
    const { headers, text } = await visitor.get('/manifest.webmanifest');
    expect(headers.get('content-type')).toContain('application/manifest+json');
    const manifest = JSON.parse(text);
    expect(manifest).toMatchObject({ id: '/', scope: '/', start_url: '/terrain', display: 'standalone', lang: 'fr' });
    const png = manifest.icons.filter((icon: { type: string }) => icon.type === 'image/png');
    expect(png.map((icon: { sizes: string; purpose: string }) => `${icon.sizes} ${icon.purpose}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
    ]);
    for (const { src, sizes } of png) {
      const { bytes, headers: sent } = await visitor.get(src);
      expect(sent.get('content-type')).toBe('image/png');
      const header = new DataView(bytes.buffer, bytes.byteOffset);
      expect(`${header.getUint32(16)}x${header.getUint32(20)}`, src).toBe(sizes);
    }
    for (const { url } of manifest.shortcuts) expect((await agent.get(url.split('#')[0])).status, url).toBe(200);
  });
});
