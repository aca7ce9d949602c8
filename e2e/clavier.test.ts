import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { nombreDeNotes } from './pages/accompagnement.ts';
import { Clavier } from './pages/clavier.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px, au clavier seul', (width) => {
  const site = useSite();

  test('l’agent se connecte et note un accompagnement', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'clavier', width });
    const gestures = await visit.countGestures();
    const { page } = visit;
    const clavier = new Clavier(page);
    await visit.goto('/');
    await visit.see(/démarches sur Internet/);
    await clavier.allerA(visit.link('Se connecter'));
    await clavier.presser('Enter');
    await visit.see('Se connecter');
    await clavier.allerA(visit.button(/Maëlle Tramontane/));
    await clavier.presser('Enter');
    await visit.see('Mon agenda');

    await clavier.allerA(visit.link('Voir la séance'));
    await clavier.presser('Enter');
    await page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await visit.see(/./);
    const before = await nombreDeNotes(visit);
    await clavier.allerA(visit.link('Noter un accompagnement'));
    await clavier.presser('Enter');
    await visit.see('Noter un accompagnement');
    await clavier.allerA(page.getByRole('checkbox', { name: 'Logement' }));
    await clavier.presser('Space');
    await clavier.allerA(page.getByRole('group', { name: 'Durée', exact: true }).getByLabel('30 min'));
    await clavier.presser('ArrowRight');
    await clavier.allerA(page.getByRole('button', { name: 'Enregistrer', exact: true }));
    await clavier.presser('Enter');
    await page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await visit.see(/./);
    expect(await visit.flash()).toContain('L’accompagnement est noté.');
    expect(await nombreDeNotes(visit)).toBe(before + 1);
    expect(await page.getByRole('listitem').filter({ hasText: '45 min' }).count()).toBeGreaterThan(0);
    expect(gestures().clicks).toBe(0);
    console.log(`Au clavier, de l’accueil à l’accompagnement noté : ${gestures().keys} frappes à ${width} px.`);
    await visit.end();
  });

  test('les liens d’évitement mènent au contenu et à la navigation', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'clavier-evitement', width });
    const { page } = visit;
    const clavier = new Clavier(page);
    for (const [name, target] of [
      ['Aller au contenu', '#contenu'],
      ['Aller à la navigation', '#navigation'],
    ] as const) {
      await visit.goto('/mentions-legales');
      await visit.see('Mentions légales');
      const skip = page.getByRole('link', { name });
      await clavier.allerA(skip);
      expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await clavier.presser('Enter');
      await page.keyboard.press('Tab');
      const isInside = await page.locator(target).evaluate((element) => element.contains(document.activeElement));
      expect(isInside, name).toBe(true);
    }
    await visit.end();
  });
});
