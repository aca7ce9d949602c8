import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { choisirApplication, parLien } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('une structure demande une permanence, l’équipe technique la suit jusqu’au registre et invite son référent', async () => {
    const { url } = site();
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    // Without JavaScript, as from an old computer.
    const passant = await Visit.start(browser(), { url, name: 'demande-publique', width, javaScript: false });
    await passant.goto('/');
    await passant.see(/démarches sur Internet/);
    await passant.follow(passant.link('Accueillez une permanence chez vous'), 'Accueillir une permanence');
    const public_ = new Formulaire(passant.page);
    await public_.remplir({ 'Nom de la structure': 'Commune d’Alénya', Commune: 'Alenya' });
    await passant.button('Envoyer la demande').click();
    await passant.page.locator('#erreurs').waitFor();
    await passant.see('Accueillir une permanence');
    expect(await public_.valeur('Nom de la structure')).toBe('Commune d’Alénya');
    await public_.remplir({
      Nature: 'Commune',
      'Prénom et nom': 'Ondine Myrte',
      Fonction: 'Secrétaire de mairie',
      Courriel: 'ondine.myrte@exemple.fr',
      Téléphone: '04 00 00 09 01',
      'Nom du lieu': 'Salle des mariages',
    });
    await public_.choisir(/^Ce qu’on y trouve/, 'Un accès à Internet');
    await passant.follow(passant.button('Envoyer la demande'), 'Votre demande est envoyée');
    await passant.end();

    const visit = await Visit.start(browser(), { url, name: 'demande', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.goto('/demandes');
    await visit.see('Demandes');
    await visit.follow(visit.link('Commune d’Alénya'), 'Commune d’Alénya');
    await form.remplir({ 'Premier contact le': today.toString(), 'Prochaine action': 'Fixer la visite' });
    expect(await visit.refused(visit.button('Enregistrer le suivi'), 'Commune d’Alénya')).toContain('pour quel jour');
    await form.remplir({ 'À faire le': today.add({ days: 3 }).toString() });
    await visit.follow(visit.button('Enregistrer le suivi'), 'Commune d’Alénya');
    await form.remplir({ 'Ajouter une note': 'Appelée : la salle est libre le lundi.' });
    await visit.follow(visit.button('Ajouter la note'), 'Commune d’Alénya');
    await visit.page.getByText('la salle est libre le lundi').waitFor();

    await visit.follow(visit.link('L’inscrire au registre'), 'Inscrire la structure au registre');
    expect(await form.valeur('Commune')).toBe('Alénya (66002)');
    await form.remplir({
      'Numéro SIRET': '999 999 999 00041',
      Adresse: '1 place de la Mairie',
      'Code postal': '66200',
      'Nom du représentant': 'Madame Aliénor Fictive',
      'Fonction du représentant': 'Maire',
    });
    await visit.follow(visit.button('Enregistrer la structure'), 'Commune d’Alénya');
    expect(await visit.flash()).toContain('Invitez maintenant son référent');
    await visit.follow(visit.link('Inviter le référent'), 'Inviter le référent');
    await visit.follow(visit.button('Envoyer l’invitation'), 'Commune d’Alénya');
    expect(await visit.flash()).toContain('L’invitation part à ondine.myrte@exemple.fr.');

    await visit.follow(visit.link('Déclarer le lieu'), 'Déclarer un lieu');
    expect(await form.valeur('Nom du lieu')).toBe('Salle des mariages');
    await form.remplir({ Adresse: '1 place de la Mairie', 'Code postal': '66200' });
    await visit.follow(visit.button('Déclarer le lieu'), 'Commune d’Alénya');
    await visit.page.getByText('Lieu à visiter : Salle des mariages').waitFor();
    await visit.follow(visit.link('Ouvrir la convention'), 'Nouvelle convention');
    await visit.follow(visit.button('Créer la convention'), 'Commune d’Alénya');
    await visit.page.getByText('Délibération à prendre par le Département').waitFor();
    await visit.goto('/demandes/liste?etat=deliberations');
    await visit.see('Toutes les demandes');
    await visit.link('Commune d’Alénya').waitFor();

    await visit.goto('/demandes');
    await visit.see('Demandes');
    await visit.follow(visit.link('Association Le Lien tissé'), 'Association Le Lien tissé');
    await visit.follow(visit.link('Classer sans suite'), 'Classer sans suite');
    await form.choisir('Raison', 'Aucun agent n’est disponible');
    await visit.follow(visit.button('Classer sans suite'), 'Demandes');
    expect(await visit.flash()).toContain('est sans suite');
    await visit.end();

    const invitee = await Visit.start(browser(), { url, name: 'demande-referent', width });
    await parLien(invitee, 'ondine.myrte@exemple.fr');
    await choisirApplication(invitee);
    await invitee.follow(invitee.button('J’ai noté mes codes'), 'Commune d’Alénya');
    await invitee.end();
  });

  test('les autres membres du dispositif se tiennent à jour', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'membres', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.goto('/structures');
    await visit.see('Structures');
    await visit.follow(visit.link('Autres membres du dispositif'), 'Autres membres du dispositif');
    await visit.follow(visit.link('Ajouter un membre'), 'Nouveau membre');
    await form.remplir({ 'Nom de l’organisme': 'Régie des Quartiers', Commune: 'Perpignan' });
    await visit.refused(visit.button('Enregistrer le membre'), 'Nouveau membre');
    await form.remplir({ Nature: 'Association', 'Conseillers numériques employés': '2' });
    await visit.follow(visit.button('Enregistrer le membre'), 'Autres membres du dispositif');
    expect(await visit.flash()).toContain('Régie des Quartiers est membre du dispositif.');
    await visit.follow(visit.link('Dire la fin de Régie des Quartiers'), 'Fin de l’appartenance');
    await visit.follow(visit.button('Enregistrer la fin'), 'Autres membres du dispositif');
    await visit.end();
  });
});
