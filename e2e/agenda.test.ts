import { expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBrowser } from './browser.ts';
import { Clavier } from './pages/clavier.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const today = Temporal.Now.plainDateISO('Europe/Paris');
/** The demo agent holds a séance each working day. */
const ouvre = today.dayOfWeek > 5 ? today.add({ days: 8 - today.dayOfWeek }) : today;

/** Two people expected in the demo agent's séance of the day. */
async function attendre(): Promise<string> {
  const { owner } = site();
  const { id, heureDebut } = await owner
    .selectFrom('seance')
    .select(['id', 'heureDebut'])
    .where('agentId', '=', demo.agents.demo)
    .where('jour', '=', ouvre)
    .where('statut', '=', 'prevue')
    .executeTakeFirstOrThrow();
  const known = await owner.selectFrom('rendezVous').select(['id', 'prenom']).where('seanceId', '=', id).execute();
  if (known.some(({ prenom }) => prenom === 'Amandine')) return id;
  // Those of the demo are not of this story.
  await owner
    .updateTable('rendezVous')
    .set({ statut: 'annule', tenuJusqua: null })
    .where('seanceId', '=', id)
    .execute();
  const motifId = uuidv7();
  await owner
    .insertInto('rdvMotif')
    .values({ territoireId: '66', id: motifId, nom: 'Essai : déclarer ses revenus', dureeMinutes: 30 })
    .execute();
  for (const [rang, prenom] of ['Amandine', 'Lucien'].entries()) {
    const debut = heureDebut.add({ minutes: 30 * rang });
    await owner
      .insertInto('rendezVous')
      .values({
        territoireId: '66',
        id: uuidv7(),
        seanceId: id,
        motifId,
        debut,
        fin: debut.add({ minutes: 30 }),
        codeRdv: `AGENDA${rang}X`,
        jetonHash: Buffer.from(`agenda ${rang}`),
        canal: 'agent',
        prevenir: 'guichet',
        prenom,
      })
      .execute();
  }
  return id;
}

test.each(WIDTHS)(
  'l’agent lit son agenda du jour, de la semaine et du mois, et imprime la feuille (%i px)',
  async (width) => {
    await attendre();
    await site().owner.deleteFrom('calendrierFlux').execute();
    const visit = await Visit.start(browser(), { url: site().url, name: 'agenda-agent', width });
    await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
    await visit.goto(`/agenda?jour=${ouvre}`);
    await visit.see('Mon agenda');
    expect(await visit.page.getByText('Amandine').count()).toBe(1);
    await visit.pdf(visit.link('Feuille du jour'));
    for (const vue of ['Semaine', 'Mois', 'Jour']) {
      await visit.follow(
        visit.page.getByRole('navigation', { name: 'Affichage de l’agenda' }).getByRole('link', { name: vue }),
        'Mon agenda',
      );
      if (vue !== 'Jour') expect(await visit.page.getByText('Amandine').count()).toBe(0);
    }
    await visit.follow(visit.link('Jour suivant'), 'Mon agenda');
    await visit.follow(visit.link('Dans mon calendrier'), 'Mon calendrier');
    await visit.follow(visit.button('Ouvrir mon calendrier'), 'Mon calendrier');
    const adresse = await visit.page.locator('#adresse').innerText();
    const calendrier = await visit.context.request.get(adresse.trim());
    expect(calendrier.headers()['content-type']).toBe('text/calendar; charset=utf-8');
    expect(await calendrier.text()).toContain('2 rendez-vous');
    await visit.end();
  },
);

