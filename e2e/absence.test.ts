import { expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
/** The demo agent holds a séance each working day. */
const ouvre = today.dayOfWeek > 5 ? today.add({ days: 8 - today.dayOfWeek }) : today;
const site = useSite();

const seancesDuJour = () =>
  site()
    .owner.selectFrom('seance')
    .select(['id', 'agentId', 'statut', 'absenceId', 'heureDebut', 'lieuId'])
    .where('agentId', '=', demo.agents.demo)
    .where('jour', '=', ouvre)
    .where('permanenceId', 'is not', null)
    .execute();

/** Somebody whom nothing but a voice reaches, in the séance of the day. */
async function attendre(seanceId: string, debut: Temporal.PlainTime, code: string): Promise<void> {
  const motifId = uuidv7();
  const { owner } = site();
  await owner
    .insertInto('rdvMotif')
    .values({ territoireId: '66', id: motifId, nom: `Essai ${code}`, dureeMinutes: 30 })
    .execute();
  await owner
    .insertInto('rendezVous')
    .values({
      territoireId: '66',
      id: uuidv7(),
      seanceId,
      motifId,
      debut,
      fin: debut.add({ minutes: 30 }),
      codeRdv: code,
      jetonHash: Buffer.from(code),
      canal: 'telephone',
      prevenir: 'appel',
      prenom: 'Amandine',
      telephone: '01 99 00 00 21',
    })
    .execute();
}

/** Helps of the day that the demo noted would keep the séance, as it was held; those who have a rendez-vous are not of this story. */
async function journeeNeuve(): Promise<void> {
  const seances = (await seancesDuJour()).map(({ id }) => id);
  const { owner } = site();
  await owner.deleteFrom('accompagnement').where('seanceId', 'in', seances).execute();
  await owner
    .updateTable('rendezVous')
    .set({ statut: 'annule', tenuJusqua: null })
    .where('seanceId', 'in', seances)
    .execute();
}

test.each(WIDTHS)(
  'scénario 13 : l’équipe apprend qu’un agent est malade ce matin, et tout suit (%i px)',
  async (width) => {
    const code = `ABSENCE${width === 360 ? 'P' : 'D'}`;
    await journeeNeuve();
    const [seance] = await seancesDuJour();
    if (seance === undefined) throw new Error('The demo agent holds a séance each working day');
    await attendre(seance.id, seance.heureDebut, code);
    const visit = await Visit.start(browser(), { url: site().url, name: 'absence-equipe', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');

    await visit.goto(`/planning?vue=jour&jour=${ouvre}`);
    await visit.see('Planning du jour');
    await visit.follow(
      visit.page.locator(`a[href="/absences/nouvelle?agent=${demo.agents.demo}&jour=${ouvre}"]`),
      /^Absence le/,
    );
    await visit.page.getByText('1 rendez-vous').first().waitFor();
    await new Formulaire(visit.page).choisir(/^Pour toutes les séances/, 'Les annuler toutes');
    await visit.follow(visit.button('Enregistrer l’absence'), /^Absence le/);
    await visit.page.getByText('Amandine').waitFor();
    await visit.page.getByText('Une personne est à appeler').waitFor();
    const after = await seancesDuJour();
    expect(after.every(({ statut }) => statut === 'annulee')).toBe(true);
    const { pathname } = new URL(visit.page.url());
    await visit.goto('/absences');
    await visit.see('Absences');
    await visit.follow(visit.page.locator(`main table a[href="${pathname}"]`), /^Absence le/);
    await visit.follow(visit.link('Lever l’absence'), 'Lever l’absence ?');
    await visit.follow(visit.button('Lever l’absence'), /^Absence le/);
    expect((await seancesDuJour()).every(({ statut }) => statut === 'prevue')).toBe(true);
    await visit.end();
  },
);

test('scénario 13 : l’agent malade ce matin le dit lui-même, sur son téléphone, sans JavaScript, en deux gestes', async () => {
  await journeeNeuve();
  const visit = await Visit.start(browser(), { url: site().url, name: 'absence-agent', width: 360, javaScript: false });
  await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
  await visit.goto(`/agenda?jour=${ouvre}`);
  await visit.see('Mon agenda');
  await visit.follow(visit.link(/^Absent/), /^Absence le/);
  await visit.follow(visit.button('Enregistrer l’absence'), /^Absence le/);
  const changed = await site()
    .owner.selectFrom('seance')
    .select(['agentId', 'statut'])
    .where('jour', '=', ouvre)
    .where('absenceId', 'is not', null)
    .execute();
  expect(changed.length).toBeGreaterThan(0);
  for (const { agentId, statut } of changed) expect(statut === 'annulee' || agentId !== demo.agents.demo).toBe(true);
  await visit.follow(visit.link('Lever l’absence'), 'Lever l’absence ?');
  await visit.follow(visit.button('Lever l’absence'), /^Absence le/);
  await visit.end();
});
