import { beforeAll, describe, expect, test } from 'vitest';
import { usePlanning, vendredis } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';

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
