import { expect, test } from 'vitest';
import { testCles } from '../test/cles-partagees.ts';
import { poserMandat } from '../test/mandats.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const MOTIF = 'L’agent est absent et l’opérateur attend une réponse';

test.each(WIDTHS)(
  'l’équipe technique compte les mandats, en ouvre un pour une raison sérieuse, puis le referme (%i px)',
  async (width) => {
    const { code } = await poserMandat(site(), testCles);
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandats-equipe', width });
    await signInAs(visit, /Gabriel Sorbier/, 'Tableau de bord');
    await visit.follow(visit.link('Suivi des mandats'), 'Suivi des mandats');
    await visit.follow(visit.link('Retrouver un mandat'), 'Retrouver un mandat');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Code du mandat': 'Colette' });
    expect(await visit.refused(visit.button('Retrouver'), 'Retrouver un mandat')).toContain('12 signes');
    await form.remplir({ 'Code du mandat': code.toLowerCase() });
    await visit.follow(visit.button('Retrouver'), 'Confirmez avec votre code');
    await donnerCode(visit, `Mandat ${code}`);
    await form.remplir({ Raison: 'urgence' });
    const refused = await visit.refused(visit.button('Ouvrir ce mandat'), `Mandat ${code}`);
    expect(refused).toContain('10 caractères au moins');
    await form.remplir({ Raison: MOTIF });
    await visit.follow(visit.button('Ouvrir ce mandat'), `Mandat ${code}`);
    expect(await visit.flash()).toContain('en sont avertis');
    await visit.page.getByText('Colette Exemplaire').waitFor();
    await visit.pdf(visit.link('Document signé (PDF)'));
    await visit.goto('/mandats/suivi');
    await visit.see('Suivi des mandats');
    await visit.follow(visit.link('Le lire, ou fermer cet accès'), `Mandat ${code}`);
    await visit.follow(visit.button('Fermer maintenant'), 'Suivi des mandats');
    expect(await visit.flash()).toContain('L’accès est fermé');
    await visit.goto('/demo/courriels');
    await visit.see('Courriels de la démonstration');
    await visit.page.getByText(`Accès exceptionnel au mandat ${code}`).first().waitFor();
    await visit.end();
  },
);

test.each(WIDTHS)(
  'la déléguée lit qui a ouvert un mandat, règle ce qui vaut, met en sursis et lève (%i px)',
  async (width) => {
    const { id, code } = await poserMandat(site(), testCles);
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandats-dpo', width });
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.follow(visit.link('Tous les accès aux mandats'), 'Accès aux mandats');
    await visit.follow(visit.link('Réglages'), 'Réglages des mandats');
    await visit.follow(visit.link('Changer les réglages'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Changer les réglages des mandats');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Durée la plus longue': '36', Référence: 'TG-2026-04' });
    const said = await visit.refused(visit.button('Enregistrer les réglages'), 'Changer les réglages des mandats');
    expect(said).toContain('de 1 à 24 mois');
    await form.remplir({
      'Durée la plus longue': String(6 + (width % 7)),
      'Date du visa': '2026-04-01',
      'Ce qu’il couvre': 'Mandats échus',
    });
    await visit.follow(visit.button('Enregistrer les réglages'), 'Réglages des mandats');
    await visit.page.getByText('TG-2026-04').waitFor();
    await visit.goto('/mandats/sursis');
    await visit.see('Sursis');
    await visit.follow(visit.link('Mettre un mandat en sursis'), 'Retrouver un mandat');
    await form.remplir({ 'Code du mandat': code });
    await visit.follow(visit.button('Retrouver'), `Mandat ${code}`);
    await form.remplir({ Raison: 'Plainte déposée, tout doit être gardé' });
    await visit.follow(visit.button('Mettre en sursis'), 'Sursis');
    await visit.goto('/dpo');
    await visit.see('Tableau du DPO');
    await visit.follow(visit.link(`Mandat ${code}, en sursis`), `Mandat ${code}`);
    await visit.follow(visit.button('Lever le sursis'), 'Sursis');
    await visit.goto(`/journal?q=${id}`);
    await visit.see('Journal');
    await visit.page.getByText('lever le sursis d’un mandat').first().waitFor();
    await visit.end();
  },
);

test.each(WIDTHS)('n’importe qui vérifie un mandat dont il tient la copie (%i px)', async (width) => {
  const { code } = await poserMandat(site(), testCles);
  const visit = await Visit.start(browser(), { url: site().url, name: 'mandats-verifier', width });
  await visit.goto('/verifier');
  await visit.see('Vérifier un document');
  await new Formulaire(visit.page).remplir({ 'Code de vérification, ou empreinte SHA-256': code });
  await visit.follow(visit.button('Vérifier'), 'Vérifier un document');
  await visit.page.getByText('Mandat valide').waitFor();
  await visit.end();
});
