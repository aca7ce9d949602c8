import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';

const browser = useBrowser();

test('le navigateur démarre et affiche une page', async () => {
  const page = await browser().newPage();
  await page.setContent('<title>Essai</title><h1>Été</h1>');
  expect(await page.title()).toBe('Essai');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Été');
  await page.close();
});
