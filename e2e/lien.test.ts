import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode, lienRecu } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

describe.each(WIDTHS)('à %i px', (width) => {
  test('le lien reçu par courriel ouvre Escale une seule fois, par un bouton', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'lien', width });
    await visit.goto('/connexion');
    await visit.see('Se connecter');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Votre adresse électronique': 'pas une adresse' });
    await visit.refused(visit.button('Recevoir le lien'), 'Se connecter');
    expect(await form.valeur('Votre adresse électronique')).toBe('pas une adresse');
    await form.remplir({ 'Votre adresse électronique': 'odile.grenache@exemple.fr' });
    await visit.follow(visit.button('Recevoir le lien'), 'Consultez votre messagerie');

    const link = await lienRecu(visit, null);
    const address = (await link.getAttribute('href')) ?? '';
    // What a mail scanner does: it opens the link, and presses nothing.
    expect(await visit.status(address)).toBe(200);
    await visit.follow(link, 'Confirmer la connexion');
    await visit.follow(visit.button('Me connecter'), 'Votre code');
    await donnerCode(visit, 'L’aide numérique en trois mois');
    await visit.signOut();

    await visit.goto(address);
    const button = visit.button('Me connecter');
    if ((await button.count()) > 0) {
      await visit.see('Confirmer la connexion');
      await button.click();
    }
    await visit.see('Ce lien ne fonctionne plus');
    await visit.goto('/pilotage');
    await visit.see('Se connecter');
    await visit.end();
  });
});
