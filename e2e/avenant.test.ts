import { describe, expect, test } from 'vitest';
import { ids66 } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { ConventionPage } from './pages/convention.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const STRUCTURE = 'France Services de Font-Romeu';
const LONG_MS = 240_000;

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un avenant sur la fréquence, du projet à l’effet ; une opposition à temps ; la convention un autre jour', {
    timeout: LONG_MS,
  }, async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'avenant', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);
    const convention = new ConventionPage(visit, STRUCTURE);
    const url = `/conventions/${ids66.convention('fs-cerdagne')}`;

    await visit.goto(url);
    await visit.see(STRUCTURE);
    await visit.follow(visit.link('Préparer un avenant'), 'Préparer un avenant');
    await form.remplir({
      'Avenant établi le': today.subtract({ days: 12 }).toString(),
      'Fréquence des permanences': '99',
    });
    const errors = await visit.refused(visit.button('Voir ce qui changerait'), 'Préparer un avenant');
    expect(errors).toContain('Indiquez l’objet de l’avenant.');
    expect(errors).toContain('écrivez un nombre entier de 1 à 14');
    await form.remplir({ Objet: 'Deux demi-journées par semaine', 'Fréquence des permanences': '2' });
    await visit.follow(visit.button('Voir ce qui changerait'), 'Avenant n° 1 : ce qu’il changerait');
    await visit.page.getByText('2 demi-journées par semaine').waitFor();
    await visit.page.getByText('ne changent pas').waitFor();
    await visit.follow(visit.link('Modifier'), 'Préparer un avenant');
    expect(await form.valeur('Objet')).toBe('Deux demi-journées par semaine');
    await form.remplir({ 'Fin au plus tard': today.add({ days: 300 }).toString() });
    await visit.follow(visit.button('Voir ce qui changerait'), 'Avenant n° 1 : ce qu’il changerait');
    await visit.page.getByText('ce qu’elles seraient sans lui').waitFor();
    await visit.follow(visit.link('Modifier'), 'Préparer un avenant');
    await form.remplir({ 'Fin au plus tard': '' });
    await visit.follow(visit.button('Voir ce qui changerait'), 'Avenant n° 1 : ce qu’il changerait');
    await visit.follow(visit.button('Enregistrer ce projet d’avenant'), STRUCTURE);
    expect(await visit.flash()).toContain('Il prendra effet à la dernière des deux signatures.');

    await convention.signerAvenant('beneficiaire', today.subtract({ days: 8 }));
    await visit.page.getByText('Pas encore signé par les deux parties').waitFor();
    await convention.signerAvenant('departement', today.subtract({ days: 4 }));
    await visit.page.locator('#avenants').getByText('En vigueur depuis le').waitFor();

    const before = await convention.auJour(today.subtract({ days: 5 }).toString());
    expect(before).toMatch(/1 demi-journée par semaine/);
    expect(before).toMatch(/Signature de l’avenant n° 1 attendue de la part du Département/);
    const after = await convention.auJour(today.subtract({ days: 4 }).toString());
    expect(after).toMatch(/2 demi-journées par semaine avenant n° 1/);

    await convention.opposer('beneficiaire', today.subtract({ days: 3 }), today.subtract({ days: 1 }));
    await visit.page.getByText('En vigueur, ne sera pas reconduite').first().waitFor();
    expect(await convention.auJour(today.add({ days: 250 }).toString())).toMatch(/Terminée, non reconduite/);
    await visit.end();
  });

  test('le référent lit l’avenant, la charte et les originaux de sa convention', { timeout: LONG_MS }, async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'avenant-referent', width });
    await signInAs(visit, /Hélène Salsepareille/, /Communauté de communes Albères/);
    const url = `/conventions/${ids66.convention('cc-alberes')}`;
    await visit.goto(`${url}/jour?au=${today}`);
    await visit.see(/^La convention au /);
    const text = (await visit.page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/5 demi-journées par semaine avenant n° 1/);
    expect(text).toMatch(/Original n° 2 le Bénéficiaire/);
    expect(text).toMatch(/Charte du kit de communication, acceptée par les deux parties/);
    await visit.follow(visit.link('La convention aujourd’hui'), /Albères/);
    await visit.end();
  });
});
