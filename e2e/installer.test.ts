import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser('entier');
const site = useSite();

type Installability = { readonly installabilityErrors: readonly { readonly errorId: string }[] };

test('un agent installe Escale, et l’ouvre sur sa journée', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'installer', width: 360 });
  const { page } = visit;
  await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
  await visit.follow(visit.link('Ma journée, même sans réseau'), 'Ma journée');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const cdp = await visit.context.newCDPSession(page);
  const { url, errors } = await cdp.send('Page.getAppManifest');
  expect(url).toBe(`${site().url}/manifest.webmanifest`);
  expect(errors).toEqual([]);
  // A browser without a window knows nothing of installing.
  const told = await cdp.send('Page.getInstallabilityErrors').catch((error: Error) => {
    expect(error.message).toContain("wasn't found");
    return { installabilityErrors: [] } satisfies Installability;
  });
  // The contexts of these journeys are private windows, where nothing is ever installed.
  const isOurs = ({ errorId }: { readonly errorId: string }) => errorId !== 'in-incognito';
  expect(told.installabilityErrors.filter(isOurs)).toEqual([]);

  const scope = await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.scope);
  expect(scope).toBe(`${site().url}/`);
  const icons = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const manifest = await (await fetch(link?.href ?? '')).json();
    const sizes = manifest.icons.map(async ({ src, sizes: said }: { src: string; sizes: string }) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [said, `${image.naturalWidth}x${image.naturalHeight}`];
    });
    return Promise.all(sizes);
  });
  for (const [said, found] of icons) if (said !== 'any') expect(found).toBe(said);
  await visit.end();
});

test('qui n’est pas agent ne se voit rien proposer, et la page d’un agent n’a pas d’autre application', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'installer-equipe' });
  await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
  expect(await visit.page.locator('link[rel="manifest"]').count()).toBe(0);
  expect(await visit.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await visit.status('/terrain')).toBe(403);
  await visit.end();
});

test('se déconnecter, rien n’attendant, ne laisse rien sur l’appareil', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'installer-depart' });
  const { page } = visit;
  await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
  await visit.goto('/terrain');
  await visit.see('Ma journée');
  const kept = () =>
    page.evaluate(async () => ({
      bases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      travailleurs: (await navigator.serviceWorker.getRegistrations()).length,
    }));
  await expect.poll(kept, { timeout: 15_000 }).toEqual({ bases: 1, caches: 1, travailleurs: 1 });
  await page.getByText('Tout est envoyé').waitFor();
  await visit.button('Se déconnecter').click();
  await page.getByText('Vous êtes déconnecté.').waitFor();
  await page.waitForURL(`${site().url}/`);
  await expect.poll(kept, { timeout: 15_000 }).toEqual({ bases: 0, caches: 0, travailleurs: 0 });
  expect(await visit.goto('/terrain')).toBe(200);
  expect(new URL(page.url()).pathname).toBe('/connexion');
  await visit.context.close();
});
