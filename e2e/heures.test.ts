import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { jourOuvreAvant } from '../db/demo/jours.ts';
import { formatDate, formatMois } from '../src/domain/date.ts';
import { useBrowser } from './browser.ts';
import { Clavier } from './pages/clavier.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const sansJs = useSite();
const today = Temporal.Now.plainDateISO('Europe/Paris');
/** A day of work gone by: its page holds a line for it. */
const JOUR = jourOuvreAvant(today.subtract({ days: 1 }));
const CE_MOIS = new RegExp(`^${formatMois(today)}$`, 'i');
const SON_MOIS = new RegExp(`^${formatMois(JOUR)}$`, 'i');

describe.each(WIDTHS)('les heures d’un agent, à %i px', (width) => {
  const site = useSite();

  const notes = (precision: string) =>
    site()
      .owner.selectFrom('tempsAgent')
      .select(['tempsMinutes', 'tempsNature', 'tempsJour'])
      .where('agentId', '=', demo.agents.demo)
      .where('tempsPrecision', '=', precision)
      .execute();

  test('l’agent note un temps à son jour, le corrige, le supprime, accepte un trajet et lit son activité', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'heures', width });
    const { page } = visit;
    const form = new Formulaire(page);
    await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
    if (width < 600) await page.getByText('Menu', { exact: true }).click();
    await visit.follow(visit.link('Mes accompagnements'), 'Mes accompagnements');
    await visit.follow(visit.link('Mes heures'), CE_MOIS);

    await visit.goto(`/mes-heures?mois=${JOUR.toPlainYearMonth()}`);
    await visit.see(SON_MOIS);
    const ligne = page.locator(`#jour-${JOUR}`);
    await visit.follow(ligne.getByRole('link', { name: /^Ajouter un temps/ }), SON_MOIS);
    await form.choisir('Nature du temps', 'Préparation');
    await form.remplir({ Durée: '24 h', Précision: 'Supports de l’essai' });
    expect(await visit.refused(visit.button('Enregistrer'), SON_MOIS)).toContain('entre 1 minute et 23 h 59');
    expect(await form.valeur('Précision')).toBe('Supports de l’essai');
    await form.remplir({ Durée: '1 h 30' });
    await visit.follow(visit.button('Enregistrer'), SON_MOIS);
    expect(await visit.flash()).toContain('Le temps est noté.');
    expect(await notes('Supports de l’essai')).toMatchObject([{ tempsMinutes: 90, tempsNature: 'preparation' }]);

    const temps = ligne.getByRole('listitem').filter({ hasText: 'Supports de l’essai' });
    await visit.follow(temps.getByRole('link', { name: /^Modifier/ }), SON_MOIS);
    expect(await form.valeur('Durée')).toBe('1 h 30');
    await form.remplir({ Durée: '45 min' });
    await visit.follow(visit.button('Enregistrer'), SON_MOIS);
    expect(await notes('Supports de l’essai')).toMatchObject([{ tempsMinutes: 45 }]);
    await visit.follow(temps.getByRole('link', { name: /^Supprimer/ }), SON_MOIS);
    await visit.follow(visit.button('Supprimer'), SON_MOIS);
    expect(await notes('Supports de l’essai')).toEqual([]);

    await visit.follow(visit.link('Préremplir les trajets'), 'Préremplir les trajets');
    await visit.goto(`/mes-heures?mois=${JOUR.toPlainYearMonth()}`);
    await visit.see(SON_MOIS);
    await visit.pdf(visit.link('Feuille du mois (PDF)'));

    await visit.goto('/mon-activite');
    await visit.see(CE_MOIS);
    await visit.follow(visit.link('Période précédente'), /./);
    await visit.follow(visit.link('Par trimestre'), /trimestre \d{4}$/);
    await visit.end();
  });

  test('un trajet estimé se coche, et l’équipe technique lit la feuille', async () => {
    const [lieux, { heureFin }] = await deuxLieux();
    expect(lieux).toHaveLength(2);
    const visit = await Visit.start(browser(), { url: site().url, name: 'heures-trajets', width });
    await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
    await visit.goto(`/mes-heures/trajets?mois=${JOUR.toPlainYearMonth()}`);
    await visit.see('Préremplir les trajets');
    expect(await visit.refused(visit.button('Noter les trajets cochés'), 'Préremplir les trajets')).toContain('Cochez');
    await visit.page.getByRole('group', { name: 'Trajets faits' }).getByRole('checkbox').last().check();
    await visit.follow(visit.button('Noter les trajets cochés'), SON_MOIS);
    expect(await visit.flash()).toContain('Le trajet est noté.');
    expect(heureFin.hour).toBeLessThan(20);
    await visit.end();

    const equipe = await Visit.start(browser(), { url: site().url, name: 'heures-equipe', width });
    await signInAs(equipe, /Nour Bourdaine/, 'Tableau de bord');
    await equipe.goto(`/agents/${demo.agents.demo}`);
    await equipe.see('Maëlle Tramontane');
    await equipe.pdf(equipe.link(/^Feuille de /));
    expect(await equipe.status('/mon-activite')).toBe(403);
    await equipe.end();
  });

  /** A séance more on the last day of work, in another lieu than the one before it. */
  async function deuxLieux() {
    const { owner } = site();
    const held = await owner
      .selectFrom('seance')
      .select(['lieuId', 'heureFin'])
      .where('agentId', '=', demo.agents.demo)
      .where('jour', '=', JOUR)
      .where('statut', '=', 'prevue')
      .orderBy('heureDebut', 'desc')
      .executeTakeFirstOrThrow();
    const autre = held.lieuId === demo.lieux.prades ? demo.lieux.alberes : demo.lieux.prades;
    await owner
      .insertInto('seance')
      .values({
        territoireId: '66',
        id: crypto.randomUUID(),
        agentId: demo.agents.demo,
        lieuId: autre,
        endroit: 'Essai des trajets',
        motif: `Essai du ${formatDate(JOUR)}`,
        jour: JOUR,
        heureDebut: Temporal.PlainTime.from('21:00'),
        heureFin: Temporal.PlainTime.from('22:00'),
        createdBy: demo.comptes.equipe,
      })
      .execute();
    return [[held.lieuId, autre], held] as const;
  }
});

test('au clavier seul, sans JavaScript : un temps se note du premier lien au dernier bouton', async () => {
  const visit = await Visit.start(browser(), {
    url: sansJs().url,
    name: 'heures-clavier',
    width: 360,
    javaScript: false,
  });
  const { page } = visit;
  const clavier = new Clavier(page);
  await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
  await visit.goto(`/mes-heures?mois=${JOUR.toPlainYearMonth()}`);
  await visit.see(SON_MOIS);
  await clavier.allerA(page.locator(`#jour-${JOUR}`).getByRole('link', { name: /^Ajouter un temps/ }));
  await clavier.presser('Enter');
  await visit.see(SON_MOIS);
  await clavier.allerA(page.getByLabel('Trajet', { exact: true }));
  await clavier.presser('Space');
  await clavier.presser('ArrowRight');
  await clavier.allerA(page.getByLabel('Durée'));
  await page.keyboard.type('20 min');
  await clavier.allerA(visit.button('Enregistrer'));
  await clavier.presser('Enter');
  await visit.see(SON_MOIS);
  expect(await visit.flash()).toContain('Le temps est noté.');
  await visit.end();
});
