import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seanceDuJour } from '../db/demo/ids.ts';
import { poserAttendu } from '../test/attendus.ts';
import { useBrowser } from './browser.ts';
import { AccompagnementForm, nombreDeNotes, seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { Clavier } from './pages/clavier.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

/** What the usual case may cost at 360 px, from the page of the séance to the record written. */
const TAPS_MAX = 8;

const seanceId = () => seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  beforeAll(async () => {
    const { owner } = site();
    await owner.deleteFrom('accompagnement').where('seanceId', '=', seanceId()).execute();
    await owner.deleteFrom('rendezVous').where('seanceId', '=', seanceId()).execute();
    await poserAttendu(site(), {
      seanceId: seanceId(),
      debut: '09:30',
      fin: '10:15',
      prenom: 'Lucette',
      prevenir: 'guichet',
    });
  });
  afterEach(async () => {
    await site().owner.deleteFrom('accompagnement').where('seanceId', '=', seanceId()).execute();
  });

  test('le cas habituel, profil compris, se note en huit gestes au plus, sans une frappe', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'saisie', width });
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    const gestures = await visit.countGestures();
    await visit.page.reload();
    await visit.see(/./);
    await visit.follow(visit.link('Noter un accompagnement'), 'Noter un accompagnement');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Démarches administratives/, /^Logement/);
    await form.choisir(/^Durée/, '45 min');
    await form.choisir(/^Âge/, '70 ans et plus');
    await form.choisir(/^Genre/, 'Féminin');
    await form.choisir(/^Situation/, 'Retraité');
    await form.enregistrer();
    expect(await visit.flash()).toContain('L’accompagnement est noté.');
    console.log(`Profil compris, à ${width} px : ${gestures().clicks} gestes.`);
    expect(gestures().clicks).toBeLessThanOrEqual(TAPS_MAX);
    expect(gestures().keys).toBe(0);

    const before = gestures().clicks;
    await visit.follow(visit.link('Noter un accompagnement'), 'Noter un accompagnement');
    await visit.follow(visit.link('Logement, 45 min'), 'Noter un accompagnement');
    await form.enregistrer();
    expect(gestures().clicks - before).toBe(3);
    expect(await nombreDeNotes(visit)).toBe(2);
    await visit.end();
  });

  test('depuis un rendez-vous : heure et durée sont là ; puis dupliquer, corriger, lire l’historique', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'saisie-rdv', width });
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    await visit.see(/./);
    await visit.follow(visit.link(/^Noter le rendez-vous de 9\sh\s30, Lucette/), 'Noter un accompagnement');
    expect(await visit.page.getByText('Lucette').count()).toBeGreaterThan(0);
    expect(await visit.page.getByLabel(/^Heure de début/).inputValue()).toBe('09:30');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Démarches administratives/, /^Argent - Impôts/);
    await form.enregistrer();
    expect(await visit.page.getByText('noté', { exact: true }).count()).toBe(1);

    await visit.follow(visit.link(/^Dupliquer/), 'Noter un accompagnement');
    await form.choisir(/^Résultat/, 'Démarche impossible');
    const errors = await visit.refused(visit.button(/^Enregistrer$/), 'Noter un accompagnement');
    expect(errors).toMatch(/pourquoi la démarche était impossible/);
    await form.remplir({ 'Pourquoi, en quelques mots': 'Service en panne' });
    await visit.page.getByText('Un service en ligne bloque', { exact: true }).click();
    await visit.page.getByLabel(/^Signaler un service/).check();
    await form.remplir({ 'Opérateur du service': 'CAF', 'Service ou page du site': 'Connexion' });
    await form.remplir({ 'Ce qui bloque': 'Le site est en panne' });
    await form.enregistrer();
    expect(await nombreDeNotes(visit)).toBe(2);

    await visit.follow(visit.page.getByRole('link', { name: /^Modifier/ }).last(), 'Modifier l’accompagnement');
    await form.choisir(/^Durée/, /^1\sh$/);
    await visit.page.getByText('Lieu, heure, objectif, axe', { exact: true }).click();
    expect(await visit.page.getByLabel(/^Commune/).isVisible()).toBe(false);
    await form.choisir(/^Où/, 'À domicile');
    await form.remplir({ Commune: 'Céret' });
    await visit.see('Modifier l’accompagnement');
    await form.enregistrer();
    await visit.follow(visit.page.getByRole('link', { name: /^Historique/ }).last(), 'Historique d’un accompagnement');
    expect(
      await visit.page
        .getByRole('listitem')
        .filter({ hasText: /Durée\s: 45\smin.*1\sh/ })
        .count(),
    ).toBeGreaterThan(0);
    await visit.follow(visit.link('Revenir'), /./);
    await visit.end();
  });

  test('une demi-journée : dix lignes, une erreur sur la sienne, puis toutes écrites', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'saisie-serie', width });
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    await visit.see(/./);
    await visit.follow(visit.link('Noter une demi-journée'), 'Noter une demi-journée');
    const choose = (rang: number, label: string, option: string) =>
      visit.page
        .getByRole('group', { name: `Personne ${rang}`, exact: true })
        .getByLabel(label, { exact: true })
        .selectOption({ label: option });
    await choose(1, 'Âge', '70 ans et plus');
    await choose(1, 'Démarche', 'Logement');
    await choose(3, 'Thème', 'E-mail');
    await choose(4, 'Genre', 'Féminin');
    const errors = await visit.refused(visit.button(/^Enregistrer$/), 'Noter une demi-journée');
    expect(errors).toMatch(/Personne 4\s: Précisez la démarche administrative/);
    expect(errors).not.toContain('Personne 1');
    await choose(4, 'Démarche', 'Justice');
    await visit.follow(visit.button('Ajouter 10 lignes'), 'Noter une demi-journée');
    await choose(12, 'Démarche', 'Justice');
    await visit.button(/^Enregistrer$/).click();
    await visit.page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await visit.see(/./);
    expect(await visit.flash()).toContain('4 accompagnements sont notés.');
    expect(await nombreDeNotes(visit)).toBe(4);
    await visit.end();
  });

  test('au clavier seul, les plis s’ouvrent et l’accompagnement se note', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'saisie-clavier', width });
    await signInAsAgent(visit);
    await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
    await visit.see('Noter un accompagnement');
    const gestures = await visit.countGestures();
    await visit.page.reload();
    await visit.see('Noter un accompagnement');
    const clavier = new Clavier(visit.page);
    await clavier.allerA(visit.page.getByRole('checkbox', { name: 'Logement' }));
    await clavier.presser('Space');
    await clavier.allerA(visit.page.locator('summary', { hasText: 'Opérateur, matériel, autonomie' }));
    await clavier.presser('Enter');
    await clavier.allerA(visit.page.getByRole('checkbox', { name: 'Tablette' }));
    await clavier.presser('Space');
    await clavier.allerA(visit.button(/^Enregistrer$/));
    await clavier.presser('Enter');
    await visit.page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await visit.see(/./);
    expect(gestures().clicks).toBe(0);
    const [note] = await site()
      .owner.selectFrom('accompagnement')
      .select('materiels')
      .where('seanceId', '=', seanceId())
      .execute();
    expect(note?.materiels).toEqual(['Tablette']);
    await visit.end();
  });

  test('sans JavaScript : la fiche, la demi-journée et le conflit', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'saisie-sans-js', width, javaScript: false });
    await signInAsAgent(visit);
    await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
    await visit.see('Noter un accompagnement');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Démarches administratives/, /^Logement/);
    await form.enregistrer();
    await visit.follow(visit.link(/^Modifier/), 'Modifier l’accompagnement');
    // The same record, corrected from another device meanwhile.
    const other = await visit.context.newPage();
    await other.goto(visit.page.url());
    await other
      .getByRole('group', { name: /^Genre/ })
      .getByLabel('Féminin')
      .check();
    await other.getByRole('button', { name: /^Enregistrer$/ }).click();
    await other.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await form.choisir(/^Durée/, /^1\sh$/);
    await visit.follow(visit.button(/^Enregistrer$/), 'Deux versions de cet accompagnement');
    expect(await visit.page.getByRole('row').filter({ hasText: 'Durée' }).innerText()).toMatch(/30\smin.*1\sh/s);
    await visit.button('Enregistrer ma saisie').click();
    await visit.page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await visit.see(/./);
    expect(await visit.flash()).toContain('La modification est enregistrée.');
    await visit.follow(visit.link('Noter une demi-journée'), 'Noter une demi-journée');
    await visit.follow(visit.button('Ajouter 10 lignes'), 'Noter une demi-journée');
    expect(await visit.page.getByRole('group', { name: 'Personne 20', exact: true }).count()).toBe(1);
    await visit.end();
  });
});
