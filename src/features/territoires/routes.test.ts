import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { lireLogo } from './rules.ts';

const base = useBase();
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let administrateur: Visitor;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  administrateur = await site.signedIn(ids.comptes.administrateur);
});
afterAll(closePdf);

/** A picture of one colour, 16 × 8. */
const JPEG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb',
    'qmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAI',
    'ABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQX/xA',
    'AUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCWAFB//9k=',
  ].join(''),
  'base64',
);

function block(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const number = (value: number) => Buffer.from(Uint32Array.of(value).buffer).swap32();
  return Buffer.concat([number(data.length), content, number(crc32(content))]);
}

/** A grey picture; `noise` makes it heavy. */
function png(width: number, height: number, noise = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1), 120);
  for (const at of rows.keys()) {
    if (at % (width + 1) === 0) rows[at] = 0;
    else if (noise) rows[at] = (at * 2_654_435_761) % 251;
  }
  const parts = [block('IHDR', header), block('IDAT', deflateSync(rows, { level: noise ? 0 : 6 }))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts, block('IEND', Buffer.alloc(0))]);
}

const PNG = png(200, 80);

function upload(bytes: Uint8Array | undefined, name = 'logo.png', visitor = administrateur) {
  const form = new FormData();
  if (bytes !== undefined) form.set('logo', new File([new Uint8Array(bytes)], name));
  return visitor.upload('/reglages/logo', form);
}

const coordonnees = {
  adresse: '24 quai Fictif, 66000 Perpignan',
  representantFonction: 'la Présidente du Département',
  representantNom: 'Anne Fictive',
  telephone: '0400000000',
  courriel: 'Accueil@Exemple.fr',
  theme: 'garrigue',
};

