import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Violation, violations } from './axe.ts';

/** Widths of the journeys, in CSS pixels: a small phone and a desk. */
export const WIDTHS = [360, 1280] as const;

/** Where screenshots go, if any are wanted: `ESCALE_CAPTURES=/tmp/captures npx vitest run --project parcours`. */
const CAPTURES = process.env['ESCALE_CAPTURES'] ?? '';

/** A page reserved, not found or refused on purpose: Chromium logs these of the document itself as errors. */
const FORESEEN = /^Failed to load resource: the server responded with a status of (403|404|422)/;

/** A network that is cut, or a server that is not there. */
const COUPURE =
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|FAILED|NETWORK_CHANGED|SOCKET_NOT_CONNECTED)/;

export interface VisitOptions {
  /** Address of the site: relative addresses start there. */
  readonly url: string;
  /** Name of the journey, in the names of its screenshots. */
  readonly name: string;
  readonly width?: number | undefined;
  readonly javaScript?: boolean | undefined;
  /** The network is cut on purpose: what the browser says of it is no fault of the page. */
  readonly coupures?: boolean | undefined;
}

/**
 * One person in front of the site. Every page that it goes through is to be looked at with `see`, which holds it to the
 * rules of the house; `end` says which page was forgotten.
 */
export class Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #options: VisitOptions;
  readonly #complaints: string[] = [];
  readonly #gone = new Set<string>();
  readonly #seen = new Set<string>();
  #captures = 0;

  private constructor(page: Page, options: VisitOptions) {
    this.page = page;
    this.context = page.context();
    this.#options = options;
    page.on('console', (message) => this.#listen(message));
    page.on('pageerror', (error) => this.#complaints.push(`script: ${error.message}`));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url().startsWith('http')) this.#gone.add(pathOf(frame.url()));
    });
  }

  static async start(browser: Browser, options: VisitOptions): Promise<Visit> {
    return Visit.dans(await browser.newContext(contextOptions(options)), options);
  }

  /** In another tab of a browser that is open already. */
  static async dans(context: BrowserContext, options: VisitOptions): Promise<Visit> {
    context.setDefaultTimeout(15_000);
    return new Visit(await context.newPage(), options);
  }

  #listen(message: ConsoleMessage): void {
    if (message.type() !== 'error' && !message.text().includes('Content Security Policy')) return;
    const { url } = message.location();
    if (this.#options.coupures === true && COUPURE.test(message.text())) return;
    if (FORESEEN.test(message.text()) && pathOf(url) === pathOf(this.page.url())) return;
    this.#complaints.push(`console: ${message.text()} (${url})`);
  }

  /** Goes to an address of the site and returns its status. */
  async goto(path: string): Promise<number> {
    const response = await this.page.goto(path);
    return response?.status() ?? 0;
  }

  /**
   * Waits for the page of that `<h1>`, then holds it to what every page owes: no violation found by axe, nothing in the
   * console, nothing wider than the window.
   */
  async see(title: string | RegExp): Promise<void> {
    const { page } = this;
    await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
    await page.waitForLoadState('load');
    const where = `${pathOf(page.url())} « ${await page.title()} »`;
    this.#seen.add(pathOf(page.url()));
    await this.#capture();
    // Axe is itself a script. Pages are made on the server: those of a visit without scripts are the ones that it checks in the others.
    if (this.#options.javaScript !== false) {
      expect((await violations(page)).map(described), `axe, ${where}`).toEqual([]);
    }
    const { inner, scroll } = await page.evaluate(() => ({
      inner: document.documentElement.clientWidth,
      scroll: document.documentElement.scrollWidth,
    }));
    expect(scroll, `horizontal scroll, ${where}`).toBeLessThanOrEqual(inner);
    expect(this.#complaints, where).toEqual([]);
  }

  /** Clicks, and waits for the page that this leads to. */
  async follow(target: Locator, title: string | RegExp): Promise<void> {
    await target.click();
    await this.see(title);
  }

  /** Signs out. A script clears the device first: the page left is not the next one. */
  async signOut(): Promise<void> {
    const arrived = this.page.waitForURL((url) => url.pathname === '/');
    await this.button('Se déconnecter').click();
    await arrived;
    await this.see(/./);
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole('link', { name }).first();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).first();
  }

  /** Sends the form, which is refused: its errors are said first, and that is where the reader is put. */
  async refused(button: Locator, title: string | RegExp): Promise<string> {
    await button.click();
    const summary = this.page.locator('#erreurs');
    await summary.waitFor();
    await this.see(title);
    expect(await this.page.title()).toMatch(/^Erreur : /);
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    return summary.innerText();
  }

  /** Downloads what a link leads to, as the person signed in, and checks that it is a PDF. */
  async pdf(link: Locator): Promise<Buffer> {
    const href = (await link.getAttribute('href')) ?? '';
    const response = await this.context.request.get(new URL(href, this.page.url()).href);
    expect(response.status(), href).toBe(200);
    expect(response.headers()['content-type'], href).toBe('application/pdf');
    const bytes = await response.body();
    expect(bytes.subarray(0, 5).toString(), href).toBe('%PDF-');
    return bytes;
  }

  /** Status of an address for the person signed in, without leaving the page. */
  async status(path: string): Promise<number> {
    return (await this.context.request.get(path)).status();
  }

  /** Counts what the person presses from the next page on: what a task costs. */
  async countGestures(): Promise<() => { readonly clicks: number; readonly keys: number }> {
    const count = { clicks: 0, keys: 0 };
    await this.page.exposeFunction('pressed', (type: string) => {
      if (type === 'keydown') count.keys += 1;
      else count.clicks += 1;
    });
    await this.page.addInitScript(() => {
      for (const type of ['pointerdown', 'keydown']) {
        addEventListener(type, () => Reflect.get(globalThis, 'pressed')(type), { capture: true });
      }
    });
    return () => ({ ...count });
  }

  /** What the page answers once a write has succeeded. */
  flash(): Promise<string> {
    return this.page.getByRole('status').first().innerText();
  }

  async #capture(): Promise<void> {
    if (CAPTURES === '') return;
    const { name, width = 1280 } = this.#options;
    this.#captures += 1;
    const rank = String(this.#captures).padStart(2, '0');
    const path = pathOf(this.page.url()).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
    await mkdir(CAPTURES, { recursive: true });
    const file = `${name}-${width}-${rank}${path.replaceAll(/[^a-z0-9]+/g, '_')}.png`;
    await this.page.screenshot({ path: join(CAPTURES, file), fullPage: true });
  }

  /** Leaves, once every page gone through has been looked at. */
  async end(): Promise<void> {
    expect(this.#complaints).toEqual([]);
    expect([...this.#gone].filter((path) => !this.#seen.has(path))).toEqual([]);
    await this.context.close();
  }
}

/** The window of a person of here. */
export function contextOptions({ url, width = 1280, javaScript = true }: VisitOptions): BrowserContextOptions {
  return {
    baseURL: url,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width, height: 800 },
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function described(violation: Violation): string {
  const nodes = violation.nodes.map(({ html, failureSummary }) => `${html}\n    ${failureSummary ?? ''}`);
  return `${violation.id}: ${violation.help}\n  ${nodes.join('\n  ')}`;
}
