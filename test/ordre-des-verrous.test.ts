import { beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../src/platform/postgres/embedded.ts';
import { untilSomebodyWaitsFor } from './attente.ts';
import { usePlanning } from './planning.ts';
import type { Visitor } from './visitor.ts';

const planning = usePlanning();
const { base, agent, lieu, enPlace, seancesDe } = planning;
let equipe: Visitor;
beforeAll(() => {
  ({ equipe } = planning);
});

const PLANNING = "select pg_advisory_xact_lock(hashtextextended('planning 66', 0))";
const idOf = (location: string | null) => location?.split('/')[2] ?? '';

describe('Qui change une séance tient le planning, puis la séance : deux ne s’attendent jamais l’un l’autre', () => {
  test.each([
    ['annuler', async () => ({ motif: 'Formation' })],
    [
      'modifier',
      async () => ({
        seanceLe: '2026-12-02',
        heureDebut: '09:00',
        heureFin: '12:00',
        lieuId: await lieu('Autre lieu'),
      }),
    ],
    ['reaffecter', async () => ({ agentId: await agent('Remplaçante') })],
  ])('%s, pendant qu’une absence tient le planning et prend la séance', async (geste, saisie) => {
    const [seance] = await seancesDe((await enPlace()).id);
    const form = await saisie();
    const sent = await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query(PLANNING);
      const answer = equipe.post(`/seances/${seance?.id}/${geste}`, form);
      await untilSomebodyWaitsFor(client);
      // What an absence does next: refused at once when whoever waits for it holds the séance already.
      await client.query('select from seance where id = $1 for update nowait', [seance?.id]);
      await client.query('commit');
      return { answer };
    });
    expect((await sent.answer).status).toBe(303);
  });

  test('deux personnes annulent au même instant les deux séances d’un binôme, chacune par la sienne', async () => {
    const first = await enPlace();
    const periode = { du: '2026-11-25', au: '2027-01-08' };
    const beside = await equipe.post(`${first.chemin}/binome`, { agentId: await agent('Seconde'), ...periode });
    const [siennes, autres] = [await seancesDe(first.id), await seancesDe(idOf(beside.location))];
    for (const [rang, { id }] of siennes.entries()) {
      const form = { motif: 'Formation', aussi: 'oui' };
      const answers = await Promise.all(
        [id, autres[rang]?.id].map((one) => equipe.post(`/seances/${one}/annuler`, form)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    }
    for (const permanence of [first.id, idOf(beside.location)]) {
      expect(new Set((await seancesDe(permanence)).map(({ statut }) => statut))).toEqual(new Set(['annulee']));
    }
  });
});