describe('Le logo', () => {
  test.each([
    ['PNG', PNG, 'image/png'],
    ['JPEG', JPEG, 'image/jpeg'],
  ])('%s est enregistré, montré, et changé d’adresse', async (_, bytes, type) => {
    const answer = await upload(bytes, 'nom-quelconque.txt');
    expect(answer.location).toBe('/reglages');
    const page = await administrateur.get('/reglages');
    const [, address = ''] = /src="(\/logo\?v=[0-9a-f]{16})"/.exec(page.text) ?? [];
    const shown = await site.app.request(address);
    expect(shown.headers.get('content-type')).toBe(type);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000');
    expect(shown.headers.get('content-disposition')).toContain('inline');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('sans son empreinte, ou avec celle d’un autre, n’est pas gardé en mémoire', async () => {
    await upload(PNG);
    for (const address of ['/logo', '/logo?v=0000000000000000']) {
      expect((await site.anonymous().get(address)).headers.get('cache-control'), address).toBe('no-store');
    }
  });

  test('d’un autre territoire n’est pas montré', async () => {
    await upload(PNG);
    expect((await site.anonymous('voisin.localhost').get('/logo')).status).toBe(404);
  });

  const damaged = Buffer.from(PNG);
  damaged.fill(7, 45, 60);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  test.each<[string, Uint8Array | undefined, RegExp]>([
    ['absent', undefined, /Choisissez le fichier du logo/],
    ['vide', new Uint8Array(), /Choisissez le fichier du logo/],
    ['SVG renommé .png', svg, /n’est pas une image PNG ou JPEG/],
    ['HTML renommé .png', Buffer.from('<!doctype html><script>alert(1)</script>'), /n’est pas une image PNG ou JPEG/],
    ['GIF', Buffer.from('GIF89a'), /n’est pas une image PNG ou JPEG/],
    ['PNG réduit à sa signature', PNG.subarray(0, 8), /abîmée/],
    ['PNG suivi de HTML', Buffer.concat([PNG.subarray(0, 8), Buffer.from('<script>'.repeat(20))]), /abîmée/],
    ['PNG sans contenu', PNG.subarray(0, 33), /abîmée/],
    ['PNG coupé', PNG.subarray(0, PNG.length - 20), /abîmée/],
    ['PNG au contenu faux', damaged, /abîmée/],
    ['PNG de 0 pixel', png(0, 10), /abîmée/],
    ['JPEG réduit à sa signature', JPEG.subarray(0, 4), /abîmée/],
    ['JPEG coupé', JPEG.subarray(0, JPEG.length - 10), /abîmée/],
    ['JPEG sans image', Buffer.concat([JPEG.subarray(0, 20), Buffer.from([0xff, 0xd9])]), /abîmée/],
    ['trop grand', png(4001, 10), /dépasse 4000 pixels/],
    ['trop lourd', png(1000, 600, true), /dépasse 500 Ko/],
  ])('%s est refusé, et l’ancien reste', async (_, bytes, sentence) => {
    await upload(PNG);
    const before = await (await site.app.request('/logo')).arrayBuffer();
    const answer = await upload(bytes);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(sentence);
    const after = await (await site.app.request('/logo')).arrayBuffer();
    expect(Buffer.from(after).equals(Buffer.from(before))).toBe(true);
  });

  test('envoyé comme un texte, est absent', async () => {
    expect((await administrateur.post('/reglages/logo', { logo: 'x' })).text).toContain(
      'Choisissez le fichier du logo',
    );
  });

  test('se lit dans ses octets, quels qu’ils soient, sans exception', () => {
    for (let cut = 0; cut < JPEG.length; cut += 1) {
      for (const bytes of [
        JPEG.subarray(0, cut),
        PNG.subarray(0, cut),
        JPEG.subarray(0, cut).map((byte, at) => (at < 3 ? byte : 0xff)),
      ]) {
        expect(() => lireLogo(bytes)).not.toThrow();
      }
    }
  });
});

describe('Les réglages', () => {
  test('s’enregistrent, et la page suivante les porte', async () => {
    expect((await administrateur.post('/reglages', coordonnees)).location).toBe('/reglages');
    const { text } = await administrateur.get('/reglages');
    expect(text).toContain('value="24 quai Fictif, 66000 Perpignan"');
    expect(text).toContain('value="04 00 00 00 00"');
    expect(text).toContain('value="accueil@exemple.fr"');
    expect(text).toMatch(/\/assets\/garrigue\.[0-9a-f]+\.css/);
    const other = await base.owner.selectFrom('territoire').select('adresse').where('id', '=', '00').executeTakeFirst();
    expect(other?.adresse).toBe('1 rue Fictive');
  });

  test('faux, sont tous refusés à la fois, et rien n’est perdu', async () => {
    const fields = {
      adresse: '',
      representantFonction: 'x'.repeat(121),
      representantNom: 'a\u202eb',
      telephone: '1',
      courriel: 'x',
      theme: '../escale',
    };
    const answer = await administrateur.post('/reglages', fields);
    expect(answer.status).toBe(422);
    for (const sentence of [
      'Indiquez l’adresse.',
      'trop long',
      'U+202E',
      '10 chiffres',
      'incomplète',
      'le thème dans la liste',
    ]) {
      expect(answer.text).toContain(sentence);
    }
    expect(answer.text).toContain('x'.repeat(121));
  });

  test('montrent un texte hostile tel quel', async () => {
    await administrateur.post('/reglages', { ...coordonnees, representantNom: '"><script>alert(1)</script>' });
    const { text } = await administrateur.get('/reglages');
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });

  test.each(['agent', 'equipe', 'referent', 'direction', 'dpo'] as const)('ne sont pas pour : %s', async (role) => {
    const visitor = await site.signedIn(ids.comptes[role]);
    expect((await visitor.get('/reglages')).status).toBe(403);
    expect((await visitor.post('/reglages', coordonnees)).status).toBe(403);
    expect((await upload(PNG, 'logo.png', visitor)).status).toBe(403);
  });

  test('demandent d’être connecté', async () => {
    expect((await site.anonymous().get('/reglages')).location).toBe('/connexion?suite=%2Freglages');
    expect((await upload(PNG, 'logo.png', site.anonymous())).location).toBe('/connexion?suite=%2Freglages');
  });
});

test('ce qu’un appareil installe a la couleur du thème de son territoire', async () => {
  const couleurDe = async () => {
    const { status, headers, text } = await openSite(base.request).anonymous().get('/manifest.webmanifest');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/manifest+json; charset=utf-8']);
    return JSON.parse(text).theme_color;
  };
  const before = await base.owner.selectFrom('territoire').select(['id', 'theme']).execute();
  try {
    await base.owner.updateTable('territoire').set({ theme: 'escale' }).where('id', '=', '66').execute();
    expect(await couleurDe()).toBe('#0b5468');
    await base.owner.updateTable('territoire').set({ theme: 'grenat' }).where('id', '=', '66').execute();
    expect(await couleurDe()).toBe('#8c1d40');
    expect((await openSite(base.request).anonymous().get('/')).text).toContain(
      '<meta name="theme-color" content="#8c1d40"/>',
    );
  } finally {
    for (const { id, theme } of before) {
      await base.owner.updateTable('territoire').set({ theme }).where('id', '=', id).execute();
    }
  }
});
