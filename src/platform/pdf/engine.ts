import { Worker } from 'node:worker_threads';
import { fontFiles } from './fonts.ts';
import type { ComposeAnswer, ComposeMessage, WorkerSetup } from './messages.ts';

/** How a {@link PdfEngine} works; every value has a default that suits a server. */
export type PdfEngineOptions = {
  /** Documents after which the worker is replaced by a fresh one. */
  readonly recycleAfter?: number;
  /** Time one document may take, in milliseconds, before its worker is abandoned. */
  readonly timeLimitMs?: number;
  /** Documents that may wait; beyond, a request is refused at once. */
  readonly queueLimit?: number;
  /** The worker's file; tests give their own. */
  readonly worker?: URL;
};

/** The document itself is at fault: its template, or a picture that cannot be decoded. */
export class TypstRefusal extends Error {
  constructor(why: string) {
    super(`Typst refused the document: ${why}`);
  }
}

type Job = {
  readonly message: ComposeMessage;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (reason: Error) => void;
};

/**
 * Composes documents one at a time in one worker thread, started at the first document.
 *
 * A document that fails, crashes the worker or outlasts its time rejects alone, with an Error: those that wait behind
 * it go to a fresh worker. An idle engine does not keep the process alive; `close()` refuses what still waits.
 */
export class PdfEngine {
  readonly #recycleAfter: number;
  readonly #timeLimitMs: number;
  readonly #queueLimit: number;
  readonly #file: URL;
  readonly #queue: Job[] = [];
  #worker: Worker | undefined;
  #current: Job | undefined;
  #timer: NodeJS.Timeout | undefined;
  #composed = 0;
  #isClosed = false;

  constructor(options: PdfEngineOptions = {}) {
    this.#recycleAfter = options.recycleAfter ?? 500;
    this.#timeLimitMs = options.timeLimitMs ?? 10_000;
    this.#queueLimit = options.queueLimit ?? 200;
    this.#file = options.worker ?? workerFile();
  }

  /** The bytes of one PDF/UA-1 document. Rejects with an Error that says why when it cannot be composed. */
  compose(message: ComposeMessage): Promise<Uint8Array> {
    if (this.#isClosed) return Promise.reject(new Error('PDF engine is closed'));
    if (this.#queue.length >= this.#queueLimit) return Promise.reject(new Error('Too many PDF documents are waiting'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ message, resolve, reject });
      this.#next();
    });
  }

  /** Stops the worker, rejects the documents not yet composed, and refuses later ones. May be called twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const unfinished = [...(this.#current ? [this.#current] : []), ...this.#queue.splice(0)];
    const worker = this.#release();
    for (const job of unfinished) job.reject(new Error('PDF engine is closed'));
    await worker?.terminate();
  }

  #next(): void {
    if (this.#current !== undefined || this.#isClosed) return;
    const job = this.#queue.shift();
    if (job === undefined) {
      this.#worker?.unref();
      return;
    }
    if (this.#composed >= this.#recycleAfter) void this.#release()?.terminate();
    this.#current = job;
    const worker = this.#worker ?? this.#start();
    worker.ref();
    this.#timer = setTimeout(() => {
      this.#abandon(worker, new Error(`PDF document not composed within ${this.#timeLimitMs} ms`));
    }, this.#timeLimitMs);
    worker.postMessage(job.message);
  }

  #start(): Worker {
    const setup: WorkerSetup = { fonts: fontFiles() };
    // Options of the parent process (a test runner's loader, an inspector) are not for the worker.
    const worker = new Worker(this.#file, { workerData: setup, execArgv: [], name: 'pdf' });
    worker.on('message', (answer: ComposeAnswer) => this.#finish(worker, answer));
    worker.on('error', (cause) => this.#abandon(worker, new Error('PDF worker crashed', { cause })));
    worker.on('exit', (code) => this.#abandon(worker, new Error(`PDF worker stopped with code ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #finish(worker: Worker, answer: ComposeAnswer): void {
    const job = this.#current;
    if (worker !== this.#worker || job === undefined) return;
    clearTimeout(this.#timer);
    this.#current = undefined;
    this.#composed += 1;
    if ('pdf' in answer) job.resolve(answer.pdf);
    else job.reject(new TypstRefusal(answer.error));
    this.#next();
  }

  #abandon(worker: Worker, reason: Error): void {
    if (worker !== this.#worker) return;
    const job = this.#current;
    void this.#release()?.terminate();
    job?.reject(reason);
    this.#next();
  }

  /** Forgets the worker and its document, and returns it so that the caller stops it. */
  #release(): Worker | undefined {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#current = undefined;
    this.#composed = 0;
    return worker;
  }
}

/** In the source tree the worker is TypeScript, run by Node as it is; in a bundle it is `typst-worker.js` beside it. */
function workerFile(): URL {
  const name = import.meta.url.endsWith('.ts') ? './typst-worker.ts' : './typst-worker.js';
  return new URL(name, import.meta.url);
}
