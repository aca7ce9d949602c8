import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { seanceDuJour } from '../db/demo/ids.ts';
import { type Appareil, unAppareil, useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { JourneePage } from './pages/journee.ts';
import { useSite } from './site.ts';
import { contextOptions, Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();
const aujourdhui = () => Temporal.Now.plainDateISO('Europe/Paris');
const PRENOM = 'Zéphirine';

let appareil: Appareil | undefined;
afterEach(async () => {
  await appareil?.jeter();
  appareil = undefined;
});

const visite = (name: string, width?: number) => ({ url: site().url, name, width, coupures: true });

/** Somebody is expected today, whose name shows that nothing of it stays. */
async function attendre(): Promise<void> {
  await sql`
    update rendez_vous set prenom = ${PRENOM}, statut = 'confirme', tenu_jusqua = null where seance_id = ${seanceDuJour(aujourdhui())}
      and id = (select id from rendez_vous where seance_id = ${seanceDuJour(aujourdhui())} order by debut limit 1)`.execute(
    site().owner,
  );
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
