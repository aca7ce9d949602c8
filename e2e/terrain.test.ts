import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { openSession } from '../src/platform/session.ts';
import { unAppareil, useBrowser } from './browser.ts';
import { seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { Formulaire } from './pages/formulaire.ts';
import { abimer, JourneePage, memoire } from './pages/journee.ts';
import { useSite } from './site.ts';
import { contextOptions, Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const aujourdhui = () => Temporal.Now.plainDateISO('Europe/Paris');
const PRENOM = 'Zéphirine';

const visite = (name: string, width = 360) => ({ url: site().url, name, width, coupures: true });

/** Somebody is expected today, whose name shows that nothing of it stays. */
async function attendre(): Promise<void> {
  await sql`
    update rendez_vous set prenom = ${PRENOM}, statut = 'confirme', tenu_jusqua = null where seance_id = ${seanceDuJour(aujourdhui())}
      and id = (select id from rendez_vous where seance_id = ${seanceDuJour(aujourdhui())} order by debut limit 1)`.execute(
    site().owner,
  );
}

/** An agent signed in, whose device has his day. */
async function charge(visit: Visit): Promise<JourneePage> {
  const jour = new JourneePage(visit);
  await signInAsAgent(visit);
  await jour.charger();
  return jour;
}

async function notes(): Promise<number> {
  const { n } = await site()
    .owner.selectFrom('accompagnement')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('seanceId', '=', seanceDuJour(aujourdhui()))
    .executeTakeFirstOrThrow();
  return Number(n);
}

describe.each(WIDTHS)('à %i px, sans réseau', (width) => {
  test('la journée s’ouvre, se note et part une seule fois', async () => {
    await attendre();
    const visit = await Visit.start(browser(), visite('terrain', width));
    const jour = new JourneePage(visit);
    await signInAsAgent(visit);
    await jour.charger();
    expect(await visit.page.content()).toContain(PRENOM);
    const before = await notes();

    await visit.context.setOffline(true);
    await visit.page.reload();
    await visit.see('Ma journée');
    expect(await visit.page.content()).toContain(PRENOM);
    await jour.noter('Argent - Impôts');
    await jour.noter('Logement');
    expect(await jour.attente().count()).toBe(2);
    expect(await jour.etat()).toContain('2 accompagnements attendent le réseau');
    await visit.see('Ma journée');
    await jour.corriger('Santé');
    await visit.goto('/agenda');
    await visit.see('Ma journée');
    expect(await jour.attente().first().innerText()).toContain('Santé');
    expect(await notes()).toBe(before);

    await visit.context.setOffline(false);
    await jour.etat(/Tout est envoyé/);
    expect(await notes()).toBe(before + 2);
    await visit.end();
  });
});

test('le navigateur tué avec une file pleine la retrouve, et l’envoie une fois, même si la réponse se perd', async () => {
  await attendre();
  const appareil = await unAppareil();
  try {
    const options = visite('terrain-tue');
    const first = await Visit.dans(await appareil.ouvrir(contextOptions(options)), options);
    const jour = await charge(first);
    const before = await notes();
    await first.context.setOffline(true);
    await jour.noter('Argent - Impôts');
    await jour.noter('Logement');
    const cookies = await first.context.cookies();
    await appareil.tuer(first.context);

    const context = await appareil.ouvrir(contextOptions(options));
    // Chromium writes its cookies every thirty seconds: a session that began longer ago is still there.
    await context.addCookies(cookies);
    await context.setOffline(true);
    const again = await Visit.dans(context, options);
    const found = new JourneePage(again);
    await again.goto('/terrain');
    await again.see('Ma journée');
    expect(await found.attente().count()).toBe(2);
    expect(await again.page.content()).toContain(PRENOM);
    // The server writes, and its answer is lost: the device asks again.
    let perdues = 0;
    await context.route('**/accompagnements/envoi', async (route) => {
      if (perdues > 0) return route.continue();
      perdues += 1;
      await route.fetch();
      return route.abort();
    });
    await context.setOffline(false);
    await expect.poll(notes, { timeout: 30_000 }).toBe(before + 2);
    await found.etat(/Tout est envoyé/);
    expect(perdues).toBe(1);
    expect(await notes()).toBe(before + 2);
    await context.close();
  } finally {
    await appareil.jeter();
  }
});

test('le formulaire en ligne dont l’envoi échoue est gardé, sous la même clé, et le compte s’affiche partout', async () => {
  const visit = await Visit.start(browser(), visite('terrain-web'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
  await visit.see('Noter un accompagnement');
  const cle = await visit.page.locator('main input[name="_cle"]').first().inputValue();
  await new Formulaire(visit.page).choisir(/^Démarches administratives/, 'Logement');
  await visit.context.setOffline(true);
  await visit.button(/^Enregistrer$/).click();
  await visit.see('Ma journée');
  expect(await visit.page.getByRole('alert').innerText()).toContain('Le réseau a manqué');
  expect(await jour.attente().count()).toBe(1);
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await visit.context.setOffline(false);
  await visit.goto('/agenda');
  await visit.page.getByRole('link', { name: /^1 accompagnement attend/ }).waitFor();
  await visit.see('Mon agenda');
  await visit.context.unroute('**/accompagnements/envoi');
  await visit.follow(visit.page.getByRole('link', { name: /^1 accompagnement attend/ }), 'Ma journée');
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 1);
  const kept = await site().owner.selectFrom('accompagnement').select('id').where('id', '=', cle).execute();
  expect(kept).toHaveLength(1);
  await visit.end();
});

test('une saisie refusée reste avec sa raison, jusqu’à ce qu’elle soit corrigée', async () => {
  const visit = await Visit.start(browser(), visite('terrain-refus'));
  const jour = await charge(visit);
  const before = await notes();
  const statut = (one: string) =>
    site().owner.updateTable('seance').set({ statut: one }).where('id', '=', seanceDuJour(aujourdhui())).execute();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await statut('annulee');
  await visit.context.setOffline(false);
  await jour.aCorriger().first().waitFor();
  await visit.see('Ma journée');
  expect(await jour.aCorriger().first().innerText()).toContain('Cette séance est annulée');
  expect(await notes()).toBe(before);
  await visit.page.reload();
  expect(await jour.etat()).toContain('1 accompagnement est à corriger');

  await statut('prevue');
  await jour
    .aCorriger()
    .first()
    .getByRole('link', { name: /^Corriger/ })
    .click();
  await visit.page
    .getByRole('link', { name: /Cette séance est annulée/ })
    .or(visit.page.locator('.e-error-summary'))
    .first()
    .waitFor();
  await visit.see('Ma journée');
  await jour.enregistrer();
  await jour.etat(/Tout est envoyé/);
  expect(await notes()).toBe(before + 1);
  await visit.end();
});

test('la session finie, l’appareil demande de se reconnecter et garde tout', async () => {
  const visit = await Visit.start(browser(), visite('terrain-session'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await visit.context.clearCookies();
  await visit.context.setOffline(false);
  await jour.etat(/reconnectez-vous pour envoyer/);
  await visit.see('Ma journée');
  expect(await jour.attente().count()).toBe(1);
  expect(await notes()).toBe(before);
  await signInAsAgent(visit);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('deux onglets n’envoient pas deux fois', async () => {
  const options = visite('terrain-onglets');
  const visit = await Visit.start(browser(), options);
  const jour = await charge(visit);
  const before = await notes();
  const second = await Visit.dans(visit.context, options);
  const autre = new JourneePage(second);
  await second.goto('/terrain');
  await autre.etat();
  const sent: string[] = [];
  visit.context.on('request', (request) => {
    if (request.url().endsWith('/envoi')) sent.push(request.postData() ?? '');
  });
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await autre.noter('Argent - Impôts');
  await jour.attente().nth(1).waitFor();
  await visit.context.setOffline(false);
  await Promise.all([jour.etat(/Tout est envoyé/), autre.etat(/Tout est envoyé/)]);
  expect(await notes()).toBe(before + 2);
  expect(sent.length).toBeLessThanOrEqual(2);
  await visit.context.close();
});

test('se déconnecter demande quoi faire de ce qui attend, et ne laisse rien de lisible', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-depart'));
  const jour = await charge(visit);
  await visit.context.route('**/accompagnements/envoi', (route) => route.abort());
  await jour.noter('Logement');
  expect((await memoire(visit)).cles).toBe(1);
  expect((await memoire(visit)).text).not.toContain(PRENOM);

  await visit.button('Se déconnecter').click();
  const question = visit.page.getByRole('alertdialog');
  expect(await question.innerText()).toContain('1 saisie n’a pas été envoyée');
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'Envoyer d’abord' }).click();
  await question.filter({ hasText: 'L’envoi n’a pas abouti' }).waitFor();
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await jour.attente().count()).toBe(1);

  await visit.button('Se déconnecter').click();
  await question.getByRole('button', { name: 'Effacer et me déconnecter' }).click();
  await visit.page.waitForURL((url) => url.pathname === '/');
  const left = await memoire(visit);
  expect(left).toMatchObject({ cles: 0, lignes: 0 });
  expect(left.text).not.toContain(PRENOM);
  await visit.context.close();
});

test('sans réseau, se déconnecter ne détruit rien sans le dire, et n’efface que sur confirmation', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-depart-coupe'));
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  const question = visit.page.getByRole('alertdialog');
  await visit.button('Se déconnecter').click();
  await question.filter({ hasText: 'Sans réseau, vous ne pouvez pas vous déconnecter' }).waitFor();
  await visit.see('Ma journée');
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await jour.attente().count()).toBe(1);

  await visit.button('Se déconnecter').click();
  await question.getByRole('button', { name: 'Effacer cet appareil quand même' }).click();
  await question.filter({ hasText: '1 saisie qui n’a pas été envoyée sera perdue' }).waitFor();
  expect(await question.innerText()).toContain('reste ouverte sur le serveur');
  expect((await memoire(visit)).cles).toBe(1);
  await question.getByRole('button', { name: /^Effacer cet appareil$/ }).click();
  await visit.page.getByText('Votre journée n’est pas encore sur cet appareil').waitFor();
  const left = await memoire(visit);
  expect(left).toMatchObject({ cles: 0, lignes: 0 });
  expect(left.text).not.toContain(PRENOM);
  await visit.context.close();
});

test('qui se connecte après un autre ne voit rien de lui ; ce que l’autre a noté attend son retour', async () => {
  await attendre();
  const visit = await Visit.start(browser(), visite('terrain-autre-compte'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await visit.context.clearCookies();
  const { id } = await site()
    .owner.selectFrom('compte')
    .select('id')
    .where('territoireId', '=', '66')
    .where('role', '=', 'agent')
    .where('id', '<>', demo.comptes.agent)
    .limit(1)
    .executeTakeFirstOrThrow();
  const token = await inTerritoire(site().request, '66', (db) => openSession(db, '66', id, Temporal.Now.instant()));
  await visit.context.addCookies([{ name: sessionCookie(false), value: token, url: site().url }]);
  await visit.context.setOffline(false);
  const seen: string[] = [];
  await visit.page.exposeFunction('vu', (text: string) => seen.push(text));
  await visit.page.addInitScript(() => {
    const say = (globalThis as unknown as { vu: (text: string) => void }).vu;
    new MutationObserver(() => say(document.documentElement.innerText)).observe(document, {
      childList: true,
      subtree: true,
    });
  });
  await visit.goto('/terrain');
  await jour.etat(/1 saisie d’un autre compte attend/);
  await visit.see('Ma journée');
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.join()).not.toContain(PRENOM);
  expect(await jour.attente().count()).toBe(0);
  expect(await notes()).toBe(before);

  await signInAsAgent(visit);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('corrigé plus tard sur un autre appareil, ce qui a été noté ici reste à côté, et se reprend', async () => {
  const visit = await Visit.start(browser(), visite('terrain-ecartee'));
  const jour = await charge(visit);
  await jour.noter('Logement');
  await jour.etat(/Tout est envoyé/);
  const dernier = () =>
    site()
      .owner.selectFrom('accompagnement')
      .select(['id', 'thematiques', 'demarches'])
      .where('seanceId', '=', seanceDuJour(aujourdhui()))
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
  const { id } = await dernier();
  await visit.context.setOffline(true);
  const modifier = visit.page.locator(`a[href="#modifier-${id}"]`);
  await visit.page.locator('details').filter({ has: modifier }).locator('summary').first().click();
  await modifier.click();
  await new Formulaire(visit.page).choisir(/^Thèmes/, 'Santé');
  await jour.enregistrer();

  const autre = await Visit.start(browser(), { url: site().url, name: 'terrain-ecartee-autre' });
  await signInAsAgent(autre);
  await autre.goto(`/accompagnements/${id}/modifier`);
  await new Formulaire(autre.page).choisir(/^Démarches administratives/, 'Argent - Impôts');
  await autre.button(/^Enregistrer$/).click();
  await autre.page.getByText('La modification est enregistrée.').waitFor();
  await autre.context.close();

  await visit.context.setOffline(false);
  await jour.aCorriger().first().waitFor();
  await visit.see('Ma journée');
  expect(await jour.aCorriger().first().innerText()).toContain('Une version notée plus tard');
  expect((await dernier()).thematiques).not.toContain('Sante');
  await jour.etat(/1 accompagnement est à corriger/);
  await jour
    .aCorriger()
    .first()
    .getByRole('link', { name: /^Reprendre cette version/ })
    .click();
  await jour.enregistrer();
  await jour.etat(/Tout est envoyé/);
  expect((await dernier()).thematiques).toContain('Sante');
  await visit.context.close();
});

test('un réseau qui répond à la place d’Escale est dit ; une journée qui ne se lit pas ne retient rien', async () => {
  const visit = await Visit.start(browser(), visite('terrain-portail'));
  const jour = await charge(visit);
  const before = await notes();
  const portail = { status: 200, contentType: 'text/html', body: '<h1>Bienvenue à l’hôtel</h1>' };
  await visit.context.route(/\/accompagnements\//, (route) => route.fulfill(portail));
  await jour.noter('Logement');
  await jour.etat(/Le réseau ne mène pas à Escale/);
  expect(await jour.attente().count()).toBe(1);
  await visit.context.unroute(/\/accompagnements\//);
  await visit.context.route('**/accompagnements/journee', (route) => route.fulfill({ status: 500, body: '' }));
  await visit.page.reload();
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.context.close();
});

test('la saisie d’une demi-journée, que l’appareil ne garde pas, reste à l’écran et repart une fois', async () => {
  const visit = await Visit.start(browser(), visite('terrain-serie'));
  await charge(visit);
  const before = await notes();
  await visit.goto(`${seanceAujourdhui()}/accompagnements/serie`);
  await visit.see('Noter une demi-journée');
  await visit.page.locator('[name="ligne1-demarche"]').selectOption('Logement');
  await visit.context.setOffline(true);
  await visit.button(/^Enregistrer$/).click();
  const question = visit.page.getByRole('alertdialog');
  await question.filter({ hasText: 'Laissez cette page ouverte' }).waitFor();
  await visit.see('Noter une demi-journée');
  await question.getByRole('button', { name: 'J’ai compris' }).click();
  expect(await visit.page.locator('[name="ligne1-demarche"]').inputValue()).toBe('Logement');
  expect(await notes()).toBe(before);
  await visit.context.setOffline(false);
  await visit.button(/^Enregistrer$/).click();
  await visit.page.getByText('Un accompagnement est noté.').waitFor();
  expect(await notes()).toBe(before + 1);
  await visit.context.close();
});

test('un atelier se note sans réseau', async () => {
  const visit = await Visit.start(browser(), visite('terrain-atelier'));
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await visit.link(/^Noter un atelier$/).click();
  await visit.page.getByRole('heading', { level: 2, name: 'Noter un atelier' }).waitFor();
  const titre = 'Tablettes sans réseau';
  await visit.page.getByLabel(/^Titre de l’atelier/).fill(titre);
  await visit.page.getByLabel(/^Participants$/).fill('8');
  await visit.page.locator('[data-fiche] [name="thematiques"]').first().check();
  await visit.see('Ma journée');
  await jour.enregistrer();
  expect(await jour.attente().first().innerText()).toContain(titre);
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  const { participants, seanceId } = await site()
    .owner.selectFrom('accompagnement')
    .select(['participants', 'seanceId'])
    .where('typeActivite', '=', 'Collectif')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect([participants, seanceId]).toEqual([8, seanceDuJour(aujourdhui())]);
  await visit.context.close();
});

test('une horloge en avance de deux jours montre et envoie le bon jour', async () => {
  const visit = await Visit.start(browser(), visite('terrain-horloge'));
  await visit.context.clock.setSystemTime(Date.now() + 2 * 24 * 3600 * 1000);
  const jour = await charge(visit);
  await visit.context.setOffline(true);
  await visit.page.reload();
  await visit.page.getByRole('heading', { name: /^Aujourd’hui/ }).waitFor();
  expect(await visit.page.getByRole('heading', { name: /^Aujourd’hui/ }).innerText()).toContain(
    String(aujourdhui().day),
  );
  const from = Temporal.Now.instant();
  await jour.noter('Logement');
  await visit.context.setOffline(false);
  await jour.etat(/Tout est envoyé/);
  const { saisiAt } = await site()
    .owner.selectFrom('accompagnementOperation')
    .select('saisiAt')
    .orderBy('saisiAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const ecart = Math.abs(from.until(Temporal.Instant.from(String(saisiAt))).total('minutes'));
  expect(ecart).toBeLessThan(2);
  await visit.context.close();
});

test('une saisie abîmée est dite illisible, n’empêche pas les autres, et se retire à la main', async () => {
  const visit = await Visit.start(browser(), visite('terrain-abimee'));
  const jour = await charge(visit);
  const before = await notes();
  await visit.context.setOffline(true);
  await jour.noter('Logement');
  await jour.noter('Argent - Impôts');
  await abimer(visit);
  await visit.page.reload();
  await jour.aCorriger().first().waitFor();
  expect(await jour.aCorriger().first().innerText()).toContain('illisible');
  await visit.context.setOffline(false);
  await expect.poll(notes, { timeout: 20_000 }).toBe(before + 1);
  await visit.button(/^Retirer/).click();
  await visit.page.getByRole('alertdialog').getByRole('button', { name: 'Retirer définitivement' }).click();
  await jour.etat(/Tout est envoyé/);
  await visit.see('Ma journée');
  await visit.context.close();
});

test('sans mémoire sur l’appareil, la page le dit et mène à la saisie en ligne', async () => {
  const visit = await Visit.start(browser(), visite('terrain-sans'));
  await visit.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await signInAsAgent(visit);
  await visit.goto('/terrain');
  await visit.see('Ma journée');
  expect(await visit.page.getByRole('alert').innerText()).toContain('Notez en ligne');
  await visit.follow(visit.link('Mon agenda en ligne'), 'Mon agenda');
  await visit.end();
});
