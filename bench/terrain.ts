/**
 * How long the agent's day takes to open on a device without network: from the address asked to the séances drawn, deciphered from what
 * the device keeps, in Chromium slowed four times, its worker stopped each time as that of a browser just opened; beside the same page at
 * full speed. The device holds the day of the demonstration and forty records that wait.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { demo } from '../db/demo/ids.ts';
import { seedDemonstration } from '../db/demo/index.ts';
import { findChromium } from '../e2e/chromium.ts';
import { createApp } from '../src/app.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { inTerritoire, openDatabase } from '../src/platform/db.ts';
import { takePort } from '../src/platform/http/door.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { median, printFigures } from './measure.ts';

const RONDES = 7;
const RALENTI = 4;
const EN_ATTENTE = 40;
const OBJECTIF_MS = 500;

/** Notes as an agent does, without network, so that what waits is enciphered as it is in the field. */
async function noter(page: Page): Promise<void> {
  for (let rank = 0; rank < EN_ATTENTE; rank += 1) {
    await page.getByRole('link', { name: /^Noter un accompagnement$/ }).click();
    await page.locator('[data-fiche] [name="demarches"]').first().check();
    await page.getByRole('button', { name: /^Enregistrer$/ }).click();
    await page.locator('[data-c="attente"] > li').nth(rank).waitFor();
  }
}

/** Milliseconds from the address asked to the day drawn. */
async function demarrer(page: Page, cdp: CDPSession, rate: number): Promise<number> {
  await page.goto('about:blank');
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
  await page.goto('/terrain');
  await page
    .locator('[data-c="attente"] > li')
    .nth(EN_ATTENTE - 1)
    .waitFor();
  const said = await page.waitForFunction(() => performance.getEntriesByName('escale-journee')[0]?.startTime);
  const ms = await said.jsonValue();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  if (ms === undefined) throw new Error('The page did not say when its day was drawn');
  return ms;
}

async function mesurer(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('/terrain');
  await page.getByText('Tout est envoyé').waitFor();
  await page.waitForFunction(async () => (await caches.match('/terrain')) !== undefined);
  await context.setOffline(true);
  await page.reload();
  await noter(page);
  const cdp = await context.newCDPSession(page);
  const times = async (rate: number): Promise<number> => {
    const all: number[] = [];
    for (let round = 0; round <= RONDES; round += 1) {
      const ms = await demarrer(page, cdp, rate);
      if (round > 0) all.push(ms);
    }
    return median(all);
  };
  const reference = await times(1);
  printFigures([
    {
      mesure: `ouvrir sa journée sans réseau, processeur ${RALENTI} fois plus lent, au lieu de pleine vitesse`,
      valeur: await times(RALENTI),
      reference,
      unite: 'ms',
      objectif: { sur: 'valeur', auPlus: OBJECTIF_MS },
    },
  ]);
}

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner: role, request, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
const database = openDatabase(withParts(adminUrl, { role: request, password, database: template }), { max: 4 });
const door = await takePort(0, '127.0.0.1');
const { chromium: found, remove } = await findChromium();
const home = await mkdtemp(join(tmpdir(), 'escale-banc-'));
try {
  await importCommunes(owner);
  await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  const url = `http://localhost:${door.port}`;
  const token = await inTerritoire(database, demo.territoire, (db) =>
    openSession(db, demo.territoire, demo.comptes.agent, Temporal.Now.instant()),
  );
  door.open(createApp({ database, demo: true, url, coffre: testCoffre, cles }));
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TZ: 'Europe/Paris', ...found.env };
  const browser = await chromium.launch({ executablePath: found.path, args: ['--headless', '--no-sandbox'], env });
  const context = await browser.newContext({ baseURL: url, locale: 'fr-FR', viewport: { width: 360, height: 800 } });
  await context.addCookies([{ name: sessionCookie(false), value: token, url }]);
  await mesurer(context);
  await browser.close();
} finally {
  await door.close();
  await Promise.all([owner.destroy(), database.destroy(), cles.close(), remove(), rm(home, { recursive: true })]);
  await stop();
}
process.exit();
