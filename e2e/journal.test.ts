import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

test.each(WIDTHS)('la DPO lit le journal, le filtre, le tourne et l’exporte (%i px)', async (width) => {
  const { url } = site();
  const admin = await Visit.start(browser(), { url, name: 'journal-actes', width });
  await signInAs(admin, /Paul Cyprès/, 'Réglages');
  await admin.follow(admin.button('Enregistrer'), 'Réglages');
  await admin.end();

  const visit = await Visit.start(browser(), { url, name: 'journal', width });
  await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
  // Each reading leaves a line: enough of them for a second page.
  for (let seen = 0; seen < 55; seen += 1) expect(await visit.status('/journal')).toBe(200);
  await visit.goto('/journal');
  await visit.see('Journal');
  const rows = visit.page.locator('main table').first().locator('tbody tr');
  expect(await rows.count()).toBe(50);
  await visit.follow(visit.link('Actes plus anciens'), 'Journal');
  expect(await rows.count()).toBeGreaterThan(0);

  const form = new Formulaire(visit.page);
  await form.remplir({ 'Personne, acte, identifiant ou adresse': 'Paul Cyprès' });
  await visit.follow(visit.button('Filtrer'), 'Journal');
  expect(await rows.count()).toBeGreaterThan(0);
  for (const text of await rows.allInnerTexts()) expect(text).toContain('Paul Cyprès');
  await form.remplir({ Du: '2020-01-01', Au: '2020-12-31' });
  await visit.follow(visit.button('Filtrer'), 'Journal');
  await visit.page.getByText('Rien ne correspond').waitFor();
  await visit.follow(visit.link('Tout voir'), 'Journal');

  await form.remplir({ 'Personne, acte, identifiant ou adresse': 'Paul Cyprès' });
  await visit.follow(visit.button('Filtrer'), 'Journal');
  await visit.follow(visit.link('Exporter'), 'Confirmez avec votre code');
  const shown = await visit.page.locator('.e-code').innerText();
  await form.remplir({ 'Code à 6 chiffres': shown });
  const download = visit.page.waitForEvent('download');
  await visit.button('Continuer').click();
  const file = await (await download).createReadStream();
  let csv = '';
  for await (const part of file.setEncoding('utf8')) csv += part;
  expect(csv).toContain('Date et heure (Paris)');
  const lines = csv.trim().split(/\r?\n/).slice(1);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toContain('Paul Cyprès');

  // The export is itself an act, and nobody else reads any.
  await visit.goto('/journal?q=exporter');
  await visit.see('Journal');
  await visit.page.getByText('exporter le journal').first().waitFor();
  await visit.end();
  const equipe = await Visit.start(browser(), { url, name: 'journal-equipe', width });
  await signInAs(equipe, /Nour Bourdaine/, 'Tableau de bord');
  expect(await equipe.status('/journal')).toBe(403);
  await equipe.end();
});
