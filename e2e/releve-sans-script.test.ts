import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { Clavier } from './pages/clavier.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const TITRE = /Communauté de communes Albères/;
const width = 360;

describe('le relevé de la référente, à 360 px', () => {
  const site = useSite();
  let path = '';

  const agente = async (): Promise<Visit> => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'releve-agente', width, javaScript: false });
    await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
    await visit.goto(path);
    await visit.see(TITRE);
    return visit;
  };

  test('sans JavaScript : remarques, part, certification par le code, puis correction', async () => {
    const options = { url: site().url, name: 'releve-sans-script', width, javaScript: false };
    const referente = await Visit.start(browser(), options);
    const { page } = referente;
    await signInAs(referente, /Hélène Salsepareille/, TITRE);
    const waiting = page.locator('#releves').getByRole('link', { name: /20\d\d$/ });
    await referente.follow(waiting.first(), TITRE);
    path = new URL(page.url()).pathname;
    await referente.follow(referente.link('Retourner avec des remarques'), 'Retourner ce relevé');
    const form = new Formulaire(page);
    expect(await referente.refused(referente.button('Retourner à l’agent'), 'Retourner ce relevé')).toMatch(
      /remarques/i,
    );
    await form.remplir({ 'Vos remarques': 'Il manque la permanence du 6.' });
    await referente.follow(referente.button('Retourner à l’agent'), TITRE);

    const agent = await agente();
    await agent.page.getByText('Il manque la permanence du 6.').first().waitFor();
    await agent.follow(agent.button('Envoyer au Bénéficiaire'), TITRE);

    await referente.goto(path);
    await referente.see(TITRE);
    await referente.follow(referente.link('Ajouter ma part'), 'Votre part');
    await form.remplir({ 'Nombre d’actions': '2' });
    await referente.follow(referente.button('Enregistrer ma part'), TITRE);
    await referente.follow(referente.link('Certifier'), 'Confirmez avec votre code');
    await donnerCode(referente, 'Certifier ce relevé');
    await referente.refused(referente.button('Certifier'), 'Certifier ce relevé');
    await form.choisir(/^Votre certification/, /Je certifie/);
    await referente.follow(referente.button('Certifier'), TITRE);
    await page.getByText('Empreinte vérifiée').waitFor();
    await referente.pdf(referente.link('Relevé (PDF)'));

    await agent.goto(path);
    await agent.see(TITRE);
    await agent.follow(agent.link('Ouvrir une correction'), 'Ouvrir une correction ?');
    await new Formulaire(agent.page).remplir({ 'Motif de la correction': 'Une aide notée deux fois' });
    await agent.follow(agent.button('Ouvrir la correction'), TITRE);
    // A correction is a relevé of its own.
    path = new URL(agent.page.url()).pathname;
    await agent.follow(agent.button('Envoyer au Bénéficiaire'), TITRE);
    await agent.end();

    await referente.goto(path);
    await referente.see(TITRE);
    expect(await page.locator('#ecarts').innerText()).toContain('Une aide notée deux fois');
    await referente.end();
  });

  test('au clavier seul, la correction se certifie', async () => {
    const referente = await Visit.start(browser(), { url: site().url, name: 'releve-clavier', width });
    const { page } = referente;
    const gestures = await referente.countGestures();
    const clavier = new Clavier(page);
    await referente.goto('/connexion');
    await referente.see('Se connecter');
    await clavier.allerA(referente.button(/Hélène Salsepareille/));
    await clavier.presser('Enter');
    await referente.see(TITRE);
    await clavier.allerA(page.locator(`#releves a[href="${path}"]`).first());
    await clavier.presser('Enter');
    await page.waitForURL((url) => url.pathname === path);
    await referente.see(TITRE);
    await clavier.allerA(referente.link('Certifier'));
    await clavier.presser('Enter');
    await referente.see('Confirmez avec votre code');
    const code = await page.locator('.e-code').innerText();
    await clavier.allerA(new Formulaire(page).champ('Code à 6 chiffres'));
    await page.keyboard.type(code);
    await clavier.allerA(referente.button('Continuer'));
    await clavier.presser('Enter');
    await referente.see('Certifier ce relevé');
    await clavier.allerA(page.getByRole('group', { name: /^Votre certification/ }).getByLabel(/Je certifie/));
    await clavier.presser('Space');
    await clavier.allerA(referente.button('Certifier'));
    await clavier.presser('Enter');
    await page.getByText('Empreinte vérifiée').waitFor();
    await referente.see(TITRE);
    expect(gestures().clicks).toBe(0);
    await referente.end();
  });
});
