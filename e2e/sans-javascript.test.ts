import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { AccompagnementForm, nombreDeNotes, seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px, sans JavaScript', (width) => {
  const site = useSite();

  test('l’agent se connecte, se trompe, corrige et note un accompagnement', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'sans-javascript', width, javaScript: false });
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    await visit.see(/./);
    const before = await nombreDeNotes(visit);
    await visit.follow(visit.link('Noter un accompagnement'), 'Noter un accompagnement');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Durée/, /^1\sh$/);
    const errors = await visit.refused(visit.button(/^Enregistrer$/), 'Noter un accompagnement');
    expect(errors).toMatch(/Une réponse est à corriger/);
    expect(
      await visit.page
        .getByRole('group', { name: /^Durée/ })
        .getByLabel(/^1\sh$/)
        .isChecked(),
    ).toBe(true);
    await form.choisir(/^Démarches administratives/, /^Logement/);
    await form.enregistrer();
    expect(await nombreDeNotes(visit)).toBe(before + 1);
    if (width < 600) {
      await visit.page.getByText('Menu', { exact: true }).click();
    }
    await visit.follow(
      visit.page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link').first(),
      'Mon agenda',
    );
    await visit.end();
  });
});
