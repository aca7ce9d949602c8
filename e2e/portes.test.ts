import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { choisirApplication, donnerCode, parLien } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  /** Somebody without any second factor yet: an agent that no button of the demo opens. */
  const NOUVEAU = 'bastien.micocoulier@exemple.fr';

  test('une personne nouvelle choisit une application, note ses codes, puis perd son téléphone', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'portes-application', width });
    await parLien(visit, NOUVEAU);
    const { codes } = await choisirApplication(visit);
    expect(codes).toHaveLength(10);
    await visit.follow(visit.button('J’ai noté mes codes'), /./);
    await visit.goto('/mon-compte');
    await visit.see('Mon compte');
    await visit.signOut();

    await parLien(visit, NOUVEAU);
    await visit.see('Votre code');
    await visit.follow(visit.link('J’ai perdu mon téléphone'), 'Téléphone perdu');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Code de secours': 'aaaaa-bbbbb' });
    await visit.refused(visit.button('Continuer'), 'Téléphone perdu');
    await form.remplir({ 'Code de secours': codes[0] ?? '' });
    await visit.follow(visit.button('Continuer'), 'Mon compte');
    await visit.page.getByText('Il vous reste 9 codes').waitFor();

    // The new telephone is added, the lost one removed.
    await visit.follow(visit.link('Ajouter une application'), 'Ajouter une application');
    await visit.follow(visit.button('Préparer l’application'), 'Votre application');
    await visit.page.locator('summary').filter({ hasText: 'Vous êtes sur ce même téléphone' }).click();
    const secret = (await visit.page.locator('.e-code').innerText()).replaceAll(' ', '');
    await form.remplir({ 'Code à 6 chiffres': new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
    await visit.follow(visit.button('Vérifier'), 'Mon compte');
    expect(await visit.flash()).toContain('L’application est ajoutée');
    await visit.follow(visit.link(/^Retirer/), /Retirer/);
    await visit.follow(visit.button(/^Retirer/), 'Mon compte');
    expect(
      await visit.page
        .getByRole('main')
        .getByRole('link', { name: /^Retirer/ })
        .count(),
    ).toBe(0);
    await visit.end();
  });

  test('sans JavaScript, le lien puis le code suffisent', async () => {
    const visit = await Visit.start(browser(), {
      url: site().url,
      name: 'portes-sans-script',
      width,
      javaScript: false,
    });
    await parLien(visit, 'odile.grenache@exemple.fr');
    await visit.see('Votre code');
    await donnerCode(visit, 'L’aide numérique en trois mois');
    await visit.end();
  });

  test('ce qui est grave redemande le code, et une autre connexion se ferme', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'portes-compte', width });
    const other = await Visit.start(browser(), { url: site().url, name: 'portes-autre', width });
    await signInAs(other, /Nour Bourdaine/, 'Tableau de bord');
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.goto('/mon-compte');
    await visit.see('Mon compte');
    await visit.follow(visit.button('Fermer toutes les autres'), 'Mon compte');
    await other.goto('/tableau-de-bord');
    await other.see('Se connecter');
    await visit.follow(visit.link('Refaire mes codes'), 'Confirmez avec votre code');
    await visit.follow(visit.link('Annuler'), 'Mon compte');
    await visit.follow(visit.link('Refaire mes codes'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Refaire vos codes de secours ?');
    await visit.follow(visit.button('Refaire mes codes'), 'Vos codes de secours');
    await visit.follow(visit.button('J’ai noté mes codes'), 'Mon compte');
    await visit.end();
    await other.end();
  });

  test('une clé d’accès protège le compte, ouvre, confirme, et se retire', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'portes-cle', width });
    const cdp = await visit.context.newCDPSession(visit.page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true },
    });
    const { courriel: personne } = await site()
      .owner.selectFrom('compte')
      .select('courriel')
      .where('territoireId', '=', '66')
      .where('role', '=', 'agent')
      .where('demo', '=', false)
      .where('courriel', '<>', NOUVEAU)
      .orderBy('courriel')
      .executeTakeFirstOrThrow();
    await parLien(visit, personne);
    await visit.see('Protéger votre compte');
    await visit.follow(visit.link('Choisir la clé d’accès'), 'Ajouter une clé d’accès');
    await visit.follow(visit.button('Continuer'), 'Ajouter une clé d’accès');
    await visit.follow(visit.button('Créer la clé'), 'Vos codes de secours');
    await visit.follow(visit.button('J’ai noté mes codes'), /./);
    await visit.signOut();

    await parLien(visit, personne);
    await visit.see('Votre code');
    await visit.follow(visit.link('Utiliser ma clé d’accès'), 'Utiliser ma clé d’accès');
    await visit.follow(visit.button('Continuer'), 'Utiliser ma clé d’accès');
    await visit.follow(visit.button('Présenter ma clé'), 'Mon agenda');
    await visit.goto('/mon-compte');
    await visit.see('Mon compte');
    await visit.follow(visit.link('Ajouter une application'), 'Confirmez avec votre code');
    await visit.follow(visit.link('Utiliser ma clé d’accès'), 'Utiliser ma clé d’accès');
    await visit.follow(visit.button('Continuer'), 'Utiliser ma clé d’accès');
    await visit.follow(visit.button('Présenter ma clé'), 'Ajouter une application');
    await visit.end();
  });
});
