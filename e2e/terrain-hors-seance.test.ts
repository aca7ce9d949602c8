import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { seanceAujourdhui } from './pages/accompagnement.ts';
import { leTerrain } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, charge, notes } = leTerrain(site);

const dehors = () =>
  site()
    .owner.selectFrom('accompagnement')
    .select(['typeActivite', 'typeLieu', 'lieuId', 'codeInsee', 'coordination'])
    .where('agentId', '=', demo.agents.demo)
    .where('seanceId', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute();

describe.each(WIDTHS)('à %i px, sans réseau et hors séance', (width) => {
  test('une personne aidée à domicile ou dans un lieu, et une action de coordination, se notent et partent une fois', async () => {
    const visit = await Visit.start(browser(), visite('terrain-hors', width));
    const jour = await charge(visit);
    const before = await dehors();
    await visit.context.setOffline(true);
    await visit.page.reload();

    const lieu = await jour.horsSeance('Une personne aidée', 'Noter un accompagnement');
    await lieu.choisir(/^Démarches administratives/, 'Logement');
    await visit.button(/^Enregistrer$/).click();
    await visit.page.locator('.e-error-summary').getByText('Choisissez le lieu').waitFor();
    await visit.see('Ma journée');
    const choix = visit.page.locator('[data-fiche] [name="lieu"]');
    const lieuId = (await choix.locator('option').nth(1).getAttribute('value')) ?? '';
    await choix.selectOption(lieuId);
    await jour.enregistrer();

    const domicile = await jour.horsSeance('Une personne aidée', 'Noter un accompagnement');
    await domicile.choisir(/^Démarches administratives/, 'Santé');
    await domicile.choisir(/^Où cela s’est passé/, 'À domicile');
    await domicile.remplir({ Commune: 'Céret' });
    await jour.enregistrer();

    const animation = await jour.horsSeance('Une animation', 'Noter une animation');
    await animation.remplir({ 'Objet de l’animation': 'Réunion de réseau' });
    for (const name of ['coordNature', 'coordAvec', 'coordTheme']) await premiere(visit, name);
    await animation.choisir(/^Où cela s’est passé/, 'À distance');
    await visit.see('Ma journée');
    await jour.enregistrer();
    expect(await jour.attente().count()).toBe(3);
    expect(await jour.attente().nth(1).innerText()).toContain('À domicile, Céret');
    expect(await jour.attente().nth(2).innerText()).toContain('Animation : Réunion de réseau');
    expect(await jour.etat()).toContain('3 accompagnements attendent le réseau');
    await visit.see('Ma journée');
    await jour
      .attente()
      .nth(2)
      .getByRole('link', { name: /^Corriger/ })
      .click();
    await animation.remplir({ 'Objet de l’animation': 'Réunion du réseau' });
    await jour.enregistrer();
    expect(await dehors()).toHaveLength(before.length);

    await visit.context.setOffline(false);
    await jour.etat(/Tout est envoyé/);
    const rows = (await dehors()).slice(0, 3);
    expect(await dehors()).toHaveLength(before.length + 3);
    expect(rows.map(({ typeActivite, typeLieu }) => `${typeActivite} ${typeLieu}`).toSorted()).toEqual([
      'Animation ADistance',
      'Individuel Domicile',
      'Individuel LieuActivite',
    ]);
    expect(rows.find(({ typeLieu }) => typeLieu === 'Domicile')?.codeInsee).toBe('66049');
    expect(rows.find(({ typeLieu }) => typeLieu === 'LieuActivite')?.lieuId).toBe(lieuId);
    expect(JSON.stringify(rows)).toContain('Réunion du réseau');

    // Received, they are read again on the device, and corrected there.
    await visit.context.setOffline(true);
    await visit.page.locator('summary', { hasText: /hors séance notées?$/ }).click();
    const recu = visit.page.locator('[data-c="hors"] li').filter({ hasText: 'Santé' }).first();
    await jour.ouvrir(recu.getByRole('link', { name: /^Modifier/ }), 'Modifier l’accompagnement');
    expect(await domicile.valeur('Commune')).toBe('Céret (66049)');
    await domicile.remplir({ Commune: 'Commune qui n’existe pas' });
    await jour.enregistrer();
    await visit.context.setOffline(false);
    await jour.aCorriger().first().waitFor();
    expect(await jour.aCorriger().first().innerText()).toContain('Aucune commune ne s’appelle');
    await visit.see('Ma journée');
    await jour
      .aCorriger()
      .first()
      .getByRole('link', { name: /^Corriger/ })
      .click();
    await domicile.remplir({ Commune: 'Prades (66149)' });
    await jour.enregistrer();
    await jour.etat(/Tout est envoyé/);
    expect(await dehors()).toHaveLength(before.length + 3);
    await visit.end();
  });

  test('une demi-journée dont l’envoi échoue attend ligne par ligne, et part une fois, même si elle était arrivée', async () => {
    const visit = await Visit.start(browser(), visite('terrain-serie', width));
    const jour = await charge(visit);
    const before = await notes();
    await visit.goto(`${seanceAujourdhui()}/accompagnements/serie`);
    await visit.see('Noter une demi-journée');
    await visit.page.locator('[name="ligne1-demarche"]').selectOption('Logement');
    await visit.page.locator('[name="ligne3-theme"]').selectOption('Email');
    // The server writes, and its answer is lost; then the network is cut.
    await visit.page.locator('.e-serie form').evaluate(async (form: HTMLFormElement) => {
      const entries = Array.from(new FormData(form), ([name, value]) => [name, String(value)]);
      await fetch(form.action, { method: 'POST', body: new URLSearchParams(entries), redirect: 'manual' });
    });
    expect(await notes()).toBe(before + 2);
    await visit.context.setOffline(true);
    await visit.button(/^Enregistrer$/).click();
    await visit.see('Ma journée');
    expect(await visit.page.getByRole('alert').innerText()).toContain('vos 2 saisies sont gardées');
    expect(await jour.attente().count()).toBe(2);
    expect(await jour.etat()).toContain('2 accompagnements attendent le réseau');
    expect(await notes()).toBe(before + 2);
    await visit.context.setOffline(false);
    await jour.etat(/Tout est envoyé/);
    expect(await notes()).toBe(before + 2);
    await visit.end();
  });
});

test('sans mémoire sur l’appareil, la demi-journée reste à l’écran et repart une fois', async () => {
  const visit = await Visit.start(browser(), visite('terrain-serie-sans'));
  await charge(visit);
  const before = await notes();
  await oublierCompte(visit);
  await visit.goto(`${seanceAujourdhui()}/accompagnements/serie`);
  // Its page names the account as it starts, once: it is forgotten again only after.
  await expect.poll(() => visit.page.evaluate(compteConnu), { timeout: 15_000 }).toBe(true);
  await oublierCompte(visit);
  await visit.page.locator('[name="ligne1-demarche"]').selectOption('Logement');
  await visit.context.setOffline(true);
  await visit.button(/^Enregistrer$/).click();
  const question = visit.page.getByRole('alertdialog');
  await question.filter({ hasText: 'Laissez cette page ouverte' }).waitFor();
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await visit.page.locator('[name="ligne1-demarche"]').inputValue()).toBe('Logement');
  expect(await notes()).toBe(before);
  await visit.context.setOffline(false);
  await visit.button(/^Enregistrer$/).click();
  await visit.page.getByText('Un accompagnement est noté.').waitFor();
  expect(await notes()).toBe(before + 1);
  await visit.context.close();
});

/** The first answer of a list, shown whole or folded. */
async function premiere(visit: Visit, name: string): Promise<void> {
  const field = visit.page.locator(`[data-fiche] [name="${name}"]`).first();
  if ((await field.evaluate((one) => one.tagName)) === 'SELECT') await field.selectOption({ index: 1 });
  else await field.check();
}

/** No account works here any more: the device can keep nothing. */
function oublierCompte(visit: Visit): Promise<void> {
  return visit.page.evaluate(async () => {
    const asked = indexedDB.open('escale');
    const base = await new Promise<IDBDatabase>((resolve) => {
      asked.onsuccess = () => resolve(asked.result);
    });
    const transaction = base.transaction('etat', 'readwrite');
    transaction.objectStore('etat').clear();
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    base.close();
  });
}

/** In the page: whether the device says which account works here. */
async function compteConnu(): Promise<boolean> {
  const asked = indexedDB.open('escale');
  const base = await new Promise<IDBDatabase>((resolve) => {
    asked.onsuccess = () => resolve(asked.result);
  });
  const counted = base.transaction('etat').objectStore('etat').count();
  const count = await new Promise<number>((resolve) => {
    counted.onsuccess = () => resolve(counted.result);
  });
  base.close();
  return count > 0;
}
