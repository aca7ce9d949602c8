import { describe, expect, test } from 'vitest';
import { vacancesDemo } from '../db/demo/vacances.ts';
import { formatDate, formatDateLongue } from '../src/domain/date.ts';
import { horizonConnu, occurrences } from '../src/domain/rythme.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const vacances = vacancesDemo();
const LONG_MS = 240_000;

const LIEU = 'Maison sociale';
const DU = today.add({ days: 1 });
const AU = today.add({ days: 150 });
/** A new calendar is asked of the demo once this one is over: the journey then does without. */
const known = horizonConnu({ horsVacances: true }, AU, vacances);
const HORS_VACANCES = known !== null && Temporal.PlainDate.compare(known, AU) >= 0;
const deuxJeudis = { jour: 4, rangs: [2, 4], horsVacances: HORS_VACANCES, du: DU, au: AU } as const;

describe.each(WIDTHS)('une permanence les 2e et 4e jeudis, à %i px', (width) => {
  const site = useSite();

  test('s’écrit, se lit date par date, puis change à partir d’un jour sans toucher au reste', {
    timeout: LONG_MS,
  }, async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'serie', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);
    await visit.goto('/reglages/planning');
    await visit.see('Vacances scolaires et trajets');
    await visit.goto('/permanences/nouvelle');
    await visit.see('Nouvelle permanence');
    await choisirLieuEtAgent(visit);
    await form.remplir({
      'Jour de la semaine': 'jeudi',
      Rythme: 'Certaines semaines du mois',
      'Heure de début': '18:30',
      'Heure de fin': '20:30',
      'À partir du': DU.toString(),
      'Jusqu’au': AU.toString(),
    });
    const errors = await visit.refused(visit.button('Mettre en place'), 'Nouvelle permanence');
    expect(errors).toContain('Cochez au moins une semaine du mois');
    await form.choisir(/^Semaines du mois/, '2e');
    await form.choisir(/^Semaines du mois/, '4e');
    if (HORS_VACANCES) await visit.page.getByLabel('Hors vacances scolaires').check();
    await visit.follow(visit.button('Mettre en place'), new RegExp(LIEU));

    const prevues = occurrences(deuxJeudis, { du: DU, au: AU, vacances });
    expect(await jours(visit)).toEqual(prevues.map(formatDateLongue));
    expect(await visit.page.getByText(/^Les 2e et 4e jeudis du mois/).count()).toBe(1);

    // Une date annulée pour une raison, que le changement ne doit pas effacer.
    const [annulee] = prevues.slice(2, 3);
    if (annulee === undefined) throw new Error('The journey needs three dates');
    const ligne = visit.page.getByRole('row').filter({ hasText: formatDateLongue(annulee) });
    await visit.follow(ligne.getByRole('link', { name: /annuler/i }), 'Annuler la séance');
    await form.remplir({ Motif: 'Formation' });
    await visit.follow(visit.button('Annuler la séance'), new RegExp(LIEU));

    const le = prevues[1] ?? DU;
    await visit.follow(visit.link('Modifier à partir d’un jour'), 'Modifier à partir d’un jour');
    await form.remplir({ 'Changer à partir du': le.toString(), 'Heure de début': '17:45' });
    await visit.follow(visit.button('Voir ce qui change'), 'Ce qui change');
    await visit.page.getByText('Rien n’est encore enregistré.').waitFor();
    await visit.page.getByText('annulée : Formation').waitFor();
    await visit.follow(visit.button('Confirmer le changement'), new RegExp(LIEU));
    expect(await visit.flash()).toContain('La permanence est modifiée.');
    expect(await jours(visit)).toEqual(prevues.slice(1).map(formatDateLongue));
    expect(
      await visit.page
        .getByRole('row')
        .filter({ hasText: formatDateLongue(annulee) })
        .innerText(),
    ).toMatch(/annulée/i);
    await visit.follow(visit.link('La même, avant son changement'), new RegExp(LIEU));
    await visit.page.getByText(formatDate(le.subtract({ days: 1 })), { exact: true }).waitFor();
    await visit.end();
  });
});

/** A lieu of the Département, and the agent whose contract lasts longest. */
async function choisirLieuEtAgent(visit: Visit): Promise<void> {
  const lieu = visit.page.locator('select[name="lieuId"] option').filter({ hasText: LIEU }).first();
  await visit.page.locator('select[name="lieuId"]').selectOption((await lieu.getAttribute('value')) ?? '');
  const agents = await visit.page.locator('select[name="agentId"] option').all();
  const said = await Promise.all(
    agents.map(async (one) => ({
      value: (await one.getAttribute('value')) ?? '',
      text: (await one.textContent()) ?? '',
    })),
  );
  const finDe = (text: string) => /(\d{2})\/(\d{2})\/(\d{4})/.exec(text)?.slice(1).reverse().join('') ?? '';
  const [best] = said.toSorted((a, b) => finDe(b.text).localeCompare(finDe(a.text)));
  await visit.page.locator('select[name="agentId"]').selectOption(best?.value ?? '');
}

/** The days of the séances shown, in order. */
async function jours(visit: Visit): Promise<readonly string[]> {
  const folded = visit.page.locator('summary', { hasText: /suivantes$/ });
  if ((await folded.count()) > 0) await folded.click();
  const cells = await visit.page.locator('tbody tr').locator(':scope > :first-child').allInnerTexts();
  return cells.map((text) => text.trim());
}
