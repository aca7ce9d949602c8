import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { ComposeAnswer, ComposeMessage, WorkerSetup } from './messages.ts';

// A folder that does not exist: Typst can read nothing from the disk, only the virtual files mapped below.
const NOWHERE = '/escale-documents';
// Memoised results unused for this many documents are dropped, so that memory follows the work and not its history.
const KEPT_DOCUMENTS = 5;

const { fonts } = workerData as WorkerSetup;
const compiler = NodeCompiler.create({
  workspace: NOWHERE,
  fontArgs: [{ fontBlobs: fonts.map((file) => readFileSync(file)) }],
});

function compose(message: ComposeMessage): ComposeAnswer {
  for (const [name, source] of Object.entries(message.shared)) {
    compiler.mapShadow(`${NOWHERE}/${name}`, Buffer.from(source));
  }
  for (const [name, content] of Object.entries(message.images)) {
    compiler.mapShadow(`${NOWHERE}/images/${name}`, Buffer.from(content));
  }
  try {
    const outcome = compiler.compile({ mainFileContent: message.template, inputs: { donnees: message.json } });
    const document = outcome.result;
    if (document === null) {
      const failure = outcome.takeError();
      const reasons = failure === null ? [] : compiler.fetchDiagnostics(failure);
      return { error: JSON.stringify(reasons) };
    }
    const pdf = compiler.pdf(document, { pdfStandard: 'ua-1' });
    return { pdf: new Uint8Array(pdf) };
  } catch (cause) {
    return { error: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    compiler.resetShadow();
    compiler.evictCache(KEPT_DOCUMENTS);
  }
}

parentPort?.on('message', (message: ComposeMessage) => {
  const answer = compose(message);
  const transfer = 'pdf' in answer ? [answer.pdf.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, transfer);
});
