import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';

const browser = useBrowser();

const FAUTIVE = `<!doctype html><title></title><body>
  <img src="data:,"><button></button><input><a href="#x"></a>
  <p style="color:#aaa;background:#fff">Trop pâle</p>
  <h1>Un</h1><h4>Quatre</h4><ul><p>Pas un élément</p></ul><div role="checkbox">Sans état</div>
</body>`;

test('axe trouve en une page tout ce que son propre lanceur y trouve, et rien quand rien n’est fautif', async () => {
  const page = await (await browser().newContext()).newPage();
  await page.setContent(FAUTIVE);
  const told = (list: Awaited<ReturnType<typeof violations>>) =>
    list.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }));
  const found = told(await violations(page));
  expect(found.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['button-name', 'color-contrast', 'html-has-lang', 'image-alt', 'label', 'list']),
  );
  expect(found).toEqual(told((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations));
  // The same document, changed by a script: it is the page of now that is looked at.
  await page.evaluate(() => document.querySelector('img')?.setAttribute('alt', 'Une image'));
  expect(told(await violations(page)).flatMap(({ where }) => where)).not.toContain('<img src="data:,">');
  await page.setContent('<!doctype html><html lang="fr"><title>Bonne</title><main><h1>Bonne</h1></main></html>');
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});
