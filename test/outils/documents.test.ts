import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { affiche, bilan, convention, MENTION } from '../../bench/documents.ts';
import { renderAffiche } from '../../src/features/communication/affiche.ts';
import { renderConvention } from '../../src/features/conventions/document.ts';
import { renderBilan } from '../../src/features/statistiques/bilan-document.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-documents-'));
});
afterAll(async () => {
  await closePdf();
  await rm(folder, { recursive: true, force: true });
});

function outil(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} : ${error?.message ?? stderr}`);
  return stdout;
}

test.each([
  ['affiche', () => renderAffiche(affiche(1)), /^Pages:\s+1$/m],
  ['convention', () => renderConvention(convention(1)), /^Pages:\s+[5-7]$/m],
  ['bilan', () => renderBilan(bilan(1)), /^Pages:\s+1$/m],
] as const)('%s : un PDF sain, balisé, en A4, qui porte la mention de l’art. 5', async (nom, render, pages) => {
  const path = join(folder, `${nom}.pdf`);
  await writeFile(path, await render());
  expect(outil('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
  const facts = outil('pdfinfo', path);
  expect(facts).toMatch(/^Tagged:\s+yes$/m);
  expect(facts).toMatch(/A4/);
  expect(facts).toMatch(pages);
  const words = outil('pdftotext', path, '-').replaceAll(/[\s\u00a0\u202f]+/g, ' ');
  expect(words).toContain(MENTION);
});
