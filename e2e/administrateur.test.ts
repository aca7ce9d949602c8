import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { choisirApplication, donnerCode, parLien } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

/** A red square of 8 pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4oKCAFTEMLQkAKj9AAQUJSn0AAAAASUVORK5CYII=',
  'base64',
);

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('l’administrateur corrige les coordonnées du Département', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'administrateur', width });
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    const form = new Formulaire(visit.page);
    await form.remplir({ Adresse: '', Téléphone: '12' });
    const errors = await visit.refused(visit.button('Enregistrer'), 'Réglages');
    expect(errors).toMatch(/2 réponses sont à corriger/);
    expect(await form.valeur('Téléphone')).toBe('12');
    await form.remplir({ Adresse: '1 quai de la Démonstration, 66000 Perpignan', Téléphone: '04 00 00 00 99' });
    await form.remplir({ 'Thème de couleurs': 'Garrigue' });
    await visit.follow(visit.button('Enregistrer'), 'Réglages');
    expect(await visit.flash()).toContain('Les réglages sont enregistrés.');
    expect(await form.valeur('Adresse')).toBe('1 quai de la Démonstration, 66000 Perpignan');
    for (const path of ['/structures', '/agenda', '/pilotage', '/conventions']) {
      expect(await visit.status(path), path).toBe(403);
    }
    await visit.goto('/mentions-legales');
    await visit.see('Mentions légales');
    expect(await visit.page.getByText('1 quai de la Démonstration').count()).toBeGreaterThan(0);
    await visit.end();
  });

  test('un faux logo est refusé, un vrai est posé sur toutes les pages', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'administrateur-logo', width });
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    const file = new Formulaire(visit.page).champ('Fichier du logo');
    await visit.refused(visit.button('Remplacer le logo'), 'Réglages');
    const fake = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: fake });
    expect(await visit.refused(visit.button('Remplacer le logo'), 'Réglages')).toMatch(/PNG|image/i);
    await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: PNG });
    await visit.follow(visit.button('Remplacer le logo'), 'Réglages');
    expect(await visit.flash()).toContain('Le logo est enregistré.');
    const src = (await visit.page.getByRole('img', { name: /Logo actuel/ }).getAttribute('src')) ?? '';
    const logo = await visit.context.request.get(src);
    expect(logo.headers()['content-type']).toBe('image/png');
    expect(await logo.body()).toEqual(PNG);
    await visit.goto('/');
    await visit.see(/démarches sur Internet/);
    await visit.end();
  });

  test('un compte, de l’invitation à la fermeture, et retour', async () => {
    const { url } = site();
    const visit = await Visit.start(browser(), { url, name: 'comptes', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    await visit.goto('/administration');
    await visit.see('Administration');
    await visit.follow(visit.link(/^Inviter, fermer, aider/), 'Comptes');
    await visit.follow(visit.link('Inviter une personne'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Inviter une personne');
    await form.remplir({ 'Prénom et nom': 'Judith Arbousier', Courriel: 'pas une adresse' });
    await visit.refused(visit.button('Envoyer l’invitation'), 'Inviter une personne');
    await form.remplir({ Courriel: 'judith.arbousier@exemple.fr' });
    await form.choisir('Rôle', 'Administrateur');
    await visit.follow(visit.button('Envoyer l’invitation'), 'Judith Arbousier');
    expect(await visit.flash()).toContain('L’invitation part à judith.arbousier@exemple.fr.');
    const fiche = new URL(visit.page.url()).pathname;

    const invitee = await Visit.start(browser(), { url, name: 'comptes-invitee', width });
    await invitee.goto('/demo/courriels');
    await invitee.see('Courriels de la démonstration');
    await invitee.page.getByText('Votre compte Escale est ouvert').first().waitFor();
    await parLien(invitee, 'judith.arbousier@exemple.fr');
    await choisirApplication(invitee);
    await invitee.follow(invitee.button('J’ai noté mes codes'), 'Réglages');

    // Déconnectée par un autre, puis aidée après la perte de son téléphone.
    await visit.goto(fiche);
    await visit.see('Judith Arbousier');
    await visit.follow(visit.button('Déconnecter partout'), 'Judith Arbousier');
    await invitee.goto('/reglages');
    await invitee.see('Se connecter');
    await visit.follow(visit.link('Téléphone perdu'), 'Retirer les seconds facteurs');
    expect(await visit.refused(visit.button('Retirer ses seconds facteurs'), 'Retirer les seconds facteurs')).toMatch(
      /2 réponses sont à corriger/,
    );
    await form.choisir('Motif', 'Téléphone perdu ou volé');
    await visit.page.getByLabel(/J’ai vérifié l’identité/).check();
    await visit.follow(visit.button('Retirer ses seconds facteurs'), 'Judith Arbousier');
    await parLien(invitee, 'judith.arbousier@exemple.fr');
    await choisirApplication(invitee);
    await invitee.follow(invitee.button('J’ai noté mes codes'), 'Réglages');

    await visit.follow(visit.link('Fermer ce compte'), 'Fermer le compte de Judith Arbousier');
    await visit.follow(visit.button('Fermer ce compte'), 'Judith Arbousier');
    await invitee.goto('/reglages');
    await invitee.see('Se connecter');
    await invitee.end();

    // Two administrateurs are left: neither may be closed.
    await visit.goto('/administration/comptes?role=administrateur&etat=ouvert');
    await visit.see('Comptes');
    await visit.follow(visit.link('Solène Tamaris'), 'Solène Tamaris');
    await visit.follow(visit.link('Fermer ce compte'), 'Solène Tamaris');
    await visit.page.getByText('Il ne resterait qu’un administrateur').waitFor();
    await visit.goto(fiche);
    await visit.see('Judith Arbousier');
    await visit.follow(visit.button('Rouvrir ce compte'), 'Judith Arbousier');
    expect(await visit.flash()).toContain('est rouvert');

    await visit.goto('/administration');
    await visit.see('Administration');
    await visit.follow(visit.link(/^Les Départements que sert/), 'Territoires');
    await visit.page.getByText('voisin.localhost').waitFor();
    expect(await visit.page.locator('main form').count()).toBe(0);
    await visit.end();
  });
});
