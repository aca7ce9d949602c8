/**
 * What a poster, a convention, its seal, a bilan and a register of 500 conventions cost, beside an almost empty document composed by
 * the same worker in the same run. Each document differs from the one before, so that nothing is taken ready from a cache.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderAffiche } from '../src/features/communication/affiche.ts';
import { renderConvention } from '../src/features/conventions/document.ts';
import { renderRegistre } from '../src/features/conventions/documents/registre.ts';
import { renderBilan } from '../src/features/statistiques/bilan-document.ts';
import { PdfEngine } from '../src/platform/pdf/engine.ts';
import { closePdf } from '../src/platform/pdf/render.ts';
import { openSealers } from '../src/platform/seal/sealers.ts';
import { affiche, bilan, convention, registre } from './documents.ts';
import { type Cost, costOf, printFigures, type Reading } from './measure.ts';

const empty = new PdfEngine();
const reference = await costOf((call) =>
  empty.compose({
    template: `#set document(title: "Vide", date: none)
#set text(font: "Atkinson Hyperlegible Next", fallback: false, lang: "fr")
#json(bytes(sys.inputs.donnees)).texte`,
    shared: {},
    json: JSON.stringify({ texte: `Document ${call}` }),
    images: {},
  }),
);
await empty.close();

function readings(nom: string, cost: Cost, auPlus: number): readonly Reading[] {
  const parSeconde = { valeur: 1000 / cost.wallMs, unite: 'documents/s', reference: 1000 / reference.wallMs };
  return [
    {
      mesure: `pdf.${nom}.cpu`,
      valeur: cost.cpuMs,
      unite: 'ms',
      reference: reference.cpuMs,
      objectif: { sur: 'valeur', auPlus },
    },
    { mesure: `pdf.${nom}.debit`, ...parSeconde, objectif: { sur: 'valeur', auMoins: Math.floor(1000 / auPlus) } },
  ];
}

printFigures(readings('affiche', await costOf((call) => renderAffiche(affiche(call))), 60));
printFigures(readings('convention', await costOf((call) => renderConvention(convention(call))), 150));
printFigures(readings('bilan', await costOf((call) => renderBilan(bilan(call))), 60));
const folder = await mkdtemp(join(tmpdir(), 'escale-bench-'));
const sealers = await openSealers(folder);
const papers = await Promise.all(Array.from({ length: 20 }, (_, call) => renderConvention(convention(call))));
const sealing = await costOf((call) =>
  sealers.seal(
    { id: 'bench', nomComplet: 'Département d’essai' },
    papers[call % 20] ?? new Uint8Array(),
    Temporal.Now.instant(),
  ),
);
printFigures(readings('cachet', sealing, 40));
await rm(folder, { recursive: true });
const register = await costOf((call) => renderRegistre(registre(call, 500)), { rounds: 3, calls: 2 });
printFigures(readings('registre500', register, 600));
await closePdf();
