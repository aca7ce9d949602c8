import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { queueMail } from '../src/features/courriels/store.ts';
import { semaineJob } from '../src/jobs.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { enqueue } from '../src/platform/jobs.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

describe.each(WIDTHS)('à %i px', (width) => {
  test('l’agent reçoit sa semaine, n’en veut plus, puis la redemande', async () => {
    await inTerritoire(site().request, '66', (db) => enqueue(db, '66', semaineJob, {}));
    const visit = await Visit.start(browser(), { url: site().url, name: 'courriels', width });
    await visit.goto('/demo/courriels');
    const section = visit.page.locator('section').filter({ hasText: 'Bonjour Maëlle Tramontane' }).first();
    while ((await section.count()) === 0) await visit.page.reload();
    await visit.see('Courriels de la démonstration');
    await visit.follow(section.getByRole('link', { name: 'Voir la mise en page' }), /Vos permanences de la semaine/);
    await visit.follow(visit.link('Ne plus recevoir ce message'), 'Ne plus recevoir ce message');
    await visit.follow(visit.button('Ne plus recevoir ce message'), 'C’est noté');

    await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
    await visit.goto('/mon-compte');
    await visit.see('Mon compte');
    await visit.follow(visit.link('Régler mes courriels'), 'Mes courriels');
    const box = visit.page.getByRole('checkbox', { name: /Ma semaine/ });
    expect(await box.isChecked()).toBe(false);
    await box.check();
    await visit.follow(visit.button('Enregistrer'), 'Mon compte');
    await visit.goto('/mon-compte/courriels');
    await visit.see('Mes courriels');
    expect(await box.isChecked()).toBe(true);
    await visit.end();
  });

  test('l’administrateur relance un travail abandonné et renvoie un courriel refusé', async () => {
    await inTerritoire(site().request, '66', (db) =>
      queueMail(db, '66', {
        genre: 'compte',
        destinataire: `x${width}@exemple.fr`,
        sujet: 'Bienvenue',
        texte: 'Bonjour',
      }),
    );
    const done = async () =>
      (await sql`select from travaux.job where name = 'courriel' and state <> 'completed'`.execute(site().owner)).rows
        .length === 0;
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 50));
    await sql`
      update travaux.job set state = 'failed', output = '{"message": "Le serveur de courriel n’a pas pris le message (ETIMEDOUT)."}'
      where id = (select id from travaux.job where name = 'courriel' order by created_on desc limit 1)`.execute(
      site().owner,
    );
    await sql`update courriel set echec = '550 5.1.1 Adresse inconnue' where destinataire = ${`x${width}@exemple.fr`}`.execute(
      site().owner,
    );
    const visit = await Visit.start(browser(), { url: site().url, name: 'travaux', width });
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    await visit.goto('/administration');
    await visit.see('Administration');
    await visit.follow(visit.link(/Ce qui attend, ce qui a échoué/), 'Travaux');
    await visit.follow(visit.button('Relancer'), 'Travaux');
    await visit.follow(visit.button('Renvoyer'), 'Travaux');
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 50));
    await visit.goto('/administration/travaux');
    await visit.see('Travaux');
    await visit.page.getByText('Tout est fait').waitFor();
    await visit.end();
  });
});
