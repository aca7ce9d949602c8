import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { ConventionPage } from './pages/convention.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const day = Temporal.PlainDate.from;
const today = Temporal.Now.plainDateISO('Europe/Paris');

const STRUCTURE = 'Médiathèque de l’essai';
const LIEU = 'Bureau de l’essai';
const AGENT = 'Sidonie Essai';
const SIRET = '434 933 123 00029';
const LONG_MS = 240_000;

// One story told in chapters: each begins where the one before ended.
describe.each(WIDTHS)('l’équipe technique à %i px', (width) => {
  const site = useSite();
  const start = async (name: string): Promise<Visit> => {
    const visit = await Visit.start(browser(), { url: site().url, name: `equipe-${name}`, width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    return visit;
  };

  test('inscrit une structure, sa référente et un agent', { timeout: LONG_MS }, async () => {
    const visit = await start('registres');
    const form = new Formulaire(visit.page);
    await visit.goto('/structures');
    await visit.see('Structures');
    await visit.follow(visit.link('Ajouter une structure'), /structure/i);
    await form.remplir({
      'Nom de la structure': STRUCTURE,
      Nature: 'Commune',
      'Numéro SIRET': '434 933 123 00028',
      Adresse: '1 rue de l’Essai',
      'Code postal': '66200',
      Commune: 'Elne',
      'Nom du représentant': 'Camille Essai',
      'Fonction du représentant': 'Maire',
    });
    const errors = await visit.refused(visit.button('Enregistrer la structure'), /structure/i);
    expect(errors).toContain('sa clé de contrôle est fausse');
    expect(await form.valeur('Numéro SIRET')).toBe('434 933 123 00028');
    expect(await form.valeur('Nom de la structure')).toBe(STRUCTURE);
    await form.remplir({ 'Numéro SIRET': SIRET });
    await visit.follow(visit.button('Enregistrer la structure'), STRUCTURE);

    await visit.follow(visit.link('Ajouter un référent'), /référent/i);
    await form.remplir({
      'Prénom et nom': 'Louise Essai',
      Fonction: 'Directrice',
      Courriel: 'louise.essai@exemple.fr',
    });
    await visit.follow(visit.button('Enregistrer le référent'), STRUCTURE);
    expect(await visit.page.getByText('Louise Essai').count()).toBeGreaterThan(0);

    await visit.goto('/agents');
    await visit.see('Agents');
    await visit.follow(visit.link('Ajouter un agent'), /agent/i);
    await form.remplir({
      Prénom: 'Sidonie',
      Nom: 'Essai',
      'Premier jour du contrat': today.subtract({ days: 30 }).toString(),
      'Commune de rattachement': 'Elne',
    });
    await form.choisir(/^Nature du poste/, 'Conseiller numérique');
    await visit.follow(visit.button('Enregistrer l’agent'), AGENT);
    await visit.end();
  });

  test('retrouve dans la convention de 2022 les dates de l’article 6', { timeout: LONG_MS }, async () => {
    const visit = await start('convention-2022');
    const convention = new ConventionPage(visit, STRUCTURE);
    await convention.creer('2023-07-01');
    await convention.deliberer({ departement: day('2021-12-16'), beneficiaire: day('2022-09-19') });
    await convention.signer({ beneficiaire: day('2022-10-03'), departement: day('2022-10-10') });
    expect(await convention.periodes()).toEqual([
      ['Période 1', '10 octobre 2022', '9 avril 2023', '10 avril 2023', '10 février 2023'],
      ['Période 2', '10 avril 2023', '1er juillet 2023', 'aucun avant la fin', 'aucun'],
    ]);
    expect(await convention.auJour('2022-10-05')).toMatch(/signature/i);
    expect(await convention.auJour('2023-05-15')).toMatch(/en vigueur.*période 2/is);
    expect(await convention.auJour('2023-07-02')).toMatch(/arrivée à son terme/i);
    await visit.pdf(visit.link('Convention (PDF)'));
    await visit.end();
  });

  test('conclut une convention en vigueur, déclare un lieu, ouvre une permanence', { timeout: LONG_MS }, async () => {
    const visit = await start('permanence');
    const form = new Formulaire(visit.page);
    const convention = new ConventionPage(visit, STRUCTURE);
    await convention.creer('');
    const [before, effet] = [today.subtract({ days: 60 }), today.subtract({ days: 5 })];
    await convention.deliberer({ departement: before, beneficiaire: before });
    await convention.signer({ beneficiaire: effet.subtract({ days: 2 }), departement: effet });
    expect(await visit.page.getByText('(en cours)').count()).toBe(1);
    const address = new URL(visit.page.url()).pathname;

    await visit.follow(visit.link('Déclarer un lieu'), /lieu/i);
    await form.remplir({
      'Nom du lieu': LIEU,
      Adresse: '1 rue de l’Essai',
      'Code postal': '66200',
      Commune: 'Elne',
      'Accord du Bénéficiaire sur ce lieu': effet.toString(),
      'Accord du Département sur ce lieu': effet.toString(),
    });
    await visit.follow(visit.button('Déclarer le lieu'), LIEU);
    expect(await visit.page.getByText('Pas encore possible').count()).toBe(2);

    await visit.follow(visit.link('Mettre en place une permanence'), 'Nouvelle permanence');
    await form.remplir({
      Lieu: LIEU,
      Agent: 'Essai Sidonie',
      'Jour de la semaine': 'mercredi',
      'Heure de début': '09:00',
      'Heure de fin': '12:00',
      'À partir du': today.subtract({ days: 20 }).toString(),
    });
    const errors = await visit.refused(visit.button('Mettre en place'), 'Nouvelle permanence');
    expect(errors).toContain('Ce lieu ne peut pas accueillir de permanence.');
    expect(errors).toContain('La convention n’est pas en vigueur à ces dates');
    expect(await form.valeur('Heure de début')).toBe('09:00');

    await visit.goto('/lieux?q=essai');
    await visit.see('Lieux');
    await visit.follow(visit.link(LIEU), LIEU);
    await visit.follow(visit.link('Noter une visite'), 'Noter une visite');
    await form.remplir({ 'Date de la visite': today.toString(), 'Constaté par': 'Nour Bourdaine' });
    for (const yes of await visit.page.getByRole('radio', { name: 'Oui', exact: true }).all()) await yes.check();
    await visit.follow(visit.button('Enregistrer la visite'), /^Visite du /);
    await visit.follow(visit.link('Fiche du lieu'), LIEU);
    expect(await visit.page.getByText('Tous les critères sont constatés.').count()).toBe(2);

    await visit.follow(visit.link('Mettre en place une permanence'), 'Nouvelle permanence');
    await form.remplir({
      Lieu: LIEU,
      Agent: 'Essai Sidonie',
      'Jour de la semaine': 'mercredi',
      'Heure de début': '09:00',
      'Heure de fin': '12:00',
      'À partir du': today.toString(),
    });
    await visit.follow(visit.button('Mettre en place'), LIEU);
    expect(await visit.page.locator('tbody tr').count()).toBeGreaterThan(10);
    await visit.pdf(visit.link(/affiche/i));

    await visit.goto(address);
    await visit.see(STRUCTURE);
    await visit.follow(visit.link('Bilan'), STRUCTURE);
    await visit.pdf(visit.link('Bilan d’une page (PDF)'));
    await visit.goto('/planning');
    await visit.see('Planning de la semaine');
    await visit.goto('/permanences?q=essai');
    await visit.see('Permanences');
    expect(await visit.page.getByRole('link', { name: LIEU }).count()).toBe(1);
    await visit.end();
  });
});
