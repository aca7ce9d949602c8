import { afterEach, describe, expect, it } from 'vitest';
import { PdfEngine, type PdfEngineOptions } from './engine.ts';
import type { ComposeMessage } from './messages.ts';

const opened: PdfEngine[] = [];
function engine(options?: PdfEngineOptions): PdfEngine {
  const made = new PdfEngine(options);
  opened.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const document = (json: string): ComposeMessage => ({
  template: `#set document(title: "Essai", date: none)
#set text(font: "Atkinson Hyperlegible Next", fallback: false, lang: "fr")
#json(bytes(sys.inputs.donnees)).texte`,
  shared: {},
  json,
  images: {},
});
const good = document(JSON.stringify({ texte: 'Bonjour' }));

/** A worker that obeys the template's word, to try what a real one rarely does. */
const OBEYING = new URL(
  `data:text/javascript,${encodeURIComponent(`
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ template }) => {
  if (template === 'crash') throw new Error('boom');
  if (template === 'exit') process.exit(3);
  if (template === 'sleep') return;
  parentPort.postMessage({ pdf: new Uint8Array([threadId % 256, threadId >> 8]) });
});`)}`,
);
const order = (template: string): ComposeMessage => ({ template, shared: {}, json: '{}', images: {} });

describe('moteur de documents', () => {
  it('compose un PDF balisé, toujours le même', async () => {
    const pdf = engine();
    const [first, second] = await Promise.all([pdf.compose(good), pdf.compose(good)]);
    expect(new TextDecoder('latin1').decode(first.subarray(0, 5))).toBe('%PDF-');
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(new TextDecoder('latin1').decode(first)).toContain('/MarkInfo');
  });

  it('refuse un gabarit faux sans gêner le document suivant', async () => {
    const pdf = engine();
    await expect(pdf.compose({ ...good, template: '#inconnu' })).rejects.toThrow(/unknown variable/);
    await expect(pdf.compose({ ...good, template: '#read("/etc/passwd")' })).rejects.toThrow(/file not found/);
    await expect(pdf.compose(good)).resolves.toBeInstanceOf(Uint8Array);
  });

  it('ne garde pas les images d’un document pour le suivant', async () => {
    const pdf = engine();
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
    const template = `${good.template} #image("/images/a.svg", alt: "A")`;
    await pdf.compose({ ...good, template, images: { 'a.svg': svg } });
    await expect(pdf.compose({ ...good, template })).rejects.toThrow(/file not found/);
  });

  it.each(['crash', 'exit'])('remplace un ouvrier tombé (%s), les autres documents aboutissent', async (fault) => {
    const pdf = engine({ worker: OBEYING });
    const before = await pdf.compose(order('ok'));
    const [failed, after] = await Promise.allSettled([pdf.compose(order(fault)), pdf.compose(order('ok'))]);
    expect(failed.status).toBe('rejected');
    expect(after.status).toBe('fulfilled');
    if (after.status === 'fulfilled') expect(after.value).not.toEqual(before);
  });

  it('abandonne un document trop long', async () => {
    const pdf = engine({ worker: OBEYING, timeLimitMs: 100 });
    await expect(pdf.compose(order('sleep'))).rejects.toThrow(/within 100 ms/);
    await expect(pdf.compose(order('ok'))).resolves.toHaveLength(2);
  });

  it('renouvelle l’ouvrier après le nombre de documents dit', async () => {
    const pdf = engine({ worker: OBEYING, recycleAfter: 2 });
    const workers = [];
    for (let i = 0; i < 4; i += 1) workers.push((await pdf.compose(order('ok'))).join());
    expect(workers[0]).toBe(workers[1]);
    expect(workers[2]).not.toBe(workers[1]);
    expect(workers[2]).toBe(workers[3]);
  });

  it('refuse quand trop de documents attendent, et une fois fermé', async () => {
    const pdf = engine({ worker: OBEYING, queueLimit: 1 });
    const waiting = [pdf.compose(order('sleep')), pdf.compose(order('ok'))].map((one) => one.catch(String));
    await expect(pdf.compose(order('ok'))).rejects.toThrow(/Too many/);
    await pdf.close();
    await pdf.close();
    expect(await Promise.all(waiting)).toEqual(Array(2).fill('Error: PDF engine is closed'));
    await expect(pdf.compose(order('ok'))).rejects.toThrow(/closed/);
  });
});