test('au clavier, l’équipe technique va du planning de la semaine à celui d’un jour, puis d’un agent', async () => {
  await attendre();
  const visit = await Visit.start(browser(), { url: site().url, name: 'agenda-clavier' });
  const clavier = new Clavier(visit.page);
  await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
  await visit.goto(`/planning?jour=${ouvre}`);
  await visit.see('Planning de la semaine');
  await clavier.allerA(visit.page.getByRole('link', { name: 'Jour', exact: true }));
  await clavier.presser('Enter');
  await visit.see('Planning du jour');
  const maelle = visit.page
    .getByRole('listitem')
    .filter({ has: visit.page.getByRole('heading', { name: 'Maëlle Tramontane' }) });
  expect(await maelle.getByText('Lucien').count()).toBe(1);
  expect(await maelle.getByRole('link', { name: /^Absent/ }).getAttribute('href')).toBe(
    `/absences/nouvelle?agent=${demo.agents.demo}&jour=${ouvre}`,
  );
  await maelle.getByRole('link', { name: 'Maëlle Tramontane', exact: true }).focus();
  await clavier.presser('Enter');
  await visit.see('Agenda de Maëlle Tramontane');
  await clavier.allerA(visit.page.getByRole('link', { name: 'Mois', exact: true }));
  await clavier.presser('Enter');
  await visit.see('Agenda de Maëlle Tramontane');
  await visit.goto(`/planning?vue=mois&jour=${ouvre}`);
  await visit.see('Planning du mois');
  await visit.end();
});

test('à la souris, une séance prise vers un autre jour de son agent mène à la page qui demande de confirmer', async () => {
  const seance = await attendre();
  const visit = await Visit.start(browser(), { url: site().url, name: 'agenda-souris' });
  const { page } = visit;
  await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
  await visit.goto(`/planning?jour=${ouvre}`);
  await visit.see('Planning de la semaine');
  const asked: string[] = [];
  // Nothing comes back: the page stays where it is.
  await page.route('**/modifier?*', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ status: 204 });
  });
  const item = page.locator(`[data-seance="${seance}"]`);
  const row = page.locator('tr').filter({ has: item });
  const other = row.locator(`td[data-jour]:not([data-jour="${ouvre}"])`).first();
  const elsewhere = page.locator('tbody tr').filter({ hasNot: item }).first().locator(`td[data-jour]`).first();
  await item.dragTo(elsewhere);
  expect(asked).toEqual([]);
  await item.dragTo(other);
  await expect.poll(() => asked.length).toBe(1);
  const { pathname, searchParams } = new URL(asked[0] ?? '');
  expect(pathname).toBe(`/seances/${seance}/modifier`);
  expect(searchParams.get('jour')).toBe(await other.getAttribute('data-jour'));
  expect(searchParams.get('debut')).toMatch(/^[0-9]{2}:[0-9]{2}$/);
  await visit.end();
});

test.each(WIDTHS)('sans JavaScript, tout se lit, et « Aller au » change de date (%i px)', async (width) => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'agenda-sans-js', width, javaScript: false });
  await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
  for (const [path, title] of [
    ['/planning', 'Planning de la semaine'],
    ['/planning?vue=jour', 'Planning du jour'],
    ['/planning?vue=mois', 'Planning du mois'],
    [`/lieux/${demo.lieux.alberes}/agenda`, /^Agenda : /],
  ] as const) {
    await visit.goto(path);
    await visit.see(title);
  }
  await visit.page.getByLabel('Aller au').fill('2027-03-29');
  await visit.follow(visit.button('Afficher'), /^Agenda : /);
  expect(await visit.page.getByText('lundi de Pâques').count()).toBe(1);
  await visit.end();
});

test('le public suit les dates d’un lieu dans son calendrier', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'agenda-public', width: 360 });
  await visit.goto(`/lieux/${demo.lieux.alberes}`);
  await visit.see(/./);
  const href = (await visit.link('Suivre ces dates dans mon calendrier').getAttribute('href')) ?? '';
  const calendrier = await visit.context.request.get(href);
  expect(await calendrier.text()).toContain('BEGIN:VTIMEZONE');
  expect(await calendrier.text()).not.toMatch(/Tramontane|Maëlle|rendez-vous/);
  await visit.end();
});
