import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { useSite } from './site.ts';

const browser = useBrowser();
const site = useSite();

test('l’accueil public s’affiche dans le navigateur', async () => {
  const page = await browser().newPage({ locale: 'fr-FR' });
  const response = await page.goto(site().url);
  expect(response?.status()).toBe(200);
  expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  await page.close();
});
