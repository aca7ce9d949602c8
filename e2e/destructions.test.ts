import { expect, test } from 'vitest';
import { detruire } from '../src/features/mandats/destruction/detruire.ts';
import { useCles } from '../test/cles-partagees.ts';
import { finir, poserSursis, poserVisa, TERRITOIRE } from '../test/destruction.ts';
import { poserMandat } from '../test/mandats.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
// Keys of its own: those that the journeys share serve the database of whichever comes first.
const store = useCles();
const site = useSite();

test.each(WIDTHS)(
  'elle voit ce qui attend d’être détruit, puis ce qui l’est et son certificat (%i px)',
  async (width) => {
    await poserVisa(site(), null);
    const [retenu, retire, fini] = [
      await poserMandat(site(), store.cles),
      await poserMandat(site(), store.cles),
      await poserMandat(site(), store.cles),
    ];
    for (const { id } of [retenu, fini]) await finir(site(), id);
    await finir(site(), retire.id, { cause: 'retrait', canal: 'guichet', delaiTiersHeures: 72 });
    await poserSursis(site(), retenu.id);

    const visit = await Visit.start(browser(), { url: site().url, name: 'destructions', width });
    await signInAs(visit, /Irène Obsidienne/, 'Tableau du DPO');
    await visit.goto('/destructions');
    await visit.see('Destructions');
    await visit.page.getByText('La destruction attend le visa').waitFor();

    await poserVisa(site());
    await detruire({ database: site().request, cles: store.cles }, TERRITOIRE, Temporal.Now.instant());
    await visit.goto('/destructions');
    await visit.see('Destructions');
    expect(await visit.page.getByText(fini.code).count()).toBe(3);
    await visit.page.getByText('Sursis (mesure de justice)').first().waitFor();
    await visit.follow(visit.link('Certificats'), 'Certificats de destruction');
    expect(await visit.page.getByText(/N°.1 \(PDF\)/).count()).toBeGreaterThan(0);
    await visit.end();
  },
);
