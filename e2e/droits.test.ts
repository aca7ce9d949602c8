import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('une personne demande ce qui est gardé d’elle, sans JavaScript ; la déléguée le lui remet', async () => {
    const { url } = site();
    const passante = await Visit.start(browser(), { url, name: 'droits-public', width, javaScript: false });
    await passante.goto('/donnees-personnelles');
    await passante.see('Données personnelles');
    await passante.follow(passante.link('exercer mes droits'), 'Exercer mes droits');
    const demande = new Formulaire(passante.page);
    await passante.button('Envoyer ma demande').click();
    await passante.page.locator('#erreurs').waitFor();
    await passante.see('Exercer mes droits');
    await demande.choisir('Que voulez-vous ?', 'Savoir ce que vous gardez de moi');
    await demande.choisir('Qui êtes-vous ?', 'Je suis le contact d’une structure');
    await demande.remplir({ 'Votre prénom et votre nom': 'Violette Arbousier' });
    await passante.button('Envoyer ma demande').click();
    await passante.page.getByText('Indiquez comment répondre').first().waitFor();
    await passante.see('Exercer mes droits');
    await demande.remplir({ 'Votre courriel': 'violette.arbousier@exemple.fr' });
    await passante.follow(passante.button('Envoyer ma demande'), 'Votre demande est enregistrée');
    const reference = (await passante.page.getByText(/^DR-/).innerText()).trim();
    await passante.end();

    const visit = await Visit.start(browser(), { url, name: 'droits', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.goto('/exercer-mes-droits');
    await visit.see('Exercer mes droits');
    await visit.goto('/droits');
    await visit.see('Droits des personnes');
    await visit.follow(visit.link('Violette Arbousier'), reference);
    await visit.page.getByText('Identité à vérifier').waitFor();
    expect(await visit.page.getByRole('link', { name: 'Son dossier, à lire' }).count()).toBe(0);

    await visit.follow(visit.link('Chercher ses données'), 'Chercher ses données');
    await form.choisir(/^Cochez ce qui est à cette personne/, 'Demandes d’accueil d’une permanence');
    await visit.follow(visit.button('Retenir ces lignes'), reference);
    expect(await visit.flash()).toContain('retenue');
    await visit.refused(visit.button('Noter la vérification'), reference);
    await form.choisir(/^Comment l’avez-vous vérifiée/, /depuis l’adresse électronique déjà connue/);
    await visit.follow(visit.button('Noter la vérification'), reference);
    await visit.page.getByText('Identité établie').waitFor();

    const dossier = await visit.link('Son dossier, à lire').getAttribute('href');
    await visit.goto(`/confirmer?suite=${encodeURIComponent(new URL(visit.page.url()).pathname)}`);
    await visit.see('Confirmez avec votre code');
    await donnerCode(visit, reference);
    const [download] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.link('Son dossier, à lire').click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${reference}.html`);
    const html = await readFile(await download.path(), 'utf8');
    expect(html).toContain('Secrétaire générale');
    expect(html).toContain('Beaucoup d’habitants viennent à l’accueil');
    // It opens alone, as it will on somebody else's computer.
    const page = await visit.context.newPage();
    await page.setContent(html);
    expect(await violations(page)).toEqual([]);
    const { inner, scroll } = await page.evaluate(() => ({
      inner: document.documentElement.clientWidth,
      scroll: document.documentElement.scrollWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(inner);
    await page.close();
    expect(dossier).toMatch(/\/dossier$/);

    await visit.follow(visit.link('Décider'), 'Décider');
    await form.choisir('Décision', 'Refusée');
    expect(await visit.refused(visit.button('Enregistrer la décision'), 'Décider')).toContain('dit sa raison');
    await form.choisir('Décision', /^Accordée$/);
    await visit.follow(visit.button('Enregistrer la décision'), 'Réponse');
    await visit.page.getByText('Vous trouverez avec cette lettre').waitFor();
    await visit.page.emulateMedia({ media: 'print' });
    expect(await visit.page.getByRole('button', { name: 'La réponse est donnée' }).isVisible()).toBe(false);
    expect(await visit.page.getByText('réclamation à la CNIL').isVisible()).toBe(true);
    await visit.page.emulateMedia({ media: 'screen' });
    await form.choisir('Comment', 'Par courriel');
    await visit.follow(visit.button('La réponse est donnée'), reference);
    await visit.page.getByText('Répondue').first().waitFor();
    await visit.goto('/droits?etat=repondue');
    await visit.see('Droits des personnes');
    await visit.link('Violette Arbousier').waitFor();
    await visit.goto('/journal?q=remettre');
    await visit.see('Journal');
    await visit.page.getByText('remettre à une personne ses données').first().waitFor();
    await visit.end();
  });

  test('un agent enregistre au guichet et ne revoit qu’une référence ; la déléguée prolonge, efface, répond', async () => {
    const { url } = site();
    const agent = await Visit.start(browser(), { url, name: 'droits-guichet', width });
    await signInAs(agent, /Maëlle Tramontane/, 'Mon agenda');
    await agent.goto('/plan-du-site');
    await agent.see('Plan du site');
    await agent.follow(agent.link('Enregistrer une demande de droits'), 'Enregistrer une demande de droits');
    const guichet = new Formulaire(agent.page);
    await guichet.choisir('Que veut-elle ?', 'Faire effacer ce qui me concerne');
    await guichet.choisir('Qui est-elle ?', 'Contact d’une structure');
    await guichet.remplir({ 'Prénom et nom': 'Ferdinand Sureau', 'Adresse postale': '22 rue des Jardins' });
    await agent.page.getByLabel('Je connais cette personne et je l’ai vue').check();
    await agent.follow(agent.button('Enregistrer la demande'), 'Votre demande est enregistrée');
    const reference = (await agent.page.getByText(/^DR-/).innerText()).trim();
    expect(await agent.status('/droits')).toBe(403);
    await agent.end();

    const visit = await Visit.start(browser(), { url, name: 'droits-effacement', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.goto('/droits');
    await visit.see('Droits des personnes');
    await visit.follow(visit.link('Ferdinand Sureau'), reference);
    await visit.follow(visit.link('Prolonger le délai'), 'Prolonger le délai');
    await form.choisir('Raison', 'La demande est complexe');
    await visit.refused(visit.button('Prolonger le délai'), 'Prolonger le délai');
    await form.remplir({ 'Ce que vous en dites à la personne': 'Plusieurs registres sont à relire.' });
    await visit.follow(visit.button('Prolonger le délai'), reference);
    await visit.follow(visit.link('Chercher ses données'), 'Chercher ses données');
    await form.choisir(/^Cochez ce qui est à cette personne/, 'Demandes d’accueil d’une permanence');
    await visit.follow(visit.button('Retenir ces lignes'), reference);
    await visit.follow(visit.link('Effacer'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Effacer ce qui peut l’être ?');
    await visit.follow(visit.button('Effacer ces lignes'), reference);
    await visit.page.getByText('Effacée').first().waitFor();
    await visit.end();
  });
});
