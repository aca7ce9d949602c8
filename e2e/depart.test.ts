import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un départ est enregistré, ses séances trouvent quelqu’un, et le public sait quoi attendre', async () => {
    const url = site().url;
    const agente = await Visit.start(browser(), { url, name: 'depart-agente', width });
    await signInAs(agente, /Maëlle Tramontane/, 'Mon agenda');
    const visit = await Visit.start(browser(), { url, name: 'depart', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);

    await visit.goto(`/agents/${demo.agents.demo}`);
    await visit.see('Maëlle Tramontane');
    await visit.follow(visit.link('Enregistrer un départ'), 'Enregistrer un départ');
    await form.remplir({ 'Dernier jour': '2020-01-01' });
    expect(await visit.refused(visit.button('Continuer'), 'Enregistrer un départ')).toMatch(/Le contrat commence le/);
    await form.remplir({ 'Dernier jour': Temporal.Now.plainDateISO('Europe/Paris').toString() });
    await visit.follow(visit.button('Continuer'), /^Départ le .* \?$/);
    await visit.page.getByText('se ferme aussitôt').waitFor();
    await form.choisir('Raison du départ (facultatif)', 'Mutation ou autre poste');
    await visit.follow(visit.button('Enregistrer le départ'), 'À réaffecter');
    expect(await visit.flash()).toContain('Le départ de Maëlle Tramontane est enregistré');

    await agente.goto('/agenda');
    await agente.see('Se connecter');
    await agente.end();

    await visit.follow(visit.link(/^Confier la séance/), 'Confier cette séance');
    await visit.refused(visit.button('Confier la séance'), 'Confier cette séance');
    await visit.page.getByLabel('Confier à').selectOption({ index: 1 });
    await visit.follow(visit.button('Confier la séance'), 'À réaffecter');
    expect(await visit.flash()).toContain('La séance est confiée à');
    await visit.follow(visit.link(/^Annuler la séance/), 'Annuler la séance ?');
    await form.remplir({ Motif: 'Départ de l’agente' });
    await visit.follow(visit.button('Annuler la séance'), 'À réaffecter');

    const lieu = await visit.page.locator('table').first().getByRole('link').first().innerText();
    await visit.follow(visit.link(/^Confier la permanence/), 'Confier cette permanence');
    const libre = visit.page.locator('optgroup[label^="Libres"] option').first();
    await visit.page.getByLabel('Confier à').selectOption((await libre.getAttribute('value')) ?? '');
    await visit.follow(visit.button('Confier la permanence'), lieu.split(',')[0] ?? '');
    expect(await visit.flash()).toContain('séances sont confiées à');

    await visit.goto('/tableau-de-bord');
    await visit.see('Tableau de bord');
    await visit.follow(visit.link('Les confier à d’autres, ou les annuler'), 'À réaffecter');
    const { lieuId } = await site()
      .owner.selectFrom('seance')
      .select('lieuId')
      .where('agentId', '=', demo.agents.demo)
      .where('statut', '=', 'prevue')
      .where('lieuId', 'is not', null)
      .where('jour', '>', Temporal.Now.plainDateISO('Europe/Paris'))
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await visit.goto(`/lieux/${lieuId}`);
    await visit.see(/./);
    await visit.page
      .getByText(/À confirmer\s: téléphonez|n’est pas confirmée\s: téléphonez/)
      .first()
      .waitFor();

    await visit.goto(`/agents/${demo.agents.demo}`);
    await visit.see('Maëlle Tramontane');
    await visit.follow(visit.link('Annuler ce départ'), 'Annuler ce départ ?');
    await visit.follow(visit.button('Annuler le départ'), 'Maëlle Tramontane');
    expect(await visit.flash()).toContain('est annulé');
    await visit.goto('/a-reaffecter');
    await visit.see('À réaffecter');
    await visit.page.getByText('Toutes les séances prévues ont un agent').waitFor();
    await visit.end();
  });
});
