import { describe, expect, test } from 'vitest';
import { seanceDuJour } from '../db/demo/ids.ts';
import { unAppareil, useBrowser } from './browser.ts';
import { seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { Formulaire } from './pages/formulaire.ts';
import { abimer, JourneePage } from './pages/journee.ts';
import { aujourdhui, leTerrain, PRENOM } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { contextOptions, Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, attendre, charge, notes, recus } = leTerrain(site);

describe.each(WIDTHS)('à %i px, sans réseau', (width) => {
  test('la journée s’ouvre, se note et part une seule fois', async () => {
    await attendre();
    const visit = await Visit.start(browser(), visite('terrain', width));
    const jour = new JourneePage(visit);
    await signInAsAgent(visit);
    await jour.charger();
    expect(await visit.page.content()).toContain(PRENOM);
    const before = await notes();

    await visit.context.setOffline(true);
    await visit.page.reload();
    await visit.see('Ma journée');
    expect(await visit.page.content()).toContain(PRENOM);
    await jour.noter('Argent - Impôts');
    await jour.noter('Logement');
    expect(await jour.attente().count()).toBe(2);
    expect(await jour.etat()).toContain('2 accompagnements attendent le réseau');
    await visit.see('Ma journée');
    await jour.corriger('Santé');
    await visit.goto('/agenda');
    await visit.see('Ma journée');
    expect(await jour.attente().first().innerText()).toContain('Santé');
    expect(await notes()).toBe(before);

    await visit.context.setOffline(false);
    await jour.etat(/Tout est envoyé/);
    expect(await notes()).toBe(before + 2);
    await visit.end();
  });
});

test('le navigateur tué net avec une file pleine la retrouve, et l’envoie une fois, même si la réponse se perd', async () => {
  const PLEINE = 40;
  await attendre();
  const appareil = await unAppareil();
  try {
    const options = visite('terrain-tue');
    const morning = await Visit.dans(await appareil.ouvrir(contextOptions(options)), options);
    await charge(morning);
    // Closed as usual: its cookie is on the disk, as that of a session opened hours ago.
    await morning.context.close();
    const day = await Visit.dans(await appareil.ouvrir(contextOptions(options)), options);
    // A worker that starts again is not told at once that the network is cut: the page alone sends here.
    await day.context.grantPermissions([]);
    await day.context.setOffline(true);
    await day.goto('/terrain');
    await day.see('Ma journée');
    const before = await notes();
    const ids = await new JourneePage(day).remplir(PLEINE);
    expect(ids).toHaveLength(PLEINE);
    await appareil.tuer(day.context);

    const context = await appareil.ouvrir(contextOptions(options));
    await context.grantPermissions([]);
    await context.setOffline(true);
    const again = await Visit.dans(context, options);
    const found = new JourneePage(again);
    await again.goto('/terrain');
    await again.see('Ma journée');
    expect(await found.attente().count()).toBe(PLEINE);
    expect(await again.page.content()).toContain(PRENOM);
    // The server writes, and its answer is lost: the device asks again.
    let perdues = 0;
    await context.route('**/accompagnements/envoi', async (route) => {
      if (perdues > 0) return route.continue();
      perdues += 1;
      await route.fetch();
      return route.abort();
    });
    await context.setOffline(false);
    await expect.poll(notes, { timeout: 30_000 }).toBe(before + PLEINE);
    await found.etat(/Tout est envoyé/);
    expect(perdues).toBe(1);
    expect(await recus(ids)).toEqual({ operations: PLEINE, accompagnements: PLEINE });
    expect(await notes()).toBe(before + PLEINE);
    await context.close();
  } finally {
    await appareil.jeter();
  }
});

test('le formulaire en ligne dont l’envoi échoue est gardé, sous la même clé, et le compte s’affiche partout', async () => {
  const visit = await Visit.start(browser(), visite('terrain-web'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
  await visit.see('Noter un accompagnement');
  const cle = await visit.page.locator('main input[name="_cle"]').first().inputValue();
  await new Formulaire(visit.page).choisir(/^Démarches administratives/, 'Logement');
  await visit.context.setOffline(true);
  await visit.button(/^Enregistrer$/).click();
  await visit.see('Ma journée');
  expect(await visit.page.getByRole('alert').innerText()).toContain('Le réseau a manqué');
  expect(await jour.attente().count()).toBe(1);
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await visit.context.setOffline(false);
  await visit.goto('/agenda');
  await visit.page.getByRole('link', { name: /^1 accompagnement attend/ }).waitFor();
  await visit.see('Mon agenda');
  await visit.follow(visit.page.getByRole('link', { name: /^1 accompagnement attend/ }), 'Ma journée');
  await visit.context.unroute('**/accompagnements/envoi');
  await visit.page.reload();
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 1);
  const kept = await site().owner.selectFrom('accompagnement').select('id').where('id', '=', cle).execute();
  expect(kept).toHaveLength(1);
  await visit.end();
});

test('une saisie refusée reste avec sa raison, jusqu’à ce qu’elle soit corrigée', async () => {
  const visit = await Visit.start(browser(), visite('terrain-refus'));
  const jour = await charge(visit);
  const before = await notes();
  const statut = (one: string) =>
    site().owner.updateTable('seance').set({ statut: one }).where('id', '=', seanceDuJour(aujourdhui())).execute();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await statut('annulee');
  await visit.context.setOffline(false);
  await jour.aCorriger().first().waitFor();
  await visit.see('Ma journée');
  expect(await jour.aCorriger().first().innerText()).toContain('Cette séance est annulée');
  expect(await notes()).toBe(before);
  await visit.page.reload();
  expect(await jour.etat()).toContain('1 accompagnement est à corriger');

  await statut('prevue');
  await jour
    .aCorriger()
    .first()
    .getByRole('link', { name: /^Corriger/ })
    .click();
  await visit.page
    .getByRole('link', { name: /Cette séance est annulée/ })
    .or(visit.page.locator('.e-error-summary'))
    .first()
    .waitFor();
  await visit.see('Ma journée');
  await jour.enregistrer();
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 1);
  await visit.end();
});

test('la session finie, l’appareil demande de se reconnecter et garde tout', async () => {
  const visit = await Visit.start(browser(), visite('terrain-session'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await visit.context.clearCookies();
  await visit.context.setOffline(false);
  await jour.etat(/reconnectez-vous pour envoyer/);
  await visit.see('Ma journée');
  expect(await jour.attente().count()).toBe(1);
  expect(await notes()).toBe(before);
  await signInAsAgent(visit);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('deux onglets n’envoient pas deux fois', async () => {
  const options = visite('terrain-onglets');
  const visit = await Visit.start(browser(), options);
  const jour = await charge(visit);
  const before = await notes();
  const second = await Visit.dans(visit.context, options);
  const autre = new JourneePage(second);
  await second.goto('/terrain');
  await autre.etat();
  const sent: string[] = [];
  visit.context.on('request', (request) => {
    if (request.url().endsWith('/envoi')) sent.push(request.postData() ?? '');
  });
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await autre.noter('Argent - Impôts');
  await jour.attente().nth(1).waitFor();
  await visit.context.setOffline(false);
  await Promise.all([jour.etat(/Tout est envoyé/), autre.etat(/Tout est envoyé/)]);
  expect(await notes()).toBe(before + 2);
  expect(sent.length).toBeLessThanOrEqual(2);
  await visit.context.close();
});

test('une horloge en avance de deux jours montre et envoie le bon jour', async () => {
  const visit = await Visit.start(browser(), visite('terrain-horloge'));
  await visit.context.clock.setSystemTime(Date.now() + 2 * 24 * 3600 * 1000);
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await visit.page.reload();
  await visit.page.getByRole('heading', { name: /^Aujourd’hui/ }).waitFor();
  expect(await visit.page.getByRole('heading', { name: /^Aujourd’hui/ }).innerText()).toContain(
    String(aujourdhui().day),
  );
  const from = Temporal.Now.instant();
  await jour.noter('Logement');
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  const { saisiAt } = await site()
    .owner.selectFrom('accompagnementOperation')
    .select('saisiAt')
    .orderBy('saisiAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const ecart = Math.abs(from.until(Temporal.Instant.from(String(saisiAt))).total('minutes'));
  expect(ecart).toBeLessThan(2);
  await visit.context.close();
});

test('une saisie abîmée est dite illisible, n’empêche pas les autres, et se retire à la main', async () => {
  const visit = await Visit.start(browser(), visite('terrain-abimee'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await jour.noter('Argent - Impôts');
  await abimer(visit);
  await visit.page.reload();
  await jour.aCorriger().first().waitFor();
  expect(await jour.aCorriger().first().innerText()).toContain('illisible');
  await visit.context.setOffline(false);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.button(/^Retirer/).click();
  await visit.page.getByRole('alertdialog').getByRole('button', { name: 'Retirer définitivement' }).click();
  await jour.etat(/Tout est envoyé/);
  await visit.see('Ma journée');
  await visit.context.close();
});

test('sans mémoire sur l’appareil, la page le dit et mène à la saisie en ligne', async () => {
  const visit = await Visit.start(browser(), visite('terrain-sans'));
  await visit.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await signInAsAgent(visit);
  await visit.goto('/terrain');
  await visit.see('Ma journée');
  expect(await visit.page.getByRole('alert').innerText()).toContain('Notez en ligne');
  await visit.follow(visit.link('Mon agenda en ligne'), 'Mon agenda');
  await visit.end();
});
