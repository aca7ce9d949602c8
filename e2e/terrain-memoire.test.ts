import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { seanceAujourdhui } from './pages/accompagnement.ts';
import { Disque } from './pages/disque.ts';
import { Formulaire } from './pages/formulaire.ts';
import { leTerrain } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, charge, notes } = leTerrain(site);

test('le disque plein, la page le dit, ne perd rien, envoie ce qui attendait, et la fiche s’enregistre en ligne', async () => {
  const visit = await Visit.start(browser(), visite('terrain-plein'));
  const disque = await Disque.petit(visit, site().url);
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await jour.noter('Argent - Impôts');
  await disque.remplir();
  const form = await jour.ouvrirFiche();
  await form.choisir(/^Démarches administratives/, 'Justice');
  await visit.button(/^Enregistrer$/).click();
  await visit.page.getByRole('alert').filter({ hasText: 'Cet appareil n’a plus de place' }).waitFor();
  await visit.see('Ma journée');
  const justice = visit.page.getByRole('group', { name: /^Démarches administratives/ }).getByLabel('Justice');
  expect(await justice.isChecked()).toBe(true);
  expect(await jour.etat()).toContain('2 accompagnements attendent le réseau');
  expect(await notes()).toBe(before);

  // No room is needed to send.
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 2);
  expect(await justice.isChecked()).toBe(true);
  await visit.button(/^Enregistrer$/).click();
  const question = visit.page.getByRole('alertdialog');
  await question.filter({ hasText: 'enregistrer cette saisie en ligne' }).waitFor();
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'Enregistrer en ligne' }).click();
  await visit.page.getByText('L’accompagnement est noté.').waitFor();
  await visit.see(/./);
  expect(await notes()).toBe(before + 3);

  await disque.vider();
  await visit.goto('/terrain');
  await jour.noter('Logement');
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 4);
  await visit.end();
});

test('le disque plein et le réseau coupé, le formulaire en ligne reste à l’écran, rempli', async () => {
  const visit = await Visit.start(browser(), visite('terrain-plein-en-ligne'));
  const disque = await Disque.petit(visit, site().url);
  await charge(visit);
  const before = await notes();
  await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
  await visit.see('Noter un accompagnement');
  await new Formulaire(visit.page).choisir(/^Démarches administratives/, 'Logement');
  await disque.remplir();
  await visit.context.setOffline(true);
  await visit.button(/^Enregistrer$/).click();
  const question = visit.page
    .getByRole('alertdialog')
    .filter({ hasText: 'cet appareil ne peut pas garder ce formulaire' });
  await question.waitFor();
  await visit.see('Noter un accompagnement');
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  await visit.context.setOffline(false);
  await visit.button(/^Enregistrer$/).click();
  await visit.page.getByText('L’accompagnement est noté.').waitFor();
  await visit.see(/./);
  expect(await notes()).toBe(before + 1);
  await visit.end();
});

test('un appareil plein dès l’ouverture le dit, et mène à la saisie en ligne', async () => {
  const visit = await Visit.start(browser(), visite('terrain-plein-depart'));
  const disque = await Disque.petit(visit, site().url);
  await visit.goto('/connexion');
  await visit.see('Se connecter');
  await disque.remplir();
  await visit.button(/Maëlle Tramontane/).click();
  await visit.see('Mon agenda');
  await visit.goto('/terrain');
  await visit.page.getByRole('alert').filter({ hasText: 'notez en ligne' }).waitFor();
  await visit.see('Ma journée');
  await visit.follow(visit.link('Mon agenda en ligne'), 'Mon agenda');
  await visit.end();
});
