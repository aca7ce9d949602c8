import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

test.each(WIDTHS)('la déléguée à la protection des données lit ce qui est gardé (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'dpo', width });
  await signInAs(visit, /Irène Obsidienne/, 'Données personnelles');
  expect(await visit.page.getByRole('heading', { name: 'Ce qui est gardé' }).count()).toBe(1);
  for (const path of ['/structures', '/agenda', '/pilotage', '/reglages']) {
    expect(await visit.status(path), path).toBe(403);
  }
  await visit.end();
});
