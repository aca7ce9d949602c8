import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { changerSerie } from '../../../../test/changements.ts';
import { usePlanning, vendredis } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';

const planning = usePlanning();
const { base, lieu, agent } = planning;
let equipe: Visitor;
beforeAll(() => {
  ({ equipe } = planning);
});

async function salle(lieuId: string, nomSalle: string): Promise<string> {
  expect((await equipe.post(`/lieux/${lieuId}/salles`, { nomSalle, places: '8' })).status).toBe(303);
  const { id } = await base.owner
    .selectFrom('salle')
    .select('id')
    .where('lieuId', '=', lieuId)
    .where('nom', '=', nomSalle)
    .executeTakeFirstOrThrow();
  return id;
}

async function tenir(lieuId: string, salleId: string) {
  return equipe.post('/permanences/nouvelle', vendredis(await agent('De salle'), lieuId, { salleId }));
}

describe('les salles d’un lieu', () => {
  test('deux permanences au même moment dans deux salles, jamais dans la même', async () => {
    const lieuId = await lieu('À deux salles');
    const [bleue, verte] = [await salle(lieuId, 'Salle bleue'), await salle(lieuId, 'Salle verte')];
    expect((await tenir(lieuId, bleue)).status).toBe(303);
    expect((await tenir(lieuId, verte)).status).toBe(303);
    const again = await tenir(lieuId, bleue);
    expect(again.text).toContain('Le lieu est déjà occupé à cet horaire : 27 novembre 2026');
    const { text } = await equipe.get('/permanences.csv?q=deux salles');
    expect(text).toContain('Salle bleue');
  });

  test('sans salle, une permanence occupe tout le lieu : refusée à côté d’une autre, dans un sens comme dans l’autre', async () => {
    const lieuId = await lieu('À salle et sans');
    const bleue = await salle(lieuId, 'Salle bleue');
    expect((await tenir(lieuId, bleue)).status).toBe(303);
    const sans = await tenir(lieuId, '');
    const phrase =
      'Une permanence sans salle occupe tout le lieu, et une autre s’y tient à cet horaire : 27 novembre 2026';
    expect([sans.status, sans.text.includes(phrase)]).toEqual([422, true]);
    const apresMidi = { heureDebut: '14:00', heureFin: '17:00' };
    const agentId = await agent('De l’après-midi');
    const seule = await equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId, apresMidi));
    expect(seule.status).toBe(303);
    expect((await equipe.get(seule.location ?? '')).text).toContain('Aucune : elle occupe tout le lieu');
    const enSalle = vendredis(await agent('De même'), lieuId, { ...apresMidi, salleId: bleue });
    expect((await equipe.post('/permanences/nouvelle', enSalle)).text).toContain(phrase);
    expect((await equipe.get(`/lieux/${lieuId}/salles`)).text).toContain('Deux permanences au même moment');
  });

  test('celles d’avant la règle restent, sont signalées, et leur salle se dit', async () => {
    const lieuId = await lieu('D’avant');
    const premiere = await tenir(lieuId, '');
    // Rooms are named afterwards, and another one was already planned in one of them.
    const [bleue, verte] = [await salle(lieuId, 'Salle bleue'), await salle(lieuId, 'Salle verte')];
    await base.owner.updateTable('seance').set({ lieuId: null }).where('lieuId', '=', lieuId).execute();
    expect((await tenir(lieuId, bleue)).status).toBe(303);
    await sql`alter table seance disable trigger seance_lieu_entier`.execute(base.owner);
    const id = premiere.location?.split('/')[2] ?? '';
    await base.owner.updateTable('seance').set({ lieuId }).where('permanenceId', '=', id).execute();
    await sql`alter table seance enable trigger seance_lieu_entier`.execute(base.owner);
    const { text } = await equipe.get(`/lieux/${lieuId}/salles`);
    expect(text).toContain('Deux permanences au même moment, dont une sans salle');
    expect(text).toContain(`href="/permanences/${id}/modifier"`);
    const heures = { jour: '5', rythme: '1', heureDebut: '09:00', heureFin: '12:00', accueil: 'libre' };
    const saisie = { le: '2026-11-25', lieuId, ...heures, au: '2027-01-08', salleId: verte };
    expect((await changerSerie(equipe, `/permanences/${id}`, saisie)).status).toBe(303);
    expect((await equipe.get(`/lieux/${lieuId}/salles`)).text).not.toContain('dont une sans salle');
  });

  test('au même instant, l’une en salle et l’autre sans : une seule, même par qui n’attend pas son tour', async () => {
    const lieuId = await lieu('Au même instant');
    const bleue = await salle(lieuId, 'Salle bleue');
    const [a, b] = [await agent('Une'), await agent('Deux')];
    const poser = (agentId: string, salleId: string | null) =>
      inTerritoire(base.request, '66', async (db) => {
        const heures = { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') };
        const jour = Temporal.PlainDate.from('2027-02-02');
        const hors = { motif: 'Essai', endroit: 'Essai', createdBy: uuidv7() };
        await db
          .insertInto('seance')
          .values({ territoireId: '66', id: uuidv7(), agentId, lieuId, salleId, jour, ...heures, ...hors })
          .execute();
      });
    const both = await Promise.allSettled([poser(a, bleue), poser(b, null)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ constraint: 'seance_lieu_entier' });
  });

  test('une salle d’un autre lieu, ou fermée, n’est pas acceptée', async () => {
    const [ici, ailleurs] = [await lieu('Sans la salle'), await lieu('Avec la salle')];
    const autre = await salle(ailleurs, 'Grande salle');
    const phrase = 'Choisissez une salle de ce lieu, ou aucune.';
    expect((await tenir(ici, autre)).text).toContain(phrase);
    expect((await equipe.post(`/salles/${autre}`, {})).status).toBe(303);
    expect((await tenir(ailleurs, autre)).text).toContain(phrase);
    expect((await equipe.get(`/lieux/${ailleurs}/salles`)).text).toContain('fermée le 24 novembre 2026');
    await equipe.post(`/salles/${autre}`, {});
    expect((await tenir(ailleurs, autre)).status).toBe(303);
  });

  test('elle ne ferme pas tant que des séances y sont prévues', async () => {
    const lieuId = await lieu('À fermer');
    const id = await salle(lieuId, 'Salle occupée');
    await tenir(lieuId, id);
    const { status, text } = await equipe.post(`/salles/${id}`, {});
    expect(status).toBe(422);
    expect(text).toContain('5 séances y sont encore prévues.');
  });

  test('un nom déjà pris, un nombre de places impossible sont refusés, ce qui est saisi reste', async () => {
    const lieuId = await lieu('Aux noms');
    await salle(lieuId, 'Salle « A »');
    const twice = await equipe.post(`/lieux/${lieuId}/salles`, { nomSalle: 'Salle « A »', places: '4' });
    expect([twice.status, twice.text.includes('Ce lieu a déjà une salle de ce nom.')]).toEqual([422, true]);
    const wrong = await equipe.post(`/lieux/${lieuId}/salles`, { nomSalle: '<b>', places: '0' });
    expect(wrong.text).toContain('écrivez un nombre entier de 1 à 200 places');
    expect(wrong.text).toContain('value="&lt;b&gt;"');
  });
});
