import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';

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

/** Starts the run's Chromium with a profile of its own; close the browser, then call `remove`. */
async function launch(): Promise<{ browser: Browser; remove: () => Promise<void> }> {
  const { path, env } = inject('chromium');
  const home = await mkdtemp(join(tmpdir(), 'escale-profil-'));
  const kept = { PATH: process.env['PATH'] ?? '', LANG: 'fr_FR.UTF-8', TZ: 'Europe/Paris' };
  const browser = await chromium.launch({ executablePath: path, args: ARGS, env: { ...kept, HOME: home, ...env } });
  return { browser, remove: () => rm(home, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * One browser for the test file, started before its first test and closed after the last. Each test opens its own context:
 * `const page = await (await browser().newContext({ locale: 'fr-FR' })).newPage()`.
 */
export function useBrowser(): () => Browser {
  let started: Awaited<ReturnType<typeof launch>> | undefined;
  beforeAll(async () => {
    started = await launch();
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
