import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

test.each(WIDTHS)('la direction lit le pilotage, et rien d’autre (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'direction', width });
  await signInAs(visit, /Odile Grenache/, /trois mois/);
  const menu = visit.page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link');
  expect(await menu.allInnerTexts()).toEqual(['Pilotage', 'Trouver de l’aide']);
  const csv = await visit.context.request.get('/pilotage.csv');
  expect(csv.headers()['content-type']).toContain('text/csv');
  for (const path of ['/structures', '/conventions', '/agenda', '/reglages', '/permanences']) {
    expect(await visit.status(path), path).toBe(403);
  }
  expect(await visit.goto('/structures')).toBe(403);
  await visit.see('Page réservée');
  await visit.end();
});
