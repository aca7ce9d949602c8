import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test.each([true, false])(
    'un service qui bloque est signalé, transmis, repris et exporté (JavaScript : %s)',
    async (javaScript) => {
      const { url } = site();
      const service = `Mon espace ${width} ${javaScript ? 'avec' : 'sans'}`;
      const agent = await Visit.start(browser(), { url, name: 'suivi-agent', width, javaScript });
      await signInAsAgent(agent);
      await agent.goto('/services-bloques/nouveau');
      await agent.see('Signaler un service qui bloque');
      const form = new Formulaire(agent.page);
      await form.remplir({ 'Opérateur du service': 'CAF', 'Service en ligne': service });
      await form.choisir(/^Ce qui bloque/, /panne/);
      await agent.follow(agent.button('Signaler'), service);
      await agent.goto('/services-bloques');
      await agent.see('Services en ligne qui bloquent');
      await agent.end();

      const equipe = await Visit.start(browser(), { url, name: 'suivi-equipe', width, javaScript });
      await signInAs(equipe, /Nour Bourdaine/, 'Tableau de bord');
      await equipe.goto(`/services-bloques?q=${encodeURIComponent(service)}`);
      await equipe.see('Services en ligne qui bloquent');
      await equipe.follow(equipe.link(service), service);
      const suite = new Formulaire(equipe.page);
      await suite.choisir(/^Ce qui a été fait/, 'Transmis à l’opérateur');
      await suite.remplir({ 'À qui': 'Service des usagers' });
      await equipe.follow(equipe.button('Noter cette étape'), service);
      await equipe.page.getByText('Transmis à l’opérateur : Service des usagers').waitFor();
      await equipe.follow(equipe.button(/^Retirer cette étape/), service);
      await equipe.page.getByText('Rien n’est encore transmis').waitFor();
      expect(await equipe.status('/services-bloques.xlsx')).toBe(200);
      await equipe.goto('/services-bloques?vue=services');
      await equipe.see('Services en ligne qui bloquent');
      await equipe.end();
    },
  );

  test('un agent devient le professionnel référent d’une personne, puis cesse de la suivre', async () => {
    const { url, owner } = site();
    const visit = await Visit.start(browser(), { url, name: 'suivi-personne', width });
    await signInAsAgent(visit);
    const { id } = await owner
      .selectFrom('personne')
      .select('id')
      .where('territoireId', '=', '66')
      .where('fusionneeDans', 'is', null)
      .orderBy('id')
      .executeTakeFirstOrThrow();
    await visit.goto(`/personnes/${id}`);
    await visit.see(/./);
    await visit.follow(visit.button('Je suis le professionnel référent'), /./);
    await visit.page.getByText('Suivie depuis le').first().waitFor();
    await visit.goto('/personnes?miennes=1');
    await visit.see('Personnes que je suis');
    await visit.goto(`/personnes/${id}/accompagnements/lier`);
    await visit.see(/^Rattacher un accompagnement/);
    await visit.goto(`/personnes/${id}/referent/passer`);
    await visit.see(/^Confier le suivi/);
    await visit.goto(`/personnes/${id}/referent/arreter`);
    await visit.see(/^Ne plus suivre/);
    await visit.follow(visit.button('Ne plus suivre'), /./);
    await visit.page.getByRole('button', { name: 'Je suis le professionnel référent' }).waitFor();
    await visit.end();
  });
});
