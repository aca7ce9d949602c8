import { describe, expect, test } from 'vitest';
import { formatDateLongue } from '../src/domain/date.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const LONG_MS = 240_000;
const LIEU = 'Maison sociale';

/** The days and hours of the séances shown, in order. */
async function seances(visit: Visit): Promise<readonly string[]> {
  return (await visit.page.locator('tbody tr').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
}

describe.each(WIDTHS)('un changement de permanence annulé le jour même, à %i px', (width) => {
  const site = useSite();

  test('sans JavaScript : changer, lire ce qui revient, annuler, puis un refus en clair', {
    timeout: LONG_MS,
  }, async () => {
    const visit = await Visit.start(browser(), {
      ...{ url: site().url, name: 'annuler-changement', width, javaScript: false },
    });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);
    await visit.goto('/permanences/nouvelle');
    await visit.see('Nouvelle permanence');
    const choisir = async (name: string, text: RegExp | string) => {
      const option = visit.page.locator(`select[name="${name}"] option`).filter({ hasText: text }).last();
      await visit.page.locator(`select[name="${name}"]`).selectOption((await option.getAttribute('value')) ?? '');
    };
    await choisir('lieuId', LIEU);
    await choisir('agentId', /\d{4}/);
    const [du, au] = [today.add({ days: 1 }), today.add({ days: 28 })];
    await form.remplir({
      'Jour de la semaine': 'samedi',
      'Heure de début': '18:30',
      'Heure de fin': '20:30',
      'À partir du': du.toString(),
      'Jusqu’au': au.toString(),
    });
    await visit.follow(visit.button('Mettre en place'), new RegExp(LIEU));
    const avant = await seances(visit);
    expect(avant.length).toBeGreaterThan(2);

    await visit.follow(visit.link('Modifier à partir d’un jour'), 'Modifier à partir d’un jour');
    await form.remplir({ 'Changer à partir du': du.add({ days: 7 }).toString(), 'Jour de la semaine': 'dimanche' });
    await visit.follow(visit.button('Voir ce qui change'), 'Ce qui change');
    await visit.follow(visit.button('Confirmer le changement'), new RegExp(LIEU));
    expect(await visit.flash()).toContain('Vous pouvez annuler ce changement jusqu’à ce soir.');
    expect(await seances(visit)).not.toEqual(avant);
    await visit.follow(visit.link('Annuler ce changement'), 'Annuler ce changement ?');
    await visit.page.getByText('La permanence et ses séances seront exactement comme avant').waitFor();
    await visit.page.getByText('De nouveau prévues').waitFor();
    await visit.follow(visit.link('Garder le changement'), new RegExp(LIEU));
    await visit.follow(visit.link('Annuler ce changement'), 'Annuler ce changement ?');
    await visit.follow(visit.button('Annuler ce changement'), new RegExp(LIEU));
    expect(await visit.flash()).toContain('la permanence et ses séances sont comme avant');
    expect(await seances(visit)).toEqual(avant);
    expect(await visit.link('Annuler ce changement').count()).toBe(0);

    // Changed again, then one of its séances is cancelled by hand: the page says what stands in the way.
    await visit.follow(visit.link('Modifier à partir d’un jour'), 'Modifier à partir d’un jour');
    await form.remplir({ 'Changer à partir du': du.toString(), 'Heure de début': '17:45' });
    await visit.follow(visit.button('Voir ce qui change'), 'Ce qui change');
    await visit.follow(visit.button('Confirmer le changement'), new RegExp(LIEU));
    const premier = [...Array(7).keys()].map((days) => du.add({ days })).find(({ dayOfWeek }) => dayOfWeek === 6) ?? du;
    const ligne = visit.page.getByRole('row').filter({ hasText: formatDateLongue(premier) });
    await visit.follow(ligne.getByRole('link', { name: /annuler/i }), 'Annuler la séance');
    await form.remplir({ Motif: 'Formation' });
    await visit.follow(visit.button('Annuler la séance'), new RegExp(LIEU));
    await visit.follow(visit.link('Annuler ce changement'), 'Ce changement ne peut pas être annulé');
    await visit.page.getByText('Des séances ont été changées une à une depuis').waitFor();
    await visit.end();
  });
});
