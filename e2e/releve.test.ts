import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const TITRE = /Communauté de communes Albères/;

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('de l’envoi à la certification, puis à la correction, dont la différence se lit', async () => {
    const { url } = site();
    const referente = await Visit.start(browser(), { url, name: 'releve-referente', width });
    await signInAs(referente, /Hélène Salsepareille/, TITRE);
    const waiting = referente.page
      .locator('#releves')
      .getByRole('link', { name: /20\d\d$/ })
      .first();
    await referente.follow(waiting, TITRE);
    const path = new URL(referente.page.url()).pathname;
    await referente.follow(referente.link('Retourner avec des remarques'), 'Retourner ce relevé');
    await new Formulaire(referente.page).remplir({ 'Vos remarques': 'Il manque la permanence du 6.' });
    await referente.follow(referente.button('Retourner à l’agent'), TITRE);

    // Without a script, as with one.
    const agent = await Visit.start(browser(), { url, name: 'releve-agent', width, javaScript: false });
    await signInAs(agent, /Maëlle Tramontane/, 'Mon agenda');
    await agent.goto('/releves');
    await agent.see('Mes relevés');
    await agent.goto(path);
    await agent.see(TITRE);
    await agent.page.getByText('Il manque la permanence du 6.').first().waitFor();
    await agent.follow(agent.button('Envoyer au Bénéficiaire'), TITRE);

    await referente.goto(path);
    await referente.see(TITRE);
    await referente.follow(referente.link('Ajouter ma part'), 'Votre part');
    await new Formulaire(referente.page).remplir({ 'Nombre d’actions': '2' });
    await referente.follow(referente.button('Enregistrer ma part'), TITRE);
    await referente.follow(referente.link('Certifier'), 'Confirmez avec votre code');
    await donnerCode(referente, 'Certifier ce relevé');
    await new Formulaire(referente.page).choisir(/^Votre certification/, /Je certifie/);
    await referente.follow(referente.button('Certifier'), TITRE);
    await referente.page.getByText('Empreinte vérifiée').waitFor();
    await referente.pdf(referente.link('Relevé (PDF)'));

    await agent.goto(path);
    await agent.see(TITRE);
    await agent.follow(agent.link('Ouvrir une correction'), 'Ouvrir une correction ?');
    await new Formulaire(agent.page).remplir({ 'Motif de la correction': 'Une aide notée deux fois' });
    await agent.follow(agent.button('Ouvrir la correction'), TITRE);
    expect(await agent.page.locator('#ecarts').innerText()).toContain('Une aide notée deux fois');
    await agent.end();
    await referente.end();

    const equipe = await Visit.start(browser(), { url, name: 'releve-equipe', width });
    await signInAs(equipe, /équipe technique/i, 'Tableau de bord');
    await equipe.follow(equipe.link('Voir la fréquence des relevés'), 'Relevés d’activité');
    await equipe.end();
  });
});
