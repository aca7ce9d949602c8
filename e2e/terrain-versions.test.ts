import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { type Base, createBase } from '../test/base.ts';
import { useCles } from '../test/cles-partagees.ts';
import { freePort, type StartedEscale, startEscale } from '../test/process.ts';
import { useBrowser } from './browser.ts';
import { leTerrain } from './pages/terrain.ts';
import { Visit } from './visit.ts';

/** Sent in three times. */
const PLEINE = 90;
const PREMIER_LOT = 40;
/** The page tries again by itself, later and later, while the server starts on a busy machine. */
const PATIENCE_MS = 90_000;

const browser = useBrowser();
/** The servers started here have a master key of their own, which opens nothing of what other files sealed. */
const cles = useCles();
const undo = new AsyncDisposableStack();
let site: (Base & { readonly url: string }) | undefined;
const get = () => {
  if (site === undefined) throw new Error('The site exists only inside tests and hooks');
  return site;
};
let folder = '';
let escale: StartedEscale;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-versions-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const base = await createBase();
  undo.defer(() => base.drop());
  site = { ...base, url: `http://localhost:${await freePort()}` };
});
afterAll(() => undo.disposeAsync());

/** Starts the server of these sources, always on the same port and database. */
async function start(sources = PROJECT_ROOT): Promise<void> {
  const { url, requestUrl, ownerUrl } = get();
  const started = startEscale([process.execPath, '--import', 'tsx', 'src/main.ts'], {
    cwd: sources,
    env: {
      PORT: new URL(url).port,
      ESCALE_URL: url,
      ESCALE_DEMO: 'oui',
      ESCALE_DONNEES: join(folder, 'donnees'),
      DATABASE_URL: requestUrl,
      DATABASE_URL_PROPRIETAIRE: ownerUrl,
      CLES_URL: cles.urls.join(' '),
    },
  });
  undo.defer(() => started.kill('SIGKILL'));
  await started.ready();
  escale = started;
}

async function deployer(sources: string): Promise<void> {
  escale.kill('SIGTERM');
  await escale.ended();
  await start(sources);
}

/** The sources of a later server, whose form has another number; `lus`: the older numbers that it can read. */
async function version(formulaire: number, lus: readonly number[]): Promise<string> {
  const to = join(await mkdtemp(join(folder, 'version-')), 'sources');
  for (const name of ['src', 'public', 'db', 'package.json', 'tsconfig.json']) {
    await cp(join(PROJECT_ROOT, name), join(to, name), { recursive: true });
  }
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(to, 'node_modules'));
  const changer = async (path: string, avant: string | RegExp, apres: string) => {
    const text = await readFile(join(to, path), 'utf8');
    const changed = text.replace(avant, apres);
    expect(changed, path).not.toBe(text);
    await writeFile(join(to, path), changed);
  };
  await changer('src/features/accompagnements/formulaire/valeurs.ts', /FORMULAIRE = \d+/, `FORMULAIRE = ${formulaire}`);
  const reads = `if (${JSON.stringify(lus)}.includes(formulaire))`;
  await changer('src/features/accompagnements/reception/recevoir.ts', 'if (formulaire === 1)', reads);
  // Built, this file is the whole server: any change of it makes another worker.
  await changer('src/features/terrain/service-worker.ts', /$/, `// ${formulaire}\n`);
  return to;
}

const lireVersion = async (): Promise<string> =>
  /"version":"([0-9a-f]{16})"/.exec(await (await fetch(`${get().url}/sw.js`)).text())?.[1] ?? '';

describe.runIf(process.platform === 'linux')('la file d’une page, quand le serveur tombe ou change', () => {
  const { visite, charge, notes, recus } = leTerrain(get);

  test('tué net au milieu du renvoi, puis relancé : la page continue d’elle-même, tout est reçu une fois', async () => {
    await start();
    const visit = await Visit.start(browser(), visite('terrain-serveur-tue'));
    const jour = await charge(visit);
    await visit.context.grantPermissions([]);
    await visit.context.setOffline(true);
    const ids = await jour.remplir(PLEINE);
    expect(ids).toHaveLength(PLEINE);
    let sent = 0;
    visit.page.on('request', (request) => {
      if (!request.url().endsWith('/accompagnements/envoi')) return;
      sent += 1;
      if (sent === 2) escale.kill('SIGKILL');
    });
    await visit.context.setOffline(false);
    await escale.ended();
    const cut = await recus(ids);
    expect(cut.operations).toBe(cut.accompagnements);
    expect(cut.operations).toBeGreaterThanOrEqual(PREMIER_LOT);
    expect(cut.operations).toBeLessThan(PLEINE);
    await visit.see('Ma journée');
    expect(await jour.etat()).toMatch(/accompagnements attendent/);
    await start();
    visit.context.setDefaultTimeout(PATIENCE_MS);
    await jour.etat(/Tout est envoyé/);
    expect(await recus(ids)).toEqual({ operations: PLEINE, accompagnements: PLEINE });
    await visit.end();
  });

  test('une nouvelle version entre la saisie et l’envoi : reçue si elle se comprend, corrigée à la main sinon', async () => {
    const visit = await Visit.start(browser(), visite('terrain-version'));
    const jour = await charge(visit);
    await visit.context.grantPermissions([]);
    visit.context.setDefaultTimeout(PATIENCE_MS);
    const premiere = await lireVersion();
    await visit.context.setOffline(true);
    await jour.noter('Logement');
    const [lue = ''] = await jour.idsEnAttente();
    await deployer(await version(3, [1, 2]));
    expect(await lireVersion()).not.toBe(premiere);
    await visit.context.setOffline(false);
    await jour.etat(/Tout est envoyé/);
    expect(await recus([lue])).toEqual({ operations: 1, accompagnements: 1 });

    // The page is still that of the first version.
    const before = await notes();
    expect(await visit.page.locator('[data-formulaire]').getAttribute('data-formulaire')).toBe('2');
    await visit.context.setOffline(true);
    await jour.noter('Justice');
    const [inconnue = ''] = await jour.idsEnAttente();
    await deployer(await version(4, []));
    await visit.context.setOffline(false);
    await jour.aCorriger().first().waitFor();
    expect(await jour.aCorriger().first().innerText()).toContain('Le formulaire a changé depuis cette saisie');
    expect(await recus([inconnue])).toEqual({ operations: 0, accompagnements: 0 });
    // The page of the new version takes its place, with what waited.
    await visit.page.locator('[data-formulaire="4"]').waitFor({ state: 'attached' });
    await jour.aCorriger().first().waitFor();
    await visit.see('Ma journée');
    await jour
      .aCorriger()
      .first()
      .getByRole('link', { name: /^Corriger/ })
      .click();
    const justice = visit.page.getByRole('group', { name: /^Démarches administratives/ }).getByLabel('Justice');
    expect(await justice.isChecked()).toBe(true);
    await jour.enregistrer();
    await jour.etat(/Tout est envoyé/);
    expect(await notes()).toBe(before + 1);
    expect(await recus([inconnue])).toEqual({ operations: 0, accompagnements: 0 });
    await visit.end();
  });
});
