import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seanceDuJour } from '../db/demo/ids.ts';
import { readIdentifiant } from '../src/platform/installation.ts';
import { FRENCH_DATABASE, withClient } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { testMaster } from '../test/cles.ts';
import { useCles } from '../test/cles-partagees.ts';
import { withParts } from '../test/cluster.ts';
import { testCle } from '../test/coffre.ts';
import { poserVisa } from '../test/destruction.ts';
import { poserMandat } from '../test/mandats.ts';
import { freePort, startEscale, waitForNoProcess } from '../test/process.ts';
import { useBrowser } from './browser.ts';
import { seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { MandatForm } from './pages/mandat.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const today = Temporal.Now.plainDateISO('Europe/Paris');
const dixHeures = today.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '10:00' }).toInstant();
const start = performance.now();
const browser = useBrowser();
// Keys of its own, since some of them go.
const store = useCles();
const site = useSite(() => dixHeures.add({ milliseconds: Math.round(performance.now() - start) }), store);
const undo = new AsyncDisposableStack();
let donnees = '';

beforeAll(async () => {
  donnees = await mkdtemp(join(tmpdir(), 'escale-restauree-'));
  undo.defer(async () => {
    expect(await waitForNoProcess(donnees)).toEqual([]);
    await rm(donnees, { recursive: true, force: true });
  });
  // PostgreSQL's own user must be able to cross it when root verifies.
  await chmod(donnees, 0o711);
  await store.cles.adopt(await readIdentifiant(site().owner));
  await poserVisa(site());
  await site()
    .owner.updateTable('seance')
    .set({ heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') })
    .where('id', '=', seanceDuJour(today))
    .execute();
});
afterAll(() => undo.disposeAsync());

const secrets = () => ({
  ESCALE_DONNEES: donnees,
  ESCALE_CLE: testCle.toString('base64'),
  ESCALE_CLE_MAITRE: testMaster.toString('base64'),
  CLES_URL: store.urls.join(' '),
});

/** A command as the operator types it; its output, once it has done what it says. */
async function run(script: string, ownerUrl: string, ...args: readonly string[]): Promise<string> {
  const env = { ...secrets(), DATABASE_URL_PROPRIETAIRE: ownerUrl };
  const command = startEscale([process.execPath, join(PROJECT_ROOT, 'scripts', script), ...args], {
    cwd: PROJECT_ROOT,
    env,
  });
  expect(await command.ended(), command.output()).toBe(0);
  return command.output();
}

/** An empty database, where a backup may be restored. */
async function emptyDatabase(): Promise<{ readonly ownerUrl: string; readonly requestUrl: string }> {
  const { adminUrl, owner, request, password } = inject('testServer');
  const database = `escale_test_${randomBytes(8).toString('hex')}`;
  await withClient(adminUrl, (client) => client.query(`create database ${database} owner ${owner} ${FRENCH_DATABASE}`));
  undo.defer(async () => {
    await withClient(adminUrl, (client) => client.query(`drop database if exists ${database} with (force)`));
  });
  return {
    ownerUrl: withParts(adminUrl, { role: owner, password, database }),
    requestUrl: withParts(adminUrl, { role: request, password, database }),
  };
}

/** Escale on a restored database, as the operator starts it. Returns its address and what it said. */
async function startRestored(base: { readonly ownerUrl: string; readonly requestUrl: string }) {
  const port = await freePort();
  const escale = startEscale([process.execPath, '--import', 'tsx', join(PROJECT_ROOT, 'src', 'main.ts')], {
    cwd: PROJECT_ROOT,
    env: {
      ...secrets(),
      PORT: String(port),
      ESCALE_DEMO: 'oui',
      DATABASE_URL: base.requestUrl,
      DATABASE_URL_PROPRIETAIRE: base.ownerUrl,
    },
  });
  undo.defer(async () => {
    escale.kill('SIGTERM');
    expect(await escale.ended()).toBe(0);
  });
  await escale.ready();
  return { url: `http://localhost:${port}`, output: () => escale.output() };
}

/** Signs a mandat of one démarche with the person; returns its path. */
async function faireSigner(visit: Visit): Promise<string> {
  await visit.goto(`${seanceAujourdhui()}/mandats/nouveau`);
  await visit.see('Nouveau mandat');
  const form = new MandatForm(visit);
  await form.personneEtDemarche();
  await visit.follow(visit.button('Lire et signer'), 'Confirmez avec votre code');
  await donnerCode(visit, 'Lire et signer');
  await visit.page.getByLabel(/^La notice a été lue/).check();
  await visit.page.getByLabel(/^La personne donne ce mandat/).check();
  await form.dessiner(/^Le mandant/, 0.3);
  await form.dessiner(/^Le mandataire/, 0.9);
  await visit.follow(visit.button('Signer le mandat'), 'Le mandat est signé');
  return new URL(visit.page.url()).pathname.replace(/\/signe$/, '');
}

async function achever(visit: Visit, mandat: string, title: RegExp): Promise<void> {
  await visit.goto(mandat);
  await visit.see(title);
  await visit.follow(visit.link('Achever : Démarche n° 1'), 'Achever, sans retour');
  await visit.button('Achever').click();
  await visit.page.getByText('La démarche est achevée.').waitFor();
  await visit.see(/./);
}

test('scénario 10 : détruit par les pages, un mandat ne revient pas avec la sauvegarde d’avant', {
  timeout: 300_000,
}, async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'destruction-avant', width: 820 });
  await signInAsAgent(visit);
  const mandat = await faireSigner(visit);
  const other = await poserMandat(site(), store.cles);
  const copies = join(donnees, 'copies');
  await run('sauvegarde.ts', site().ownerUrl, copies);
  const fichier = join(copies, (await readdir(copies))[0] ?? '');

  await achever(visit, mandat, /^Colette Exemplaire$/);
  await achever(visit, `/mandats/${other.id}`, /^Colette Exemplaire$/);
  // The pages ask for it, a job does it.
  while ((await visit.page.getByText(/^Détruit le/).count()) === 0) await visit.goto(mandat);
  await visit.see(/^Mandat signé le/);
  expect(await visit.page.getByText('Colette').count()).toBe(0);
  await visit.goto(`/mandats/${other.id}`);
  await visit.see('Colette Exemplaire');
  await visit.page.getByText('Mon relevé de carrière').first().waitFor();
  await visit.end();

  const restauree = await emptyDatabase();
  expect(await run('restauration.ts', restauree.ownerUrl, fichier)).toContain('cette copie n’en détruit aucune');
  const escale = await startRestored(restauree);
  expect(escale.output()).toContain('Les clés des mandats servent une autre base');
  for (const width of WIDTHS) {
    const later = await Visit.start(browser(), { url: escale.url, name: 'destruction-restauree', width });
    await signInAsAgent(later);
    await later.goto('/mandats');
    await later.see('Mandats');
    await later.page.getByText('ses clés n’existent plus').waitFor();
    await later.follow(later.link(/^Mandat signé le/), /^Mandat signé le/);
    expect(new URL(later.page.url()).pathname).toBe(mandat);
    await later.page.getByText('Ce mandat est détruit : il ne se lit plus').waitFor();
    expect(await later.page.getByText(/Colette|logement|Caisse/).count()).toBe(0);
    for (const geste of [/^Noter un acte/, /^Achever/, /^Document signé/, /^Imprimer la copie/]) {
      expect(await later.link(geste).count(), String(geste)).toBe(0);
    }
    expect(await later.status(`${mandat}/document.pdf`)).toBe(404);
    // Of the other mandat one démarche alone is gone; the rest still reads.
    await later.goto(`/mandats/${other.id}`);
    await later.see('Colette Exemplaire');
    await later.page.getByText('Une partie de ce mandat est détruite').waitFor();
    await later.page.getByText('Mon relevé de carrière').first().waitFor();
    expect(await later.page.getByText('aide au logement').count()).toBe(0);
    expect(await later.link('Achever : Démarche n° 1').count()).toBe(0);
    await later.end();
  }

  const proved = await run('destruction-verifier.ts', site().ownerUrl, fichier);
  expect(proved.match(/illisible, chiffré identique à celui du certificat/g)).toHaveLength(3);
  expect(proved).not.toContain('S’OUVRE ENCORE');
});
