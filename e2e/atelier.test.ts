import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { Clavier } from './pages/clavier.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

const CHOIX = 'Noter hors séance';
const LISTE = 'Mes accompagnements';
const ENREGISTRER = /^Enregistrer$/;

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();
  const start = (name: string, javaScript = true) =>
    Visit.start(browser(), { url: site().url, name, width, javaScript });

  test('un atelier tenu dans la séance : des nombres, et la somme dite quand ils dépassent', async () => {
    const visit = await start('atelier');
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    await visit.see(/./);
    await visit.follow(visit.link('Noter un atelier'), 'Noter un atelier');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Titre de l’atelier': 'Premiers pas sur tablette', Participants: '6' });
    await form.choisir(/^Thèmes/, 'Prendre en main du matériel');
    await form.choisir(/^Niveau/, 'Débutant');
    await visit.page.getByText('Compter par genre, par âge, par situation').click();
    await form.remplir({ Féminin: '5', Masculin: '3' });
    const errors = await visit.refused(visit.button(ENREGISTRER), 'Noter un atelier');
    expect(errors).toContain('Il y a plus de personnes comptées par genre que de participants.');
    expect(await visit.page.getByText('8 personnes comptées sur 6 participants.').isVisible()).toBe(true);
    expect(await form.valeur('Titre de l’atelier')).toBe('Premiers pas sur tablette');
    await form.remplir({ Participants: '8' });
    await visit.follow(visit.button(ENREGISTRER), /./);
    expect(await visit.flash()).toContain('L’atelier est noté.');
    const noted = visit.page.getByRole('listitem').filter({ hasText: 'Premiers pas sur tablette' });
    expect(await noted.innerText()).toContain('8 participants');

    await visit.follow(noted.getByRole('link', { name: /^Modifier/ }), 'Modifier l’atelier');
    expect(await form.valeur('Féminin')).toBe('5');
    await form.remplir({ Participants: '9' });
    await visit.follow(visit.button(ENREGISTRER), /./);
    expect(await noted.innerText()).toContain('9 participants');
    await visit.follow(noted.getByRole('link', { name: /^Supprimer/ }), 'Supprimer définitivement ?');
    await visit.follow(visit.button('Supprimer'), /./);
    expect(await noted.count()).toBe(0);
    await visit.end();
  });

  test('une personne aidée à domicile : la commune se tape, et se choisit quand plusieurs portent ce nom', async () => {
    const visit = await start('hors-seance');
    await signInAsAgent(visit);
    await visit.goto('/accompagnements/nouveau');
    await visit.see(CHOIX);
    await visit.follow(visit.link('À domicile'), 'Noter un accompagnement hors séance');
    const form = new Formulaire(visit.page);
    // Only what the answer calls for is on the screen.
    expect(await form.champ('Quel lieu ?').isVisible()).toBe(false);
    await form.choisir(/^Thèmes/, 'E-mail');
    await visit.page
      .getByRole('group', { name: /^Thèmes/ })
      .getByLabel('Aide aux démarches administratives')
      .uncheck();
    await form.remplir({ Commune: 'Saint-Hippolyte' });
    const ouvrir = visit.page.locator('summary', { hasText: 'objectif' });
    if ((await ouvrir.count()) > 0 && !(await form.champ('Objectif de l’intervention').isVisible()))
      await ouvrir.click();
    await form.remplir({ 'Objectif de l’intervention': 'Mise en autonomie' });
    const errors = await visit.refused(visit.button(ENREGISTRER), 'Noter un accompagnement hors séance');
    expect(errors).toContain('Plusieurs communes sont possibles');
    await form.choisir('De quelle commune s’agit-il ?', /66/);
    await visit.follow(visit.button(ENREGISTRER), LISTE);
    expect(await visit.flash()).toContain('L’accompagnement est noté.');
    expect(await visit.page.getByText('À domicile, Saint-Hippolyte').first().isVisible()).toBe(true);
    await visit.end();
  });

  test('une coordination, retrouvée dans la liste, refaite, supprimée', async () => {
    const visit = await start('coordination');
    await signInAsAgent(visit);
    await visit.goto('/accompagnements/nouveau');
    await visit.see(CHOIX);
    await visit.follow(visit.link(/^Une animation/), 'Noter une animation');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Objet de l’animation': 'Réunion du réseau', 'Type d’animation': 'Webinaire' });
    await form.choisir(/^À l’initiative de qui/, 'Intervention à mon initiative');
    await form.choisir(/^Où cela s’est passé/, 'À distance');
    await form.choisir(/^Thème/, /^Maillage/);
    await visit.follow(visit.button(ENREGISTRER), LISTE);

    await form.remplir({ 'Mots du résumé': 'reunion du reseau' });
    await visit.follow(visit.button('Filtrer'), LISTE);
    expect(await visit.page.getByText('1 résultat pour « reunion du reseau »').isVisible()).toBe(true);
    await visit.follow(visit.link(/^Dupliquer/), 'Noter une animation');
    expect(await form.valeur('Objet de l’animation')).toBe('Réunion du réseau');
    await visit.follow(visit.button(ENREGISTRER), LISTE);
    await form.remplir({ 'Mots du résumé': 'reunion du reseau' });
    await visit.follow(visit.button('Filtrer'), LISTE);
    expect(await visit.page.getByText('2 résultats pour « reunion du reseau »').isVisible()).toBe(true);
    for (const name of ['Exporter (CSV)', 'Exporter (XLSX)']) {
      const href = (await visit.link(name).getAttribute('href')) ?? '';
      expect(await visit.status(href), name).toBe(200);
    }
    await visit.follow(visit.link(/^Modifier/), 'Modifier l’animation');
    await visit.follow(visit.link('Supprimer'), 'Supprimer définitivement ?');
    await visit.follow(visit.button('Supprimer'), LISTE);
    expect(await visit.flash()).toContain('La suppression est faite.');
    await visit.end();
  });

  test('sans JavaScript : un atelier hors séance, refusé, corrigé, noté', async () => {
    const visit = await start('atelier-sans-script', false);
    await signInAsAgent(visit);
    await visit.goto('/accompagnements/nouveau/atelier');
    await visit.see('Noter un atelier');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Titre de l’atelier': 'Sans script', Participants: '3' });
    await form.choisir(/^Thèmes/, 'Bureautique');
    await form.choisir(/^Où cela s’est passé/, 'Autre lieu');
    await form.remplir({ Commune: 'Atlantide' });
    const errors = await visit.refused(visit.button(ENREGISTRER), 'Noter un atelier');
    expect(errors).toContain('Aucune commune ne s’appelle');
    await form.remplir({ Commune: 'ceret' });
    await visit.follow(visit.button(ENREGISTRER), LISTE);
    expect(await visit.page.getByText('Autre lieu, Céret').first().isVisible()).toBe(true);
    await visit.end();
  });

  test('au clavier seul : un évènement', async () => {
    const visit = await start('coordination-clavier');
    await signInAsAgent(visit);
    const { page } = visit;
    const clavier = new Clavier(page);
    const form = new Formulaire(page);
    const gestures = await visit.countGestures();
    await visit.goto('/accompagnements/nouveau');
    await visit.see(CHOIX);
    await clavier.allerA(visit.link(/^Un évènement/));
    await clavier.presser('Enter');
    await visit.see('Noter un évènement');
    await clavier.allerA(form.champ('Nom de l’évènement'));
    await page.keyboard.type('Forum');
    await clavier.allerA(
      page
        .getByRole('group', { name: /^Type d’évènement/ })
        .getByRole('radio')
        .first(),
    );
    await clavier.presser('Space');
    await clavier.allerA(form.champ('Organisé par'));
    await page.keyboard.type('Une commune');
    await clavier.allerA(
      page
        .getByRole('group', { name: /^Échelon/ })
        .getByRole('radio')
        .first(),
    );
    await clavier.presser('Space');
    await clavier.allerA(form.champ('Commune'));
    await page.keyboard.type('Céret');
    await clavier.allerA(page.getByRole('button', { name: ENREGISTRER }));
    await clavier.presser('Enter');
    await visit.see(LISTE);
    expect(await visit.flash()).toContain('L’évènement est noté.');
    expect(gestures().clicks).toBe(0);
    await visit.end();
  });
});
