import { expect, test } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { Formulaire } from './pages/formulaire.ts';
import { memoire } from './pages/journee.ts';
import { aujourdhui, leTerrain, PRENOM } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, attendre, charge, notes } = leTerrain(site);

test('se déconnecter demande quoi faire de ce qui attend, et ne laisse rien de lisible', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-depart'));
  const jour = await charge(visit);
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await jour.noter('Logement');
  expect((await memoire(visit)).cles).toBe(1);
  expect((await memoire(visit)).text).not.toContain(PRENOM);

  await visit.button('Se déconnecter').click();
  const question = visit.page.getByRole('alertdialog');
  expect(await question.innerText()).toContain('1 saisie n’a pas été envoyée');
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'Envoyer d’abord' }).click();
  await question.filter({ hasText: 'L’envoi n’a pas abouti' }).waitFor();
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await jour.attente().count()).toBe(1);

  await visit.button('Se déconnecter').click();
  await question.getByRole('button', { name: 'Effacer et me déconnecter' }).click();
  await visit.page.waitForURL((url) => url.pathname === '/');
  const left = await memoire(visit);
  expect(left).toMatchObject({ cles: 0, lignes: 0 });
  expect(left.text).not.toContain(PRENOM);
  await visit.context.close();
});

test('sans réseau, se déconnecter ne détruit rien sans le dire, et n’efface que sur confirmation', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-depart-coupe'));
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  const question = visit.page.getByRole('alertdialog');
  await visit.button('Se déconnecter').click();
  await question.filter({ hasText: 'Sans réseau, vous ne pouvez pas vous déconnecter' }).waitFor();
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await jour.attente().count()).toBe(1);

  await visit.button('Se déconnecter').click();
  await question.getByRole('button', { name: 'Effacer cet appareil quand même' }).click();
  await question.filter({ hasText: '1 saisie qui n’a pas été envoyée sera perdue' }).waitFor();
  expect(await question.innerText()).toContain('reste ouverte sur le serveur');
  expect((await memoire(visit)).cles).toBe(1);
  await question.getByRole('button', { name: /^Effacer cet appareil$/ }).click();
  await visit.page.getByText('Votre journée n’est pas encore sur cet appareil').waitFor();
  const left = await memoire(visit);
  expect(left).toMatchObject({ cles: 0, lignes: 0 });
  expect(left.text).not.toContain(PRENOM);
  await visit.context.close();
});

test('qui se connecte après un autre ne voit rien de lui ; ce que l’autre a noté attend son retour', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-autre-compte'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await visit.context.clearCookies();
  const { id } = await site()
    .owner.selectFrom('compte')
    .select('id')
    .where('territoireId', '=', '66')
    .where('role', '=', 'agent')
    .where('id', '<>', demo.comptes.agent)
    .limit(1)
    .executeTakeFirstOrThrow();
  const token = await inTerritoire(site().request, '66', (db) => openSession(db, '66', id, Temporal.Now.instant()));
  await visit.context.addCookies([{ name: sessionCookie(false), value: token, url: site().url }]);
  await visit.context.setOffline(false);
  const seen: string[] = [];
  await visit.page.exposeFunction('vu', (text: string) => seen.push(text));
  await visit.page.addInitScript(() => {
    const say = (globalThis as unknown as { vu: (text: string) => void }).vu;
    new MutationObserver(() => say(document.documentElement.innerText)).observe(document, {
      childList: true,
      subtree: true,
    });
  });
  await visit.goto('/terrain');
  await jour.etat(/1 saisie d’un autre compte attend/);
  await visit.see('Ma journée');
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.join()).not.toContain(PRENOM);
  expect(await jour.attente().count()).toBe(0);
  expect(await notes()).toBe(before);

  await signInAsAgent(visit);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('corrigé plus tard sur un autre appareil, ce qui a été noté ici reste à côté, et se reprend', async () => {
  const visit = await Visit.start(browser(), visite('terrain-ecartee'));
  const jour = await charge(visit);
  await jour.noter('Logement');
  await jour.etat(/Tout est envoyé/);
  const dernier = () =>
    site()
      .owner.selectFrom('accompagnement')
      .select(['id', 'thematiques', 'demarches'])
      .where('seanceId', '=', seanceDuJour(aujourdhui()))
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
  const { id } = await dernier();
  await visit.context.setOffline(true);
  const modifier = visit.page.locator(`a[href="#modifier-${id}"]`);
  await visit.page.locator('details').filter({ has: modifier }).locator('summary').first().click();
  await modifier.click();
  await new Formulaire(visit.page).choisir(/^Thèmes/, 'Santé');
  await jour.enregistrer();

  const autre = await Visit.start(browser(), { url: site().url, name: 'terrain-ecartee-autre' });
  await signInAsAgent(autre);
  await autre.goto(`/accompagnements/${id}/modifier`);
  await new Formulaire(autre.page).choisir(/^Démarches administratives/, 'Argent - Impôts');
  await autre.button(/^Enregistrer$/).click();
  await autre.page.getByText('La modification est enregistrée.').waitFor();
  await autre.context.close();

  await visit.context.setOffline(false);
  await jour.aCorriger().first().waitFor();
  await visit.see('Ma journée');
  expect(await jour.aCorriger().first().innerText()).toContain('Une version notée plus tard');
  expect((await dernier()).thematiques).not.toContain('Sante');
  await jour.etat(/1 accompagnement est à corriger/);
  await jour
    .aCorriger()
    .first()
    .getByRole('link', { name: /^Reprendre cette version/ })
    .click();
  await jour.enregistrer();
  await jour.etat(/Tout est envoyé/);
  expect((await dernier()).thematiques).toContain('Sante');
  await visit.context.close();
});

test('un réseau qui répond à la place d’Escale est dit ; une journée qui ne se lit pas ne retient rien', async () => {
  const visit = await Visit.start(browser(), visite('terrain-portail'));
  const jour = await charge(visit);
  const before = await notes();
  const portail = { status: 200, contentType: 'text/html', body: '<h1>Bienvenue à l’hôtel</h1>' };
  await visit.context.route(/\/accompagnements\//, (route) => route.fulfill(portail));
  await jour.noter('Logement');
  await jour.etat(/Le réseau ne mène pas à Escale/);
  expect(await jour.attente().count()).toBe(1);
  await visit.context.unroute(/\/accompagnements\//);
  await visit.context.route('**/accompagnements/journee', (route) => route.fulfill({ status: 500, body: '' }));
  await visit.page.reload();
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('un atelier se note sans réseau', async () => {
  const visit = await Visit.start(browser(), visite('terrain-atelier'));
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await visit.link(/^Noter un atelier$/).click();
  await visit.page.getByRole('heading', { level: 2, name: 'Noter un atelier' }).waitFor();
  const titre = 'Tablettes sans réseau';
  await visit.page.getByLabel(/^Titre de l’atelier/).fill(titre);
  await visit.page.getByLabel(/^Participants$/).fill('8');
  await visit.page.locator('[data-fiche] [name="thematiques"]').first().check();
  await visit.see('Ma journée');
  await jour.enregistrer();
  expect(await jour.attente().first().innerText()).toContain(titre);
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  const { participants, seanceId } = await site()
    .owner.selectFrom('accompagnement')
    .select(['participants', 'seanceId'])
    .where('typeActivite', '=', 'Collectif')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect([participants, seanceId]).toEqual([8, seanceDuJour(aujourdhui())]);
  await visit.context.close();
});
