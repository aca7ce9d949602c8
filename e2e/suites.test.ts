import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const LONG_MS = 180_000;
const FICHE = `/conventions/${demo.conventions.alberes}`;
const STRUCTURE = /Albères/;

// One story told in chapters: each begins where the one before ended.
describe.each(WIDTHS)('la fin d’une convention à %i px', (width) => {
  const site = useSite();
  const start = async (name: string): Promise<Visit> => {
    const visit = await Visit.start(browser(), { url: site().url, name: `suites-${name}`, width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    return visit;
  };

  const enregistrer = (visit: Visit) => visit.page.getByRole('button', { name: 'Enregistrer', exact: true });

  /** A letter received so many days ago: the delay of thirty days has begun then. */
  async function mettreEnDemeure(visit: Visit, recueIlYA: number): Promise<void> {
    const form = new Formulaire(visit.page);
    const jour = (days: number) => today.subtract({ days }).toString();
    await visit.goto(`${FICHE}/evenements/nouveau?type=mise_en_demeure`);
    await visit.see(/Mise en demeure/);
    await form.choisir(/^Qui met l’autre partie en demeure/, /^Le Département/);
    await form.remplir({
      'Manquement reproché': `Bureau fermé, lettre reçue il y a ${recueIlYA} jours`,
      'Numéro de la lettre recommandée': '1A 000 000 0000 0',
      'Envoyée le': jour(recueIlYA + 2),
      'Reçue le': jour(recueIlYA),
    });
    await form.choisir(/^Qu’est devenue la lettre/, 'Elle a été remise');
    await visit.follow(enregistrer(visit), STRUCTURE);
  }

  const prevues = async () => {
    const rows = await site()
      .owner.selectFrom('seance')
      .select('id')
      .where('conventionId', '=', demo.conventions.alberes)
      .where('statut', '=', 'prevue')
      .where('jour', '>', today)
      .execute();
    return rows.length;
  };

  test('une mise en demeure réparée à temps ne change rien', { timeout: LONG_MS }, async () => {
    const visit = await start('remede');
    const form = new Formulaire(visit.page);
    const before = await prevues();
    await mettreEnDemeure(visit, 10);
    await visit.page.getByText('mise en demeure en cours').first().waitFor();
    await visit.follow(visit.link(/^Enregistrer : Remède attendu/), /Remède/);
    await form.remplir({ 'Date du remède': today.subtract({ days: 1 }).toString() });
    await form.choisir(/^Le manquement est-il réparé/, 'Oui, complètement');
    await visit.follow(enregistrer(visit), STRUCTURE);
    await visit.page.getByText('En vigueur', { exact: true }).first().waitFor();
    await visit.follow(visit.link('Fin et séances prévues'), 'Fin de la convention et séances prévues');
    await visit.page.getByText('Aucune séance n’est prévue après le dernier jour').waitFor();
    expect(await prevues()).toBe(before);
    await visit.end();
  });

  test('sans remède : constat, fin, puis une décision pour toutes les séances', { timeout: LONG_MS }, async () => {
    const visit = await start('constat');
    const form = new Formulaire(visit.page);
    const before = await prevues();
    expect(before).toBeGreaterThan(20);
    await mettreEnDemeure(visit, 40);
    await visit.page.getByText('constat attendu').first().waitFor();
    expect(await prevues()).toBe(before);

    await visit.follow(visit.link(/^Enregistrer : Constat attendu/), /Constat/);
    await form.remplir({ 'Date du constat': today.toString() });
    await form.choisir(/^Qu’a donné la mise en demeure/, 'Elle est restée sans aucun effet');
    await visit.follow(enregistrer(visit), STRUCTURE);
    expect(await prevues()).toBe(before);

    await visit.goto('/tableau-de-bord');
    await visit.see('Tableau de bord');
    await visit.follow(
      visit.page.locator(`#couverture a[href="${FICHE}/suites"]`).first(),
      'Fin de la convention et séances prévues',
    );
    await visit.page.getByText('résiliation après mise en demeure').waitFor();
    await visit.follow(visit.link(/^Annuler les séances d’après le/), /^Annuler \d+ séances d’après le .* \?$/);
    await form.remplir({ Motif: '' });
    await visit.refused(visit.button(/^Annuler \d+ séances/), /^Annuler \d+ séances/);
    await form.remplir({ Motif: 'Fin de la convention' });
    await visit.follow(visit.button(/^Annuler \d+ séances/), 'Fin de la convention et séances prévues');
    expect(await visit.flash()).toContain('Les agents et la structure en sont avertis.');
    expect(await prevues()).toBe(0);

    await visit.goto('/demo/courriels');
    await visit.see(/Courriels/);
    await visit.page
      .getByText(/^Permanences annulées/)
      .first()
      .waitFor();

    // Recorded by mistake, after all: the convention goes on, and so do its séances.
    const { id } = await site()
      .owner.selectFrom('conventionEvenement')
      .select('id')
      .where('conventionId', '=', demo.conventions.alberes)
      .where('type', '=', 'constat')
      .executeTakeFirstOrThrow();
    await visit.goto(`${FICHE}/evenements/${id}/annuler`);
    await visit.see('Annuler cet enregistrement ?');
    await form.remplir({ 'Motif de l’annulation': 'Constat enregistré par erreur' });
    await visit.follow(visit.button('Annuler cet enregistrement'), STRUCTURE);
    await visit.follow(visit.link('Fin et séances prévues'), 'Fin de la convention et séances prévues');
    await visit.follow(visit.link('Rétablir ces séances'), /^Rétablir \d+ séances \?$/);
    await visit.follow(visit.button(/^Rétablir \d+ séances/), 'Fin de la convention et séances prévues');
    // All but those of a lieu admitted by dérogation, after its last day: they say why they stay cancelled.
    const { rows: apres } = await sql<{ jour: string }>`
      select seance.jour from seance join lieu_derogation on lieu_derogation.territoire_id = seance.territoire_id
        and lieu_derogation.lieu_id = seance.lieu_id and lieu_derogation.usage = 'permanence'
      where seance.convention_id = ${demo.conventions.alberes} and seance.statut = 'annulee' and seance.jour > lieu_derogation.au
    `.execute(site().owner);
    expect(apres.length).toBeGreaterThan(0);
    expect(await prevues()).toBe(before - apres.length);
    await visit.page.getByText(/^Ne peuvent pas être rétablies aujourd’hui/).click();
    await visit.page.getByText('la dérogation qui admet les permanences dans ce lieu aura pris fin').first().waitFor();
    await visit.end();
  });
});
