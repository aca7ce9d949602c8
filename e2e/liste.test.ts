import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('la liste des conventions à %i px', (width) => {
  const site = useSite();

  test('se filtre, s’enregistre sous un nom, s’imprime, puis le filtre s’en va', { timeout: 120_000 }, async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'liste', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);
    await visit.goto('/conventions');
    await visit.see('Conventions');
    await form.remplir({ Échéance: 'dans les 60 jours', 'Nature de la structure': 'Commune' });
    await visit.follow(visit.button('Rechercher'), 'Conventions');
    const found = await visit.page.locator('tbody tr').count();
    expect(found).toBeGreaterThan(0);

    await visit.follow(visit.link('Enregistrer ce filtre sous un nom'), 'Enregistrer ce filtre');
    await visit.page.getByText('échéance dans les 60 jours').waitFor();
    await visit.refused(visit.button('Enregistrer le filtre'), 'Enregistrer ce filtre');
    await form.remplir({ 'Nom du filtre': 'Mairies, deux mois' });
    await visit.follow(visit.button('Enregistrer le filtre'), 'Conventions');
    expect(await visit.flash()).toMatch(/Mairies, deux mois.* est enregistré/);

    await visit.goto('/conventions');
    await visit.see('Conventions');
    await visit.page.getByText('Mes filtres : 1').click();
    await visit.follow(visit.link('Mairies, deux mois'), 'Conventions');
    expect(await visit.page.locator('tbody tr').count()).toBe(found);
    await visit.follow(visit.link(/^Imprimer/), 'Liste des conventions');
    expect(await visit.page.locator('tbody tr').count()).toBe(found);

    await visit.goto('/conventions/filtres');
    await visit.see('Mes filtres');
    await visit.follow(visit.link(/^Renommer/), /^Renommer/);
    await form.remplir({ 'Nom du filtre': 'Mairies avant l’été' });
    await visit.follow(visit.button('Renommer'), 'Mes filtres');
    await visit.follow(visit.link(/^Supprimer/), /^Supprimer .*Mairies avant l’été/);
    await visit.follow(visit.button('Supprimer le filtre'), 'Mes filtres');
    await visit.page.getByText('Aucun filtre n’est enregistré').waitFor();
    await visit.end();
  });
});
