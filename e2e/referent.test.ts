import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

const ALBERES = /Communauté de communes Albères/;
const NEIGHBOUR = [
  `/structures/${demo.structures.prades}`,
  `/conventions/${demo.conventions.prades}`,
  `/conventions/${demo.conventions.prades}/convention.pdf`,
  `/conventions/${demo.conventions.prades}/documents`,
  `/conventions/${demo.conventions.prades}/attestation.pdf`,
  `/conventions/${demo.conventions.prades}/bilan`,
  `/conventions/${demo.conventions.prades}/bilan.pdf`,
  `/lieux/${demo.lieux.prades}/fiche`,
  `/lieux/${demo.lieux.prades}/affiche.pdf`,
];

describe.each(WIDTHS)('à %i px', (width) => {
  test('la référente voit sa convention, ses lieux, ses affiches et ses chiffres', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'referent', width });
    await signInAs(visit, /Hélène Salsepareille/, ALBERES);
    const { page } = visit;
    expect(new URL(page.url()).pathname).toBe('/ma-structure');
    await visit.pdf(visit.link(/Imprimer l’affiche/));
    await visit.pdf(visit.link('Bilan d’une page (PDF)'));

    await visit.follow(visit.link(/Voir la fiche/), /France Services|Argelès|Port-Vendres|Elne/);
    expect(await page.getByRole('link', { name: 'Modifier', exact: true }).count()).toBe(0);
    await visit.goto('/ma-structure');
    await visit.follow(visit.link('Fiche de la structure'), ALBERES);
    expect(await page.getByRole('link', { name: /Modifier|Ajouter/ }).count()).toBe(0);

    await visit.goto('/ma-structure');
    await visit.follow(visit.link(/Lire la convention/), ALBERES);
    await visit.pdf(visit.link('Convention (PDF)'));
    expect(await page.getByText('Enregistrer ce qui vient de se passer').count()).toBe(0);
    await visit.follow(visit.link('Bilan'), ALBERES);
    await visit.end();
  });

  test('la référente choisit jusqu’où l’affiche annonce, sans script et au clavier', async () => {
    for (const javaScript of [true, false]) {
      const visit = await Visit.start(browser(), { url: site().url, name: 'referent-affiche', width, javaScript });
      await signInAs(visit, /Hélène Salsepareille/, ALBERES);
      const { page } = visit;
      await visit.follow(visit.link(/Choisir jusqu’où elle annonce/), 'L’affiche posée');
      for (const [name, periode] of [
        [/^D’un trimestre/, 'trimestre'],
        [/^Jusqu’à la fin de la convention/, 'convention'],
      ] as const) {
        const choice = page.getByRole('radio', { name });
        await page.getByRole('radio', { checked: true }).focus();
        await page.keyboard.press('ArrowDown');
        expect(await choice.isChecked(), periode).toBe(true);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.searchParams.get('periode') === periode);
        await visit.see('L’affiche posée');
        expect(await choice.isChecked(), periode).toBe(true);
        await visit.pdf(visit.link(/Imprimer l’affiche/));
      }
      expect(await page.getByText(/^L’affiche ne va que jusqu’au /).count()).toBe(1);
      await visit.goto(`${new URL(page.url()).pathname}?periode=toujours`);
      await visit.see('L’affiche posée');
      expect(await page.locator('#erreurs').innerText()).toContain('Choisissez une des périodes proposées.');
      await visit.end();
    }
  });

  test('ce qui est à la structure voisine est introuvable', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'referent-voisin', width });
    await signInAs(visit, /Hélène Salsepareille/, ALBERES);
    for (const path of NEIGHBOUR) expect(await visit.status(path), path).toBe(404);
    expect(await visit.goto(`/conventions/${demo.conventions.prades}`)).toBe(404);
    await visit.see('Page introuvable');
    expect(await visit.goto('/structures')).toBe(403);
    await visit.see('Page réservée');
    await visit.end();
  });

  test('le menu ne montre rien d’autre', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'referent-menu', width });
    await signInAs(visit, /Hélène Salsepareille/, ALBERES);
    const menu = visit.page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link');
    expect(await menu.allInnerTexts()).toEqual(['Ma structure', 'Trouver de l’aide']);
    await visit.end();
  });
});
