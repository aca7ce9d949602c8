import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { affiche, bilan, convention, MENTION } from '../../bench/documents.ts';
import { renderAffiche } from '../../src/features/communication/affiche.ts';
import { renderConvention } from '../../src/features/conventions/document.ts';
import { renderActe } from '../../src/features/conventions/documents/acte.ts';
import { acteAttestation } from '../../src/features/conventions/documents/attestation.ts';
import { acteAvenant } from '../../src/features/conventions/documents/avenant.ts';
import { acteConstat } from '../../src/features/conventions/documents/constat.ts';
import { contexte, exemple, territoire } from '../../src/features/conventions/documents/exemples.ts';
import { renderLettre } from '../../src/features/conventions/documents/lettre.ts';
import { lettreMiseEnDemeure } from '../../src/features/conventions/documents/mise-en-demeure.ts';
import { lettreOpposition } from '../../src/features/conventions/documents/opposition.ts';
import { registre, renderRegistre } from '../../src/features/conventions/documents/registre.ts';
import { avenant, jour, miseEnDemeure } from '../../src/features/conventions/rules/exemples.ts';
import type { Avenant } from '../../src/features/conventions/rules.ts';
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
  ['convention', () => renderConvention(convention(1)), /^Pages:\s+[5-8]$/m],
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

const ecriture = {
  auteur: 'departement',
  date: jour('2023-01-15'),
  envoi: { mode: 'recommandee', numero: '1A 000 000 0000 0' },
  signataire: null,
  tampon: null,
} as const;
const change = avenant('2022-11-09', '2022-11-03', { demiJourneesParSemaine: 3 }) as Avenant;
const saisie = {
  miseEnDemeureId: 'm1',
  date: jour('2023-02-10'),
  resultat: 'totalement_infructueuse',
  observations: null,
  signataire: null,
} as const;
const beaucoup = Array.from({ length: 500 }, (_, rank) => ({
  ...exemple('2022-10-10'),
  reference: `CNV-2022-${String(rank + 1).padStart(3, '0')}`,
}));

test.each([
  [
    'opposition',
    () => renderLettre(lettreOpposition(exemple('2022-10-10'), ecriture, contexte())),
    /^Pages:\s+1$/m,
    ['s’oppose expressément à la reconduction du 10 avril 2023', '10 février 2023 inclus', 'n° 1A 000 000 0000 0'],
  ],
  [
    'mise-en-demeure',
    () =>
      renderLettre(
        lettreMiseEnDemeure(
          exemple('2022-10-10'),
          { ...ecriture, manquements: 'Un\nDeux', recueLe: jour('2023-01-10') },
          contexte(),
        ),
      ),
    /^Pages:\s+1$/m,
    ['Dernier jour pour remédier 9 février 2023 inclus', 'Objet : Mise en demeure'],
  ],
  [
    'constat',
    () => renderActe(acteConstat(exemple('2022-10-10', [miseEnDemeure('2023-01-10')]), saisie, contexte())),
    /^Pages:\s+1$/m,
    ['restée sans aucun effet', 'Dernier jour de la convention 10 février 2023 inclus'],
  ],
  [
    'avenant',
    () => renderActe(acteAvenant(exemple('2022-10-10', [change]), change, contexte())),
    /^Pages:\s+1$/m,
    ['Avenant n° 1', '1 demi-journée par semaine', '3 demi-journées par semaine', 'Signé le : 3 novembre 2022'],
  ],
  [
    'attestation',
    () => renderActe(acteAttestation(exemple('2022-10-10'), jour('2023-03-12'), contexte())),
    /^Pages:\s+1$/m,
    ['Au 12 mars 2023 En vigueur', '10 février 2023', '1er juillet 2023 inclus'],
  ],
  [
    'registre',
    () => renderRegistre(registre(beaucoup, territoire, null, jour('2023-01-15'))),
    /^Pages:\s+[12][0-9]$/m,
    ['500 conventions, dont 500 en vigueur', 'CNV-2022-500', 'Page 2 /'],
  ],
] as const)('%s : un PDF sain, balisé, en A4, qui dit les dates calculées', async (nom, render, pages, attendus) => {
  const path = join(folder, `${nom}.pdf`);
  await writeFile(path, await render());
  expect(outil('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
  const facts = outil('pdfinfo', path);
  expect(facts).toMatch(/^Tagged:\s+yes$/m);
  expect(facts).toMatch(/A4/);
  expect(facts).toMatch(pages);
  const words = outil('pdftotext', '-raw', path, '-').replaceAll(/[\s\u00a0\u202f]+/g, ' ');
  for (const attendu of attendus) expect(words).toContain(attendu);
  // The header of a table comes again on each page.
  if (nom === 'registre') expect(words.match(/Prochaine échéance/g)?.length).toBeGreaterThan(10);
});
