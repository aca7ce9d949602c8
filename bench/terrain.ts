/**
 * How long the agent's day takes to open on a device without network: from the address asked to the séances drawn, deciphered from what
 * the device keeps, in Chromium slowed four times, its worker stopped each time as that of a browser just opened; beside the same page at
 * full speed, and beside an empty page of the same layout as slow: what the browser alone takes. The load of the machine is printed, since
 * it weighs on all three. The device holds the day of the demonstration and forty records that wait.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
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

type Ouverture = {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly rate: number;
  /** When the page that was opened says that it is there; undefined: not yet. */
  readonly instant: () => number | undefined;
};

/** Milliseconds from the address asked to the page there. */
async function demarrer({ page, cdp, rate, instant }: Ouverture): Promise<number> {
  await page.goto('about:blank');
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
  await page.goto('/terrain');
  const ms = await (await page.waitForFunction(instant)).jsonValue();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  if (ms === undefined) throw new Error('The page did not say when it was there');
  return ms;
}

async function mediane(ouverture: Ouverture): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round <= RONDES; round += 1) {
    const ms = await demarrer(ouverture);
    if (round > 0) all.push(ms);
  }
  return median(all);
}

const journeeLa = (): number | undefined => performance.getEntriesByName('escale-journee')[0]?.startTime;
const pageLa = (): number | undefined =>
  performance.getEntriesByType('navigation').map((one) => (one as PerformanceNavigationTiming).loadEventStart)[0] ||
  undefined;

/** Keeps, instead of the shell, its layout alone: neither forms, nor places, nor its script. */
async function vider(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const found = await caches.match('/terrain');
    const text = (await found?.text()) ?? '';
    const empty = text
      .replace(/(<main[^>]*>).*<\/main>/s, '$1</main>')
      .replace(/<script src="\/assets\/terrain[^>]*><\/script>/, '');
    if (empty.length > text.length / 2) throw new Error('The shell was not emptied');
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    for (const name of await caches.keys()) {
      await (await caches.open(name)).put('/terrain', new Response(empty, { headers }));
    }
  });
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
  const pleineVitesse = await mediane({ page, cdp, rate: 1, instant: journeeLa });
  const valeur = await mediane({ page, cdp, rate: RALENTI, instant: journeeLa });
  await vider(page);
  const pageVide = await mediane({ page, cdp, rate: RALENTI, instant: pageLa });
  console.log(`charge de la machine : ${loadavg()[0]?.toFixed(1)} pour ${availableParallelism()} cœurs`);
  const mesure = `ouvrir sa journée sans réseau, processeur ${RALENTI} fois plus lent`;
  const objectif = { sur: 'valeur', auPlus: OBJECTIF_MS } as const;
  printFigures([
    { mesure: `${mesure}, au lieu de pleine vitesse`, valeur, reference: pleineVitesse, unite: 'ms', objectif },
    { mesure: `${mesure}, au lieu d’une page vide aussi lente`, valeur, reference: pageVide, unite: 'ms', objectif },
  ]);
}

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner: role, request, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
const database = openDatabase(withParts(adminUrl, { role: request, password, database: template }), { max: 4 });
const door = await takePort(0, '127.0.0.1');
const { chromiums, remove } = await findChromium();
const found = chromiums.entier;
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
