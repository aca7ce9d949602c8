import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { Formulaire } from './pages/formulaire.ts';
import type { JourneePage } from './pages/journee.ts';
import { leTerrain } from './pages/terrain.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const { visite, charge } = leTerrain(site);

type Appareil = { readonly visit: Visit; readonly jour: JourneePage };

async function appareil(name: string): Promise<Appareil> {
  const visit = await Visit.start(browser(), visite(name));
  return { visit, jour: await charge(visit) };
}

/** Without network, adds a theme to a record of today that the server has. */
async function modifier({ visit, jour }: Appareil, id: string, theme: string): Promise<void> {
  await visit.context.setOffline(true);
  const link = visit.page.locator(`a[href="#modifier-${id}"]`);
  await visit.page.locator('details').filter({ has: link }).locator('summary').first().click();
  await link.click();
  await new Formulaire(visit.page).choisir(/^Thèmes/, theme);
  await jour.enregistrer();
}

const thematiques = async (id: string): Promise<readonly string[]> =>
  (await site().owner.selectFrom('accompagnement').select('thematiques').where('id', '=', id).executeTakeFirstOrThrow())
    .thematiques;

test.each([
  { retour: 'le premier tapé revient d’abord', premierDAbord: true },
  { retour: 'le dernier tapé revient d’abord', premierDAbord: false },
])(
  'deux appareils corrigent sans réseau la même aide : le dernier tapé est gardé, quand $retour',
  async ({ premierDAbord }) => {
    const suffixe = premierDAbord ? 'ordre' : 'desordre';
    const premier = await appareil(`terrain-deux-a-${suffixe}`);
    await premier.visit.context.setOffline(true);
    await premier.jour.noter('Logement');
    const [id = ''] = await premier.jour.idsEnAttente();
    await premier.visit.context.setOffline(false);
    await premier.jour.etat(/Tout est envoyé/);
    const dernier = await appareil(`terrain-deux-b-${suffixe}`);
    await modifier(premier, id, 'Santé');
    await modifier(dernier, id, 'E-mail');

    const [avant, apres] = premierDAbord ? [premier, dernier] : [dernier, premier];
    await avant.visit.context.setOffline(false);
    await avant.jour.etat(/Tout est envoyé/);
    await apres.visit.context.setOffline(false);
    if (premierDAbord) await apres.jour.etat(/Tout est envoyé/);
    else {
      await premier.jour.aCorriger().first().waitFor();
      expect(await premier.jour.aCorriger().first().innerText()).toContain('Une version notée plus tard');
      await premier.visit.see('Ma journée');
    }
    expect(await thematiques(id)).toContain('Email');
    expect(await thematiques(id)).not.toContain('Sante');

    // Whichever came first, the other is beside it, to be read and taken up again.
    await premier.visit.goto(`/accompagnements/${id}/historique`);
    await premier.visit.see('Historique d’un accompagnement');
    const versions = premier.visit.page.locator('.e-versions > li');
    expect(await versions.filter({ hasText: 'mise de côté' }).innerText()).toContain('Santé');
    expect(await versions.filter({ hasText: 'version actuelle' }).innerText()).toContain('E-mail');
    await dernier.visit.see('Ma journée');
    await premier.visit.end();
    await dernier.visit.end();
  },
);
