import { expect, test } from 'vitest';
import { entretenir } from '../src/entretien.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

/** An account of somebody who left two years ago. */
async function compteAncien(): Promise<string> {
  const id = uuidv7();
  await site()
    .owner.insertInto('compte')
    .values({
      territoireId: '66',
      id,
      courriel: `${id}@exemple.fr`,
      nom: 'Pauline Partie',
      role: 'equipe',
      fermeLe: Temporal.Now.instant().subtract({ hours: 24 * 730 }),
    })
    .execute();
  return id;
}

test.each(WIDTHS)(
  'la déléguée à la protection des données voit partir ce qui a fait son temps (%i px)',
  async (width) => {
    const id = await compteAncien();
    const visit = await Visit.start(browser(), { url: site().url, name: 'dpo', width });
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.goto('/conservation');
    await visit.see('Conservation des données');
    const due = visit.page
      .getByRole('row')
      .filter({ has: visit.page.getByRole('rowheader', { name: 'Comptes', exact: true }) });
    expect(await due.getByRole('cell').last().innerText()).toBe('1');

    await entretenir(
      site().request,
      { id: '66', codeDepartement: '66', dureesConservation: {} },
      Temporal.Now.instant(),
    );
    await visit.goto('/conservation');
    await visit.see('Conservation des données');
    expect(await due.getByRole('cell').last().innerText()).toBe('0');
    await visit.page
      .getByText(/Comptes\s: \d/)
      .first()
      .waitFor();
    const { nom } = await site()
      .owner.selectFrom('compte')
      .select('nom')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(nom).toMatch(/^Personne [0-9a-f]{8}$/);
    for (const path of ['/structures', '/agenda', '/pilotage', '/reglages']) {
      expect(await visit.status(path), path).toBe(403);
    }
    await visit.end();
  },
);

test.each(WIDTHS)(
  'elle change une durée, après avoir redonné son code, et le journal le dit (%i px)',
  async (width) => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'dpo-durees', width });
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.goto('/conservation');
    await visit.see('Conservation des données');
    await visit.follow(visit.link('Changer les durées'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Changer les durées');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Agents, après la fin du contrat': '600' });
    const said = await visit.refused(visit.button('Enregistrer les durées'), 'Changer les durées');
    expect(said).toContain('Agents');
    // Each width changes it to something else.
    const mois = String((width % 7) + 2);
    await form.remplir({ 'Agents, après la fin du contrat': mois });
    await visit.follow(visit.button('Enregistrer les durées'), 'Conservation des données');
    expect(await visit.flash()).toContain('Elles valent dès la nuit prochaine');
    await visit.page.getByText(`${mois} mois après la fin du contrat`).waitFor();
    await visit.goto('/journal?q=changer+une+dur%C3%A9e');
    await visit.see('Journal');
    await visit.page.getByText('donnee agents').first().waitFor();
    await visit.end();
  },
);

test.each(WIDTHS)('elle imprime le registre et l’affichette (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'dpo-papiers', width });
  await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
  await visit.goto('/registre-des-traitements');
  await visit.see('Registre des traitements');
  expect(await visit.status('/registre-des-traitements.csv')).toBe(200);
  await visit.goto('/donnees-personnelles');
  await visit.see('Données personnelles');
  await visit.follow(visit.link('L’affichette du guichet'), 'Vous êtes aidé ici : vos données');
  await visit.page.emulateMedia({ media: 'print' });
  for (const path of ['/donnees-personnelles/affichette', '/registre-des-traitements']) {
    await visit.goto(path);
    await visit.see(/./);
    expect(await visit.page.getByRole('navigation').first().isVisible()).toBe(false);
  }
  // The sheet of the counter is one sheet.
  await visit.goto('/donnees-personnelles/affichette');
  const paper = (await visit.page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await visit.end();
});

test.each(WIDTHS)('une notice se lit sous le formulaire, sans quitter la page (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'dpo-notice', width });
  await visit.goto('/connexion');
  await visit.page.locator('.e-notice > summary').click();
  await visit.page.getByText('Toute personne concernée').waitFor();
  await visit.see('Se connecter');
  await visit.end();
});
