import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
/** In the morning: at night, messages wait. */
const site = useSite(() =>
  Temporal.Now.plainDateISO('Europe/Paris')
    .toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: Temporal.PlainTime.from('10:00') })
    .toInstant(),
);

/** A rendez-vous of the demo in a few days, at a lieu and for something that the public may wait for. */
async function rendezVousAVenir(rang: number): Promise<{ id: string; lieu: string; motif: string }> {
  const { rows } = await sql<{ id: string; lieu: string; motif: string }>`
    select distinct on (s.lieu_id) r.id, s.lieu_id as lieu, r.motif_id as motif from rendez_vous r
    join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
    join rdv_motif m on m.territoire_id = r.territoire_id and m.id = r.motif_id and 'public' = any(m.ouvert_a)
    where r.territoire_id = '66' and r.statut = 'confirme' and s.statut = 'prevue' and s.jour between current_date + 3 and current_date + 28
    order by s.lieu_id, r.id`.execute(site().owner);
  const found = rows[rang];
  if (found === undefined) throw new Error('The demo has no rendez-vous to come');
  return found;
}

describe.each(WIDTHS.map((width, rang) => ({ width, rang })))('à $width px', ({ width, rang }) => {
  test('scénario 4 : sans compte ni JavaScript, attendre une place, puis la prendre par le lien du SMS', async () => {
    const rdv = await rendezVousAVenir(rang);
    const visit = await Visit.start(browser(), { url: site().url, name: 'attente', width, javaScript: width > 400 });
    await visit.goto(`/attente/nouvelle?lieu=${rdv.lieu}&motif=${rdv.motif}`);
    await visit.see('Attendre qu’une place se libère');
    await visit.refused(visit.button('Attendre une place'), 'Attendre qu’une place se libère');
    await visit.page.getByLabel('Votre prénom').fill('Célestine');
    await visit.page.getByRole('textbox', { name: /^Téléphone/ }).fill(`06 39 98 30 0${rang}`);
    await visit.follow(visit.button('Attendre une place'), 'Vous êtes sur la liste d’attente');

    const equipe = await Visit.start(browser(), { url: site().url, name: 'attente-equipe', width });
    await signInAs(equipe, /Nour Bourdaine/, 'Tableau de bord');
    await equipe.goto('/attente');
    await equipe.see('Liste d’attente');
    expect(await equipe.page.getByText('Célestine').count()).toBeGreaterThan(0);
    await equipe.goto(`/rendez-vous/${rdv.id}/annuler`);
    await equipe.see('Annuler le rendez-vous');
    await equipe.page.getByLabel('La personne le demande').check();
    await equipe.follow(equipe.button('Annuler le rendez-vous'), /./);
    for (const [path, title] of [
      ['/appels', 'Appels à passer'],
      ['/a-replacer', 'Rendez-vous à replacer'],
      ['/personnes', 'Personnes'],
    ] as const) {
      await equipe.goto(path);
      await equipe.see(title);
    }
    await equipe.page.getByLabel('Chercher une personne').fill('Célestine');
    await equipe.follow(equipe.button('Chercher'), 'Personnes');
    await equipe.end();

    await visit.goto('/demo/sms');
    await visit.see('SMS de la démonstration');
    const offer = visit.page.locator('section').filter({ hasText: 'Une place se libère' }).first();
    await visit.follow(offer.getByRole('link').last(), 'Une place se libère');
    await visit.follow(visit.button('Prendre cette place'), /./);
    expect(visit.page.url()).toContain('/mon-rendez-vous/ticket');
    expect(await visit.page.getByText('Célestine').count()).toBeGreaterThan(0);
    const { statut } = await site()
      .owner.selectFrom('rdvAttente')
      .select('statut')
      .where('prenom', '=', 'Célestine')
      .where('telephone', '=', `06 39 98 30 0${rang}`)
      .executeTakeFirstOrThrow();
    expect(statut).toBe('place');
    await visit.end();
  });
});
