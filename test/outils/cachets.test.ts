import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { affiche, convention } from '../../bench/documents.ts';
import { renderAffiche } from '../../src/features/communication/affiche.ts';
import { renderConvention } from '../../src/features/conventions/document.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { openSealers, type Sealers } from '../../src/platform/seal/sealers.ts';
import { httpStamper } from '../../src/platform/seal/stamper.ts';
import { type CachetLu, lireCachets } from '../cachet.ts';
import { certifier, pem, pemCle } from '../certificats.ts';
import { signerPdf } from '../pdf-signe.ts';

const territoire = { id: '66', nomComplet: 'Département des Essais' };
let folder = '';
let sealers: Sealers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-cachets-'));
  sealers = await openSealers(join(folder, 'cachets'));
});
afterAll(async () => {
  await closePdf();
  await rm(folder, { recursive: true, force: true });
});

async function depose(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

function outil(command: string, ...args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${command} : ${error.message}`, { cause: error });
  return `${stdout}${stderr}`;
}

async function premier(pdf: Uint8Array): Promise<CachetLu> {
  const lus = await lireCachets(pdf);
  if (typeof lus === 'string' || lus[0] === undefined) throw new Error(`No seal: ${lus}`);
  return lus[0];
}

const sceller = (document: Uint8Array) => sealers.seal(territoire, document, Temporal.Now.instant());

test('pdfsig trouve le cachet valide, sur tout le document ; qpdf et pdfinfo trouvent un PDF sain et balisé', async () => {
  for (const document of [await renderConvention(convention(1)), await renderAffiche(affiche(1))]) {
    const path = await depose('scelle.pdf', (await sceller(document)).pdf);
    const said = outil('pdfsig', path);
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signer Certificate Common Name: Cachet du Département des Essais');
    expect(outil('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    expect(outil('pdfinfo', path)).toMatch(/^Tagged:\s+yes$/m);
  }
});

test('un octet changé, et pdfsig ne le trouve plus valide', async () => {
  const document = await renderAffiche(affiche(1));
  const { pdf } = await sceller(document);
  for (const place of [pdf.indexOf('/Lang (fr)') + 7, Math.floor(document.length / 2), pdf.indexOf('/M (D:') + 7]) {
    const other = Buffer.from(pdf);
    other[place] = (other[place] ?? 0) ^ 1;
    expect(outil('pdfsig', await depose('altere.pdf', other))).not.toContain('Signature is Valid');
    expect(await lireCachets(other)).toBeTypeOf('string');
  }
});

test('pdfsig lit le cachet et la signature d’une partie, l’un après l’autre', async () => {
  const camille = await certifier('Camille Exemple');
  const { pdf } = await sceller(await renderConvention(convention(1)));
  const path = await depose('signe.pdf', await signerPdf(pdf, camille, { forme: 'flux' }));
  expect(outil('pdfsig', path).match(/Signature Validation: Signature is Valid/g)).toHaveLength(2);
  const encore = await sceller(await readFile(path));
  const again = await depose('rescelle.pdf', encore.pdf);
  expect(outil('pdfsig', again).match(/Signature Validation: Signature is Valid/g)).toHaveLength(3);
  expect(outil('qpdf', '--check', again)).toContain('No syntax or stream encoding errors found');
});

test('openssl vérifie le message, et le certificat fait ici', async () => {
  const { cms, covered } = await premier((await sceller(await renderAffiche(affiche(1)))).pdf);
  const certificate = join(folder, 'cachets', '66.pem');
  const message = await depose('message.der', cms);
  const content = await depose('contenu', covered);
  const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', message, '-purpose', 'any'];
  const args = [...verify, '-CAfile', certificate, '-out', join(folder, 'lu')];
  expect(outil('openssl', ...args, '-content', content)).toContain('CAdES Verification successful');
  const other = await depose('autre', Buffer.concat([covered, Buffer.from('.')]));
  expect(outil('openssl', ...args, '-content', other)).toContain('Verification failure');
  expect(outil('openssl', 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', message)).not.toContain(
    'signingTime',
  );
  expect(outil('openssl', 'x509', '-in', certificate, '-noout', '-text')).toMatch(
    /Subject: CN = Cachet du .*, O = .*[\s\S]*Key Usage: critical\s+Digital Signature, Non Repudiation/,
  );
});

test('un horodateur d’openssl comprend la demande, et openssl vérifie l’horodatage du cachet', async () => {
  const autorite = await certifier('Autorité d’essai', { autorite: true });
  const horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
  const [certificate, key] = [await depose('tsa.pem', pem(horodateur)), await depose('tsa.cle', pemCle(horodateur))];
  const serial = await depose('tsa.serie', '01\n');
  const settings = ['serial', 'signer_cert', 'signer_key', 'signer_digest', 'default_policy', 'digests'];
  const values = [serial, certificate, key, 'sha256', '1.2.3.4.1', 'sha256'];
  const lines = settings.map((name, rank) => `${name} = ${values[rank]}`);
  const config = await depose('tsa.cnf', `[tsa]\ndefault_tsa = essai\n[essai]\n${lines.join('\n')}\n`);
  await using server = createServer(async (request, response) => {
    const query = await depose('demande.tsq', await buffer(request));
    const reply = join(folder, 'reponse.tsr');
    outil('openssl', 'ts', '-reply', '-config', config, '-queryfile', query, '-out', reply);
    response.end(await readFile(reply));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const stamp = httpStamper(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const stamped = await openSealers(join(folder, 'cachets'), { stamp });
  const { pdf, stampedAt, stampRefusal } = await stamped.seal(
    territoire,
    await renderAffiche(affiche(1)),
    Temporal.Now.instant(),
  );
  expect(stampRefusal).toBeNull();
  expect(stampedAt).not.toBeNull();
  expect(outil('pdfsig', await depose('horodate.pdf', pdf))).toContain('Signature is Valid');
  const said = outil(
    'openssl',
    'ts',
    '-verify',
    '-queryfile',
    join(folder, 'demande.tsq'),
    '-in',
    join(folder, 'reponse.tsr'),
    '-CAfile',
    await depose('ancre.pem', pem(autorite)),
  );
  expect(said).toContain('Verification: OK');
  const [lu] = (await lireCachets(pdf, { ancres: [autorite] })) as readonly CachetLu[];
  expect(lu).toMatchObject({ authority: 'Horodateur d’essai', stampedAt });
});
