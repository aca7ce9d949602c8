import { expect, test } from 'vitest';
import { demo, voisin } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

/** The address answers as one that does not exist. */
async function inconnue(visit: Visit, address: string): Promise<void> {
  expect(await visit.goto(address), address).toBe(404);
  await visit.see('Page introuvable');
}

test.each(WIDTHS)('deux Départements sur la même installation : aucun ne voit l’autre (%i px)', async (width) => {
  const { url } = site();
  const chezVoisin = url.replace('localhost', voisin.hote);
  const visit = await Visit.start(browser(), { url, name: 'voisin', width });
  await visit.goto('/connexion');
  await visit.see('Se connecter');
  await visit.follow(visit.link('Département de Val-d’Exemple'), 'Se connecter');
  expect(new URL(visit.page.url()).origin).toBe(chezVoisin);
  await visit.page
    .getByRole('img', { name: /Val-d’Exemple/ })
    .first()
    .waitFor();
  await visit.follow(visit.button(/Blanche Cade/), 'Tableau de bord');

  await visit.goto(`${chezVoisin}/structures`);
  await visit.see('Structures');
  expect(await visit.page.getByRole('link', { name: 'Commune de Val-d’Exemple' }).count()).toBe(1);
  expect(await visit.page.getByText('Albères').count()).toBe(0);
  for (const path of [
    `/structures/${demo.structures.alberes}`,
    `/conventions/${demo.conventions.alberes}`,
    `/agents/${demo.agents.demo}`,
    `/lieux/${demo.lieux.alberes}`,
  ]) {
    await inconnue(visit, `${chezVoisin}${path}`);
  }

  // The session opened at one door is unknown at the other, and the other way round.
  await visit.goto(`${url}/structures`);
  await visit.see('Se connecter');
  await visit.follow(visit.button(/Gabriel Sorbier/), 'Structures');
  expect(await visit.page.getByText('Val-d’Exemple').count()).toBe(0);
  await inconnue(visit, `${url}/structures/${voisin.structures.commune}`);
  await visit.goto(`${chezVoisin}/agents`);
  await visit.see('Agents');
  await visit.page.getByText('Zéphyr Anselme').first().waitFor();
  expect(await visit.page.getByText('Tramontane').count()).toBe(0);
  await visit.goto(`${chezVoisin}/`);
  await visit.see(/démarches sur Internet/);
  await visit.end();
});

test.each(WIDTHS)('une personne à deux casquettes choisit, puis en change (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'casquettes', width });
  await signInAs(visit, /Solène Tamaris/, 'Choisir une casquette');
  await visit.follow(visit.button(/^Équipe technique/), 'Tableau de bord');
  expect(await visit.status('/reglages')).toBe(403);
  await visit.goto('/mon-compte');
  await visit.see('Mon compte');
  await visit.follow(visit.link('Changer de casquette'), 'Choisir une casquette');
  await visit.follow(visit.button(/^Administrateur/), 'Réglages');
  expect(await visit.status('/structures')).toBe(403);
  await visit.end();
});
