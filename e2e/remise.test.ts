import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { saveDemande, saveVerification } from '../src/features/droits/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { testCles } from '../test/cles-partagees.ts';
import { PERSONNE, poserMandat } from '../test/mandats.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const TITRE = 'Remettre à une personne ce que disent ses mandats';

/** Somebody known asks what is kept of them. */
async function demander(nom: string): Promise<string> {
  return inTerritoire(site().request, '66', async (db) => {
    const joindre = { courriel: null, telephone: null, adresse: '3 rue Fictive', message: null } as const;
    const saisie = {
      droit: 'acces',
      demandeur: 'usager',
      nom,
      ...joindre,
      origine: 'guichet',
      recueLe: today,
    } as const;
    const { id } = await saveDemande(db, '66', saisie, null);
    await saveVerification(db, '66', id, { moyen: 'agent', etablie: true, jour: today, par: null });
    return id;
  });
}

/** One file of an archive that is not compressed, as text: each comes after the one before, behind its header. */
function entree(archive: Buffer, name: string): string {
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const [size, length] = [archive.readUInt32LE(at + 18), archive.readUInt16LE(at + 26)];
    const start = at + 30 + length;
    if (archive.toString('utf8', at + 30, start) === name) return archive.toString('utf8', start, start + size);
    at = start + size;
  }
  throw new Error(`No ${name} there`);
}

test.each(WIDTHS)('la déléguée demande, la mandataire fait le fichier et le remet (%i px)', async (width) => {
  const nom = `Corbières${width}`;
  const { id, code } = await poserMandat(site(), testCles, { identite: { ...PERSONNE, nom } });
  const droit = await demander(`Colette ${nom}`);

  const deleguee = await Visit.start(browser(), { url: site().url, name: 'remise-dpo', width });
  await signInAs(deleguee, /Irène Obsidienne/, 'Tableau du DPO');
  await deleguee.goto(`/droits/${droit}`);
  await deleguee.see(/^DR-/);
  await deleguee.follow(deleguee.link('Demander à des agents'), 'Demander ce que disent ses mandats');
  expect(await deleguee.refused(deleguee.button('Demander'), 'Demander ce que disent ses mandats')).toContain(
    'Choisissez à qui le demander.',
  );
  await new Formulaire(deleguee.page).choisir(/^À qui le demander/, 'Maëlle Tramontane');
  await deleguee.follow(deleguee.button('Demander'), /^DR-/);
  await deleguee.page.getByText('rien n’est encore fait').waitFor();

  const agent = await Visit.start(browser(), { url: site().url, name: 'remise-agent', width });
  await signInAsAgent(agent);
  await agent.goto('/mandats');
  await agent.see('Mandats');
  await agent.page
    .getByText(/demande.* ce que disent (ses|leurs) mandats/)
    .first()
    .waitFor();
  await agent.page
    .getByRole('link', { name: /^Demande DR-/ })
    .last()
    .click();
  await agent.see('Confirmez avec votre code');
  await donnerCode(agent, TITRE);
  const form = new Formulaire(agent.page);
  expect(await agent.refused(agent.button('Le fichier est remis'), TITRE)).toContain(
    'Choisissez comment le fichier a été remis.',
  );
  expect(await agent.refused(agent.button('Faire le fichier'), TITRE)).toContain('Cochez au moins un mandat');
  await form.choisir(/^Cochez les mandats de cette personne/, new RegExp(`Colette ${nom}`));
  const [download] = await Promise.all([agent.page.waitForEvent('download'), agent.button('Faire le fichier').click()]);
  expect(download.suggestedFilename()).toMatch(/^mandats-DR-.*\.zip$/);
  const archive = await readFile(await download.path());
  expect(archive.includes(`%PDF-1.7 essai ${id}`)).toBe(true);
  expect(JSON.parse(entree(archive, 'mandats.json'))).toMatchObject({ mandats: [{ code, identite: { nom } }] });
  // It opens alone, as it will on somebody else's computer.
  const page = await agent.context.newPage();
  await page.setContent(entree(archive, 'mandats.html'));
  expect(await violations(page)).toEqual([]);
  const { inner, scroll } = await page.evaluate(() => ({
    inner: document.documentElement.clientWidth,
    scroll: document.documentElement.scrollWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(inner);
  await page.close();
  await form.choisir('Comment', /De la main à la main/);
  await agent.follow(agent.button('Le fichier est remis'), 'Mandats');
  expect(await agent.flash()).toContain('C’est noté');
  await agent.end();

  await deleguee.page.reload();
  await deleguee.see(/^DR-/);
  await deleguee.page.getByText(/1 mandat, le .*, de la main à la main/).waitFor();
  expect(await deleguee.page.getByText(code).count()).toBe(0);
  await deleguee.goto('/journal?q=fichier');
  await deleguee.see('Journal');
  await deleguee.page.getByText('mettre un mandat dans le fichier de sa personne').first().waitFor();
  await deleguee.end();
});

test('sans JavaScript, la mandataire fait le fichier et le remet', async () => {
  const nom = 'Fenouillèdes';
  await poserMandat(site(), testCles, { identite: { ...PERSONNE, nom } });
  const droit = await demander(`Colette ${nom}`);
  const deleguee = await Visit.start(browser(), { url: site().url, name: 'remise-dpo-nu', javaScript: false });
  await signInAs(deleguee, /Irène Obsidienne/, 'Tableau du DPO');
  await deleguee.goto(`/droits/${droit}/mandats`);
  await deleguee.see('Demander ce que disent ses mandats');
  await new Formulaire(deleguee.page).choisir(/^À qui le demander/, 'Maëlle Tramontane');
  await deleguee.follow(deleguee.button('Demander'), /^DR-/);
  await deleguee.end();
  const agent = await Visit.start(browser(), { url: site().url, name: 'remise-agent-nu', javaScript: false });
  await signInAsAgent(agent);
  await agent.goto('/mandats');
  await agent.see('Mandats');
  await agent.page
    .getByRole('link', { name: /^Demande DR-/ })
    .last()
    .click();
  await agent.see('Confirmez avec votre code');
  await donnerCode(agent, TITRE);
  const form = new Formulaire(agent.page);
  await form.choisir(/^Cochez les mandats de cette personne/, new RegExp(`Colette ${nom}`));
  const [download] = await Promise.all([agent.page.waitForEvent('download'), agent.button('Faire le fichier').click()]);
  expect((await readFile(await download.path())).includes(nom)).toBe(true);
  await form.choisir('Comment', /Par courrier/);
  await agent.follow(agent.button('Le fichier est remis'), 'Mandats');
  await agent.end();
});
