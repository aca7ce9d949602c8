import { describe, expect, test } from 'vitest';
import { echeancesJob } from '../src/jobs.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { enqueue } from '../src/platform/jobs.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('l’équipe voit ce qui presse, règle ses rappels et suit ses échéances ailleurs', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'echeancier', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.follow(visit.link('Cette semaine et les retards'), 'Cette semaine');
    await visit.follow(visit.link('Tout l’échéancier'), 'Échéancier');

    await visit.page.getByLabel('Échéance', { exact: true }).selectOption('signature');
    await visit.follow(visit.button('Rechercher'), 'Échéancier');
    await visit.page.getByText('Il manque la signature du Département.').first().waitFor();
    await visit.page.getByLabel('Échéance', { exact: true }).selectOption('remede');
    await visit.page.getByLabel('Quand').selectOption('30');
    await visit.follow(visit.button('Rechercher'), 'Échéancier');
    await visit.page.getByText('1 résultat').waitFor();
    const csv = await visit.context.request.get('/echeancier.csv?type=remede&quand=30');
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(2);
    await visit.follow(visit.link('Version à imprimer'), 'Échéancier');

    await visit.goto('/echeancier');
    await visit.see('Échéancier');
    await visit.follow(visit.link('Calendrier'), /^\p{Lu}\S+ \d{4}$/u);
    const before = await visit.page.getByRole('heading', { level: 1 }).innerText();
    // With the keyboard alone, to the month after.
    await visit.page.getByRole('navigation', { name: 'Mois' }).getByRole('link').first().focus();
    await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForURL(/mois=/);
    await visit.see(/^\p{Lu}\S+ \d{4}$/u);
    expect(await visit.page.getByRole('heading', { level: 1 }).innerText()).not.toBe(before);

    await visit.goto('/echeancier');
    await visit.see('Échéancier');
    await visit.follow(visit.link('Rappels par courriel'), 'Rappels par courriel');
    await form.remplir({ 'Reconduction tacite (facultatif)': 'bientôt' });
    const errors = await visit.refused(visit.button('Enregistrer'), 'Rappels par courriel');
    expect(errors).toMatch(/bientôt.*n’est pas un nombre de jours/);
    await form.remplir({ 'Reconduction tacite (facultatif)': '40 et 20' });
    await visit.follow(visit.button('Enregistrer'), 'Échéancier');
    expect(await visit.flash()).toContain('Les rappels sont réglés');

    await visit.goto('/mon-compte');
    await visit.see('Mon compte');
    await visit.follow(visit.link('Régler mon calendrier'), 'Mon calendrier');
    await visit.follow(visit.button('Ouvrir mon calendrier'), 'Mon calendrier');
    const adresse = await visit.page.locator('#adresse').innerText();
    const read = async () => visit.context.request.get(adresse);
    expect((await read()).headers()['content-type']).toContain('text/calendar');
    await visit.follow(visit.button('C’est copié, ne plus la montrer'), 'Mon calendrier');
    expect(await visit.page.locator('#adresse').count()).toBe(0);
    await visit.follow(visit.link('Remplacer l’adresse'), /^Remplacer l’adresse/);
    await visit.follow(visit.button('Remplacer l’adresse'), 'Mon calendrier');
    expect((await read()).status()).toBe(404);
    await visit.follow(visit.link('Fermer mon calendrier'), /^Fermer votre calendrier/);
    await visit.follow(visit.button('Fermer mon calendrier'), 'Mon calendrier');
    expect(await visit.flash()).toContain('Votre calendrier est fermé');
    await visit.end();
  });

  test('le référent voit les siennes, et reçoit un message qui ne dit rien de plus', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'echeancier-referent', width });
    await signInAs(visit, /Hélène Salsepareille/, /Albères/);
    await visit.follow(visit.link('Vos échéances'), 'Vos échéances');
    await visit.follow(visit.link('Les suivre dans mon calendrier'), 'Mon calendrier');
    await inTerritoire(site().request, '66', (db) => enqueue(db, '66', echeancesJob, {}));
    await visit.goto('/demo/courriels');
    const section = visit.page.locator('section').filter({ hasText: 'à ne pas manquer' }).first();
    while ((await section.count()) === 0) await visit.page.reload();
    await visit.see('Courriels de la démonstration');
    await visit.follow(section.getByRole('link', { name: 'Voir la mise en page' }), /à ne pas manquer/);
    expect(await visit.page.locator('body').innerText()).not.toMatch(/Horaires d’intervention non affichés/);
    await visit.end();
  });
});
