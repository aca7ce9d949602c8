import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { Disque } from './pages/disque.ts';
import { memoire } from './pages/journee.ts';
import { leTerrain, PRENOM } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, attendre, charge, notes } = leTerrain(site);

test('la mémoire effacée sous une page ouverte est dite, et ce que la page sait encore se garde de nouveau', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-efface'));
  const disque = await Disque.petit(visit, site().url);
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await jour.noter('Argent - Impôts');
  await disque.effacer();
  const question = visit.page.getByRole('alertdialog');
  await question.filter({ hasText: '2 saisies qui attendaient n’y sont plus' }).waitFor();
  await visit.see('Ma journée');
  expect(await jour.etat()).not.toContain('Tout est envoyé');
  await question.getByRole('button', { name: 'Garder de nouveau sur cet appareil' }).click();
  await expect.poll(async () => (await memoire(visit)).cles).toBe(1);
  await jour.noter('Justice');
  expect(await jour.attente().count()).toBe(3);
  await visit.page.reload();
  await visit.see('Ma journée');
  expect(await visit.page.content()).toContain(PRENOM);
  expect(await jour.attente().count()).toBe(3);
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 3);
  await visit.end();
});

test('la base supprimée d’un autre onglet : la page le dit, et n’y remet rien sans l’accord de l’agent', async () => {
  const options = visite('terrain-supprime');
  const visit = await Visit.start(browser(), options);
  const jour = await charge(visit);
  const before = await notes();
  const autre = await Visit.dans(visit.context, options);
  await autre.goto('/mentions-legales');
  await autre.see('Mentions légales');
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  const said = await autre.page.evaluate(async () => {
    const request = indexedDB.deleteDatabase('escale');
    return new Promise((resolve) => {
      request.onsuccess = () => resolve('supprimée');
      request.onerror = () => resolve(request.error?.name);
    });
  });
  expect(said).toBe('supprimée');
  const question = visit.page.getByRole('alertdialog');
  await question.filter({ hasText: '1 saisie qui attendait n’y est plus' }).waitFor();
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'Laisser effacé' }).click();
  await visit.page.getByText('Votre journée n’est pas encore sur cet appareil').waitFor();
  expect(await jour.attente().count()).toBe(0);
  expect(await memoire(visit)).toMatchObject({ cles: 0, lignes: 0 });
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  await visit.page.getByRole('heading', { name: /^Aujourd’hui/ }).waitFor();
  expect(await notes()).toBe(before);
  await visit.end();
});

test('se déconnecter dans un onglet ne fait rien proposer à l’autre', async () => {
  const options = visite('terrain-depart-onglets');
  const visit = await Visit.start(browser(), options);
  const jour = await charge(visit);
  const autre = await Visit.dans(visit.context, options);
  await autre.goto('/agenda');
  await autre.see('Mon agenda');
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await jour.noter('Logement');
  await autre.button('Se déconnecter').click();
  await autre.page.getByRole('button', { name: 'Effacer et me déconnecter' }).click();
  await autre.page.waitForURL((url) => url.pathname === '/');
  await autre.see(/./);
  await visit.page.getByText('Votre journée n’est pas encore sur cet appareil').waitFor();
  expect(await visit.page.getByRole('alertdialog').count()).toBe(0);
  expect(await jour.attente().count()).toBe(0);
  expect(await memoire(autre)).toMatchObject({ cles: 0, lignes: 0 });
  await visit.context.close();
});

test('une mémoire qui ne s’ouvre plus est dite, la déconnexion le demande, aboutit, et n’efface pas la file', async () => {
  const options = visite('terrain-muette');
  const visit = await Visit.start(browser(), options);
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  const form = await jour.ouvrirFiche();
  await form.choisir(/^Démarches administratives/, 'Justice');
  // A newer Escale, in another tab, has changed the shape of the base: this page can no longer open it.
  const autre = await Visit.dans(visit.context, options);
  await visit.context.setOffline(false);
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await autre.goto('/mentions-legales');
  await autre.see('Mentions légales');
  await autre.page.evaluate(async () => {
    const request = indexedDB.open('escale', 2);
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
    request.result.close();
  });
  await jour.etat(/La mémoire de cet appareil ne s’ouvre plus/);
  await visit.see('Ma journée');
  await visit.button(/^Enregistrer$/).click();
  await visit.page.getByRole('alert').filter({ hasText: 'n’a pas pu être gardée' }).waitFor();
  expect(await visit.page.locator('[data-fiche] [name="demarches"]:checked').count()).toBe(1);
  const question = visit.page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Rester sur cette page' }).click();

  await visit.button('Se déconnecter').click();
  await question.filter({ hasText: 'Escale ne sait pas si des saisies y attendent' }).waitFor();
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'Rester connecté' }).click();
  expect(await visit.status('/agenda')).toBe(200);
  await visit.button('Se déconnecter').click();
  await question.getByRole('button', { name: 'Me déconnecter quand même' }).click();
  await visit.page.waitForURL((url) => url.pathname === '/');
  await visit.see(/./);
  await visit.page.getByText('Vous êtes déconnecté.').waitFor();
  expect(await visit.context.cookies()).toEqual([]);
  expect(await memoire(visit)).toMatchObject({ cles: 1, lignes: 2 });
  expect(await notes()).toBe(before);
  await visit.end();
});
