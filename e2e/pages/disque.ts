import type { CDPSession } from 'playwright-core';
import type { Visit } from '../visit.ts';

/** Room for the pages and the queue of these journeys. */
const PLACE = 6_000_000;

/** The disk of a device, as the browser sees it: it refuses for real what has no room. */
export class Disque {
  readonly #visit: Visit;
  readonly #cdp: CDPSession;
  readonly #origin: string;

  private constructor(visit: Visit, cdp: CDPSession, origin: string) {
    this.#visit = visit;
    this.#cdp = cdp;
    this.#origin = origin;
  }

  /** Before the site keeps anything there. */
  static async petit(visit: Visit, origin: string): Promise<Disque> {
    const cdp = await visit.context.newCDPSession(visit.page);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: PLACE });
    return new Disque(visit, cdp, origin);
  }

  /** Something else has taken the room that was left. */
  async remplir(): Promise<void> {
    await this.#cdp.send('Storage.overrideQuotaForOrigin', { origin: this.#origin, quotaSize: 1 });
    // The browser counts again what is left only when asked for more than it remembers.
    expectRefus(await this.#visit.page.evaluate(ecrireAilleurs, PLACE));
  }

  async vider(): Promise<void> {
    await this.#cdp.send('Storage.overrideQuotaForOrigin', { origin: this.#origin });
  }

  /** All that the site keeps in its base goes, under the pages that are open. */
  async effacer(): Promise<void> {
    await this.#cdp.send('Storage.clearDataForOrigin', { origin: this.#origin, storageTypes: 'indexeddb' });
  }
}

function expectRefus(said: string): void {
  if (said !== 'QuotaExceededError') throw new Error(`The disk is not full: ${said}`);
}

/** Tries to keep that many bytes in a base of its own, and gives what the browser says of it. */
async function ecrireAilleurs(bytes: number): Promise<string> {
  const opening = indexedDB.open('ailleurs', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('octets');
  const base = await new Promise<IDBDatabase | string>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(opening.error?.name ?? '');
  });
  if (typeof base === 'string') return base;
  const writing = base.transaction('octets', 'readwrite');
  writing.objectStore('octets').put('a'.repeat(bytes), 1);
  const said = await new Promise<string>((resolve) => {
    writing.oncomplete = () => resolve('kept');
    writing.onabort = () => resolve(writing.error?.name ?? '');
  });
  base.close();
  return said;
}
