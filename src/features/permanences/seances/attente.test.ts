import { expect, test } from 'vitest';
import { demo, ids66 } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { openSite } from '../../../../test/visitor.ts';

const base = useBase({ demo: true });

test('annuler une séance et y noter un accompagnement au même instant : l’un des deux seulement', async () => {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  const site = openSite(base.request);
  const agent = await site.signedIn(demo.comptes.agent);
  const equipe = await site.signedIn(demo.comptes.equipe);
  // Minutes of the night, when the demo agent is nowhere.
  const seances = Array.from({ length: 8 }, (_, rank) => ({
    territoireId: '66',
    id: ids66.seance(`attente-${rank}`, today),
    agentId: demo.agents.demo,
    jour: today,
    heureDebut: Temporal.PlainTime.from({ hour: 1, minute: rank * 5 }),
    heureFin: Temporal.PlainTime.from({ hour: 1, minute: rank * 5 + 5 }),
    endroit: 'Salle des fêtes',
    motif: 'Forum',
    createdBy: demo.comptes.equipe,
  }));
  await base.owner.insertInto('seance').values(seances).execute();
  const act = {
    thematiques: ['Email'],
    duree: '30',
    issue: 'faite',
    trancheAge: 'NonCommunique',
    genre: 'NonCommunique',
    statutSocial: 'NonCommunique',
    objectif: 'permanence',
  };
  for (const { id } of seances) {
    const [noted, cancelled] = await Promise.all([
      agent.post(`/seances/${id}/accompagnements/nouveau`, act),
      equipe.post(`/seances/${id}/annuler`, { motif: 'Salle inondée' }),
    ]);
    expect([noted.status, cancelled.status].sort()).toEqual([303, 422]);
  }
});
