import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { jpegDeTelephone } from '../test/photos.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const LIEU = 'Salle de l’essai';
const LONG_MS = 240_000;

// One story told in chapters: each begins where the one before ended.
describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();
  const start = async (name: string, account: RegExp, arrival: string | RegExp): Promise<Visit> => {
    const visit = await Visit.start(browser(), { url: site().url, name: `lieu-${name}`, width });
    await signInAs(visit, account, arrival);
    return visit;
  };
  const equipe = (name: string) => start(name, /Nour Bourdaine/, 'Tableau de bord');
  const referente = (name: string) => start(name, /Hélène Salsepareille/, /Communauté de communes/);

  test('un lieu est proposé, visité avec des photos, puis convenu par les deux parties', {
    timeout: LONG_MS,
  }, async () => {
    const elle = await referente('propose');
    await elle.follow(elle.link('Proposer un lieu'), 'Proposer un lieu');
    const form = new Formulaire(elle.page);
    await form.remplir({
      'Nom du lieu': LIEU,
      Adresse: '1 rue de l’Essai',
      'Code postal': '66200',
      'Message à l’équipe technique': 'Libre le mardi.',
    });
    await form.choisir(/^Ce que le lieu offre/, 'Accès à Internet');
    expect(await elle.refused(elle.button('Proposer ce lieu'), 'Proposer un lieu')).toContain('Indiquez la commune.');
    await form.remplir({ Commune: 'Elne' });
    await elle.follow(elle.button('Proposer ce lieu'), LIEU);
    expect(await elle.flash()).toContain('est proposé à l’équipe technique');
    await elle.page.getByText('Rien n’y est annoncé ni planifié').waitFor();
    const fiche = new URL(elle.page.url()).pathname;
    await elle.follow(elle.link('Donner l’accord'), 'Donner l’accord du Bénéficiaire ?');
    await elle.follow(elle.button('Donner l’accord'), LIEU);

    const visit = await equipe('visite');
    const sheet = new Formulaire(visit.page);
    await visit.follow(visit.page.getByRole('link', { name: LIEU, exact: true }), LIEU);
    await visit.follow(visit.link('Prévoir la visite'), 'Prévoir une visite');
    await sheet.remplir({ 'Date prévue': today.toString() });
    await visit.follow(visit.button('Prévoir la visite'), LIEU);
    await visit.follow(visit.link('Noter une visite'), 'Noter une visite');
    for (const yes of await visit.page.getByRole('radio', { name: 'Oui', exact: true }).all()) await yes.check();
    await visit.page.getByText('Ajouter une remarque à un critère').click();
    await sheet.remplir({ 'Remarque (Wifi)': 'Bon signal dans la salle' });
    await visit.follow(visit.button('Enregistrer la visite'), /^Visite du /);
    await visit.page.getByText('Bon signal dans la salle').waitFor();
    const photo = {
      name: 'bureau.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(jpegDeTelephone({ orientation: 6 })),
    };
    await visit.page.getByLabel('Ajouter une photo').setInputFiles({ ...photo, buffer: Buffer.from('<svg/>') });
    expect(await visit.refused(visit.button('Ajouter la photo'), /^Visite du /)).toContain('n’est pas une photo');
    await visit.page.getByLabel('Ajouter une photo').setInputFiles(photo);
    await sheet.remplir({ Légende: 'La porte du bureau ferme' });
    await visit.follow(visit.button('Ajouter la photo'), /^Visite du /);
    const image = visit.page.getByRole('img', { name: 'La porte du bureau ferme' });
    // The browser draws it: what was cut from the file was not the picture.
    expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(8);
    await visit.follow(visit.link('Fiche du lieu'), LIEU);
    await visit.follow(visit.link('Donner l’accord').first(), 'Donner l’accord du Département ?');
    await visit.follow(visit.button('Donner l’accord'), LIEU);
    expect(await visit.flash()).toContain('Les deux parties sont d’accord');
    await visit.pdf(visit.link('Affiche (PDF)'));
    await visit.end();

    await elle.goto(fiche);
    await elle.see(LIEU);
    await elle.follow(elle.page.locator('#visites').getByRole('link').first(), /^Visite du /);
    await elle.end();
  });

  test('un critère perdu : la permanence est suspendue, l’affiche n’est plus à jour, elle est reposée', {
    timeout: LONG_MS,
  }, async () => {
    const visit = await equipe('decision');
    const form = new Formulaire(visit.page);
    const lieu = `/lieux/${demo.lieux.alberes}`;
    const nom = /France Services d’Argelès/;
    await visit.goto(`${lieu}/visite`);
    await visit.see('Noter une visite');
    await form.choisir('Bureau fermé et confidentiel', 'Non');
    await visit.follow(visit.button('Enregistrer la visite'), /^Visite du /);
    await visit.follow(visit.link('Fiche du lieu'), nom);
    await visit.follow(visit.link('décidez de ce que deviennent les permanences'), 'Que deviennent les permanences ?');
    await visit.follow(visit.link('Déplacer les permanences dans un autre lieu'), 'Déplacer les permanences');
    await visit.follow(visit.link('Choisir autre chose'), 'Que deviennent les permanences ?');
    await visit.follow(visit.link('Remettre en conformité avant une date'), 'Remettre en conformité');
    await visit.refused(visit.button('Demander la remise en conformité'), 'Remettre en conformité');
    await visit.goto(`${lieu}/decision/suspendre`);
    await visit.see('Suspendre les permanences');
    await form.remplir({ 'Dernier jour de la suspension': today.add({ days: 15 }).toString() });
    await visit.follow(visit.button('Continuer'), /^Suspendre jusqu’au /);
    await visit.page.getByText('séances seront annulées').waitFor();
    await visit.refused(visit.button('Suspendre les permanences'), /^Suspendre jusqu’au /);
    await form.remplir({ Motif: 'Bureau en travaux' });
    await visit.follow(visit.button('Suspendre les permanences'), nom);
    await visit.page.locator('#decisions').getByText('en cours').waitFor();
    await visit.page.locator('#affiche').getByText('elle n’est plus à jour').waitFor();
    await visit.goto('/tableau-de-bord');
    await visit.see('Tableau de bord');
    await visit.goto('/lieux/regles');
    await visit.see('Ce qu’un lieu doit avoir');
    await visit.goto(`/lieux/${demo.lieux.elne}/fiche`);
    await visit.see('Médiathèque d’Elne');
    await visit.page.getByText('Par dérogation jusqu’au').first().waitFor();
    await visit.end();

    const elle = await referente('affiche');
    await elle.page.getByText('elle n’est plus à jour, remplacez-la').first().waitFor();
    await elle.follow(elle.link(/^Confirmer qu’elle est posée : France Services/), 'L’affiche posée');
    await elle.follow(elle.button('L’affiche est posée, et dit cela'), nom);
    await elle.page.getByText('Posée, et à jour').waitFor();
    await elle.end();
  });

  test('un agent signale un manquement, et l’équipe prépare une mise en demeure', { timeout: LONG_MS }, async () => {
    const agente = await start('manquement', /Maëlle Tramontane/, 'Mon agenda');
    await agente.goto(`/lieux/${demo.lieux.alberesAutre}/fiche`);
    await agente.see(/Port-Vendres/);
    await agente.follow(agente.link('Signaler un manquement'), 'Signaler un manquement');
    await agente.refused(agente.button('Signaler'), 'Signaler un manquement');
    const form = new Formulaire(agente.page);
    await form.choisir(/^De quoi/, 'Moyens et équipements');
    await form.remplir({ Remarque: 'Imprimante en panne' });
    await agente.follow(agente.button('Signaler'), /Port-Vendres/);
    await agente.end();

    const visit = await equipe('mise-en-demeure');
    await visit.follow(visit.link('Les lire, noter la réponse ou mettre en demeure'), 'Manquements signalés');
    const row = visit.page
      .getByRole('row')
      .filter({ hasText: 'Imprimante en panne' })
      .filter({ hasText: 'Port-Vendres' });
    await visit.follow(row.getByRole('link', { name: /Communauté de communes/ }), /Communauté de communes/);
    await visit.follow(visit.link('Préparer une mise en demeure'), 'Mise en demeure');
    const letter = new Formulaire(visit.page);
    expect(await letter.valeur('Manquement reproché')).toContain(
      'Antenne intercommunale de Port-Vendres (Imprimante en panne)',
    );
    await letter.choisir(/^Qu’est devenue/, 'Elle est en route');
    await letter.remplir({ 'Numéro de la lettre recommandée': 'ESSAI-1', 'Envoyée le': today.toString() });
    await visit.follow(visit.page.getByRole('button', { name: 'Enregistrer', exact: true }), /Communauté de communes/);
    await visit.page.locator('#manquements').getByText('mis en demeure').waitFor();
    await visit.end();
  });
});
