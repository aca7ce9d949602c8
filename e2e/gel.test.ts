import { expect, test } from 'vitest';
import { saveDemande, saveVerification } from '../src/features/droits/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { testCles } from '../test/cles-partagees.ts';
import { PERSONNE, poserMandat } from '../test/mandats.ts';
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

test.each(WIDTHS)('la déléguée accorde une limitation, gèle un mandat, prévient, puis lève (%i px)', async (width) => {
  const { code } = await poserMandat(site(), testCles, { identite: { ...PERSONNE, nom: `Aspres${width}` } });
  const droit = await inTerritoire(site().request, '66', async (db) => {
    const joindre = { courriel: null, telephone: null, adresse: '5 rue Fictive', message: null } as const;
    const saisie = { droit: 'limitation', demandeur: 'usager', nom: 'Colette Aspres', ...joindre } as const;
    const { id } = await saveDemande(db, '66', { ...saisie, origine: 'guichet', recueLe: today }, null);
    await saveVerification(db, '66', id, { moyen: 'agent', etablie: true, jour: today, par: null });
    return id;
  });
  const visit = await Visit.start(browser(), { url: site().url, name: 'gel', width });
  const form = new Formulaire(visit.page);
  await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
  await visit.goto(`/droits/${droit}/decision`);
  await visit.see('Décider');
  await form.choisir('Décision', /^Accordée$/);
  await visit.follow(visit.button('Enregistrer la décision'), 'Confirmez avec votre code');
  await donnerCode(visit, 'Ce qui est gelé');
  await form.remplir({ 'Codes des mandats à geler': 'Colette' });
  expect(await visit.refused(visit.button('Geler'), 'Ce qui est gelé')).toContain('n’est celui d’aucun mandat signé');
  await form.remplir({ 'Codes des mandats à geler': code });
  await visit.follow(visit.button('Geler'), /^DR-/);
  await visit.page.getByText(`Mandat ${code}`).first().waitFor();
  await visit.follow(visit.link('Geler, ou lever le gel'), 'Ce qui est gelé');
  expect(await visit.refused(visit.button('Lever le gel'), 'Ce qui est gelé')).toContain(
    'Prévenez d’abord la personne',
  );
  await form.choisir(/^Comment la personne est-elle prévenue/, 'Par courrier');
  await visit.follow(visit.button('La personne est prévenue'), 'Ce qui est gelé');
  await visit.follow(visit.button('Lever le gel'), /^DR-/);
  await visit.page.getByText('le sursis est levé').waitFor();
  await visit.end();
});

test.each(WIDTHS)('la mandataire note à côté du document ce qu’il dit de faux (%i px)', async (width) => {
  const nom = `Conflent${width}`;
  const { id } = await poserMandat(site(), testCles, { identite: { ...PERSONNE, nom } });
  const visit = await Visit.start(browser(), { url: site().url, name: 'rectification', width });
  const form = new Formulaire(visit.page);
  await signInAsAgent(visit);
  await visit.goto(`/mandats/${id}`);
  await visit.see(`Colette ${nom}`);
  await visit.follow(visit.link('Noter une rectification'), 'Notes de rectification');
  await form.remplir({
    'Ce qui est faux': 'Date de naissance',
    'Ce que dit le document': '12 avril 1948',
    'Ce qu’il faut lire': '12 avril 1948',
  });
  const refused = await visit.refused(visit.button('Noter la rectification'), 'Notes de rectification');
  expect(refused).toContain('relisez les deux');
  await form.remplir({ 'Ce qu’il faut lire': '21 avril 1948' });
  await visit.follow(visit.button('Noter la rectification'), 'Notes de rectification');
  await visit.page.getByText('il faut lire « 21 avril 1948 »').waitFor();
  await visit.page.emulateMedia({ media: 'print' });
  expect(await visit.page.getByText('il faut lire « 21 avril 1948 »').isVisible()).toBe(true);
  await visit.page.emulateMedia({ media: 'screen' });
  await visit.goto(`/mandats/${id}`);
  await visit.see(`Colette ${nom}`);
  await visit.page.getByText('Le document signé est rectifié').waitFor();
  await visit.end();
});
