import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { convention } from '../../bench/documents.ts';
import { renderConvention } from '../../src/features/conventions/document.ts';
import { lireSigne } from '../../src/features/conventions/pieces/lecture.ts';
import { readPdf } from '../../src/platform/pdf/read/revisions.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { certifier, type Signataire } from '../certificats.ts';
import { signerPdf } from '../pdf-signe.ts';

let folder = '';
let figee: Buffer;
let camille: Signataire;
let dominique: Signataire;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-signatures-'));
  const verification = { code: '7K3M-QX2F-9TRB', adresse: 'https://escale.exemple.fr/verifier' };
  figee = Buffer.from(await renderConvention({ ...convention(1), verification }));
  camille = await certifier('Camille Exemple');
  dominique = await certifier('Dominique Exemple', { algorithme: 'rsa' });
});
afterAll(async () => {
  await closePdf();
  await rm(folder, { recursive: true, force: true });
});

async function outil(
  command: string,
  args: readonly string[],
  bytes: Uint8Array,
  then: readonly string[] = [],
): Promise<string> {
  const path = join(folder, 'essai.pdf');
  await writeFile(path, bytes);
  const { stdout, stderr, error } = spawnSync(command, [...args, path, ...then], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${command} : ${error.message}`, { cause: stderr });
  return stdout;
}

const lire = (octets: Uint8Array) =>
  lireSigne(octets, figee, { ancres: [], now: Temporal.Now.instant(), precedent: null });

test('pdfsig lit deux signatures comme ici', async () => {
  const both = await signerPdf(await signerPdf(figee, camille, { forme: 'flux' }), dominique);
  const said = await outil('pdfsig', [], both);
  expect(said.match(/Signature Validation: Signature is Valid/g)).toHaveLength(2);
  expect(said).toContain('Signer Certificate Common Name: Camille Exemple');
  const lecture = await lire(both);
  expect(lecture).toMatchObject({ signatures: [{ nom: 'Camille Exemple' }, { nom: 'Dominique Exemple' }] });
  expect(await outil('qpdf', ['--check'], both)).toContain('No syntax or stream encoding errors found');
});

test('pdfsig refuse comme ici un contenu changé sous la signature', async () => {
  const signed = await signerPdf(figee, camille);
  const at = signed.indexOf('/F 132', figee.length);
  signed.write('/F 133', at, 'latin1');
  expect(await outil('pdfsig', [], signed)).not.toContain('Signature is Valid');
  expect(await lire(signed)).toMatchObject({ refus: 'signature', cause: 'altered' });
});

test('ce que qpdf écrit, en flux d’objets, linéarisé ou chiffré, se lit ou se refuse sans erreur', async () => {
  const out = join(folder, 'qpdf.pdf');
  const written = async (...args: readonly string[]) => {
    await outil('qpdf', args, figee, [out]);
    return readPdf(await readFile(out));
  };
  expect((await written('--object-streams=generate'))?.revisions).toHaveLength(1);
  expect((await written('--encrypt', 'a', 'b', '256', '--'))?.isEncrypted).toBe(true);
  // Its first references are at its end: nothing signed after it could be told apart.
  expect(await written('--linearize')).toBeUndefined();
});

test('la version figée est un PDF sain, balisé, dont chaque page porte le code', async () => {
  expect(await outil('qpdf', ['--check'], figee)).toContain('No syntax or stream encoding errors found');
  expect(await outil('pdfinfo', [], figee)).toMatch(/^Tagged:\s+yes$/m);
  const stdout = await outil('pdftotext', [], figee, ['-']);
  const pages = stdout.split('\f').filter((page) => page.trim() !== '');
  expect(pages.length).toBeGreaterThan(4);
  for (const page of pages) expect(page).toContain('7K3M-QX2F-9TRB');
});
