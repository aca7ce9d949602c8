import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const LONG_MS = 120_000;

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un modèle est écrit à deux, comparé, publié, puis porté par une convention', { timeout: LONG_MS }, async () => {
    const { url } = site();
    const visit = await Visit.start(browser(), { url, name: 'modele', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);

    await visit.goto('/conventions');
    await visit.see('Conventions');
    await visit.follow(visit.link('Modèles'), 'Modèles de convention');
    await visit.follow(visit.link('Convention départementale'), 'Convention départementale');
    await visit.follow(visit.link('Version 1'), 'Version 1');
    await visit.page.getByText('Lire les changements').click();
    await visit.page.getByText('Continuité de l’accueil').first().waitFor();

    await visit.goto('/modeles');
    await visit.see('Modèles de convention');
    await visit.follow(visit.link('Créer un modèle'), 'Créer un modèle');
    expect(await visit.refused(visit.button('Créer le modèle'), 'Créer un modèle')).toContain('Indiquez le nom');
    await form.remplir({
      'Nom du modèle': 'Convention des médiathèques',
      'À partir de': 'Convention de 2022, version 2',
    });
    await visit.follow(visit.button('Créer le modèle'), 'Brouillon de la version 1');
    const brouillon = new URL(visit.page.url()).pathname;

    // An article, refused then mended.
    await visit.follow(visit.link(/^Modifier.*6\. Durée/), /^Modifier : Article 6/);
    const texte = await form.valeur('Texte');
    expect(texte).toContain('[si finAuPlusTard] Elle prend fin au plus tard le {finAuPlusTard}.');
    await form.remplir({ Texte: 'Elle dure {durée}.\n\nElle finit le {finAuPlusTard}.' });
    const errors = await visit.refused(visit.button('Enregistrer'), /^Modifier : Article 6/);
    expect(errors).toContain('Ligne 1');
    expect(errors).toContain('Ligne 3');
    expect(await form.valeur('Texte')).toContain('{durée}');

    // Somebody else has changed it meanwhile: both texts are there.
    const collegue = await Visit.start(browser(), { url, name: 'modele-collegue', width });
    await signInAs(collegue, /Gabriel Sorbier|Nour Bourdaine/, 'Tableau de bord');
    await collegue.goto(brouillon);
    await collegue.see('Brouillon de la version 1');
    await collegue.follow(collegue.link(/^Modifier.*6\. Durée/), /^Modifier : Article 6/);
    const sien = new Formulaire(collegue.page);
    await sien.remplir({ Titre: 'Durée et reconduction' });
    await collegue.follow(collegue.button('Enregistrer'), 'Brouillon de la version 1');
    await collegue.end();
    await form.remplir({ Texte: texte.replace('Elle est conclue', 'La Convention est conclue') });
    expect(await visit.refused(visit.button('Enregistrer'), /^Modifier : Article 6/)).toContain('entre-temps');
    await visit.page.getByText('6. Durée et reconduction').waitFor();
    await form.remplir({ Titre: 'Durée et reconduction' });
    await visit.follow(visit.button('Remplacer par mon texte'), 'Brouillon de la version 1');
    expect(await visit.flash()).toContain('Article 6');

    // A new article, moved, and a part removed.
    await visit.follow(visit.link('Ajouter un article'), 'Ajouter un article');
    await visit.page.getByText('Les paramètres à citer').click();
    await visit.see('Ajouter un article');
    await form.remplir({
      Numéro: '9',
      Titre: 'Ressources en ligne',
      Texte: 'La médiathèque montre :\n- ses livres ;\n- ses films.',
    });
    await visit.follow(visit.button('Ajouter'), 'Brouillon de la version 1');
    await visit.follow(visit.button(/^Monter.*9\. Ressources/), 'Brouillon de la version 1');
    await visit.follow(visit.link(/^Retirer.*Axe 7/), /^Retirer Annexe 1, partie Axe 7/);
    await visit.follow(visit.button('Retirer du brouillon'), 'Brouillon de la version 1');

    await visit.follow(visit.link('Modifier les clauses'), /^Modifier : Clauses/);
    await form.remplir({ 'Durée d’une période': '12', 'Fin au plus tard': '' });
    await visit.follow(visit.button('Enregistrer'), 'Brouillon de la version 1');

    await visit.follow(visit.link('Ce qui a changé'), 'Ce qui a changé');
    for (const nom of ['Article 6', 'Article 9', 'Annexe 1, partie Axe 7', 'Clauses proposées']) {
      await visit.page.getByRole('heading', { level: 3, name: nom }).first().waitFor();
    }
    await visit.follow(visit.link('Retour au brouillon'), 'Brouillon de la version 1');
    await visit.pdf(visit.link('Aperçu (PDF)'));

    await visit.follow(visit.link('Publier…'), 'Publier la version 1 ?');
    await visit.page.getByText('Aucune convention existante ne change').waitFor();
    await visit.follow(visit.button('Publier la version 1'), 'Version 1');
    expect(await visit.flash()).toContain('est publiée');

    // A convention starts from it, then takes another, while nobody has signed.
    await visit.goto('/conventions/nouvelle');
    await visit.see('Nouvelle convention');
    expect(await form.valeur('Modèle de convention')).not.toBe('');
    expect(await form.valeur('Durée d’une période')).toBe('12');
    await form.remplir({ 'Modèle de convention': 'Convention de 2022, version 2' });
    await visit.follow(visit.button('Reprendre les clauses de ce modèle'), 'Nouvelle convention');
    expect(await form.valeur('Durée d’une période')).toBe('6');
    await visit.page.goBack();
    await visit.see('Nouvelle convention');
    await visit.page.getByLabel('Structure bénéficiaire').selectOption({ index: 1 });
    await visit.follow(visit.button('Créer la convention'), /./);
    await visit.page.getByText('modèle « Convention des médiathèques » n° 1').waitFor();
    await visit.follow(visit.link('Changer de modèle'), 'Changer de modèle');
    await form.remplir({ 'Nouveau modèle': 'Convention de 2022, version 2' });
    await visit.follow(visit.button('Changer de modèle'), /./);
    expect(await visit.flash()).toContain('modèle 2022-2');
    await visit.pdf(visit.link('Convention (PDF)'));

    // A draft that leads nowhere.
    await visit.goto('/modeles');
    await visit.see('Modèles de convention');
    await visit.follow(visit.link(/^en cours/), /^Brouillon de la version/);
    await visit.follow(visit.link('Abandonner…'), 'Abandonner ce brouillon ?');
    await visit.follow(visit.button('Abandonner le brouillon'), 'Convention départementale');
    await visit.end();
  });
});
