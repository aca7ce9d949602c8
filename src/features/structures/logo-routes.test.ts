import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';

const base = useBase({ demo: true });
let equipe: Visitor;
let referent: Visitor;

beforeAll(async () => {
  const site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe);
  referent = await site.signedIn(demo.comptes.referent);
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A whole PNG: one grey pixel. */
function onePixel(): Uint8Array<ArrayBuffer> {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function sent(bytes: Uint8Array<ArrayBuffer>, name = 'logo.png'): FormData {
  const form = new FormData();
  form.set('logo', new File([bytes], name, { type: 'image/png' }));
  return form;
}

const path = `/structures/${demo.structures.alberes}/logo`;

describe('Logo d’une structure (art. 5)', () => {
  test('le référent donne le logo de sa structure, puis le retire', async () => {
    const answer = await referent.upload(path, sent(onePixel()));
    expect([answer.status, answer.location]).toEqual([303, path]);
    const image = await referent.get(`${path}/image`);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect((await equipe.get(path)).text).toContain('Logo actuel');
    expect((await equipe.get(`/lieux/${demo.lieux.alberes}/affiche.pdf`)).status).toBe(200);
    await referent.post(`${path}/retirer`);
    expect((await referent.get(`${path}/image`)).status).toBe(404);
    expect((await referent.get(path)).text).toContain('Aucun logo');
  });

  test('un fichier qui n’est pas une image, ou abîmé, est refusé avec une phrase', async () => {
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    expect((await equipe.upload(path, sent(html))).text).toContain('n’est pas une image PNG ou JPEG');
    const broken = onePixel().slice(0, 45);
    const answer = await equipe.upload(path, sent(broken));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Cette image est abîmée');
    expect((await equipe.upload(path, new FormData())).text).toContain('Choisissez le fichier du logo.');
  });

  test('la structure voisine est introuvable pour lui', async () => {
    const neighbour = `/structures/${demo.structures.prades}/logo`;
    expect((await referent.get(neighbour)).status).toBe(404);
    expect((await referent.upload(neighbour, sent(onePixel()))).status).toBe(404);
  });
});
