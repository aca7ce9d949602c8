import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Chromiums } from './chromium.ts';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** A folder for what a browser writes, and the environment that it starts in. */
async function profil(which: keyof Chromiums = 'chromium') {
  const { path, env } = inject('chromiums')[which];
  const home = await mkdtemp(join(tmpdir(), 'escale-profil-'));
  const kept = { PATH: process.env['PATH'] ?? '', LANG: 'fr_FR.UTF-8', TZ: 'Europe/Paris' };
  return { home, executablePath: path, env: { ...kept, HOME: home, ...env } };
}

/** Starts the run's Chromium with a profile of its own; close the browser, then call `remove`. */
async function launch(which: keyof Chromiums): Promise<{ browser: Browser; remove: () => Promise<void> }> {
  const { home, executablePath, env } = await profil(which);
  const browser = await chromium.launch({ executablePath, args: ARGS, env });
  return { browser, remove: () => effacer(home) };
}

const effacer = (home: string): Promise<void> => rm(home, { recursive: true, force: true, maxRetries: 3 });

async function crash(context: BrowserContext): Promise<void> {
  const [page = await context.newPage()] = context.pages();
  const session = await context.newCDPSession(page);
  await session.send('Browser.crash').catch(() => undefined);
}

/** A browser that keeps what it writes when it is closed or killed, and finds it when it is opened again. */
export interface Appareil {
  readonly ouvrir: (options: BrowserContextOptions) => Promise<BrowserContext>;
  /** As a battery that dies: nothing is given the time to end well. */
  readonly tuer: (context: BrowserContext) => Promise<void>;
  readonly jeter: () => Promise<void>;
}

export async function unAppareil(): Promise<Appareil> {
  const { home, executablePath, env } = await profil('entier');
  const ouvrir = (options: BrowserContextOptions): Promise<BrowserContext> =>
    chromium.launchPersistentContext(join(home, 'profil'), { ...options, executablePath, args: ARGS, env });
  const tuer = async (context: BrowserContext): Promise<void> => {
    const closed = new Promise((resolve) => context.once('close', resolve));
    // Whoever holds a profile signs its lock: « machine-1234 ». A browser without windows signs nothing, and is asked to crash.
    const lock = await readlink(join(home, 'profil', 'SingletonLock')).catch(() => undefined);
    if (lock !== undefined) process.kill(Number(lock.split('-').at(-1)), 'SIGKILL');
    else await Promise.race([closed, crash(context)]);
    await closed;
  };
  return { ouvrir, tuer, jeter: () => effacer(home) };
}

/**
 * One browser for the test file, started before its first test and closed after the last. Each test opens its own context:
 * `const page = await (await browser().newContext({ locale: 'fr-FR' })).newPage()`.
 * `entier`: for what a browser without windows knows nothing of, such as installing an application.
 */
export function useBrowser(which: keyof Chromiums = 'chromium'): () => Browser {
  let started: Awaited<ReturnType<typeof launch>> | undefined;
  beforeAll(async () => {
    started = await launch(which);
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.remove();
  });
  return () => {
    if (started === undefined) throw new Error('The browser of useBrowser() exists only inside tests and hooks');
    return started.browser;
  };
}
