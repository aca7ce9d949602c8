import { beforeAll, describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { type Saisie, usePlanning, vendredis } from '../../../../test/planning.ts';
import type { SmallTerritoire } from '../../../../test/small-territoire.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { annulationForm, ponctuelleForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, seancesDe } = planning;
let equipe: Visitor;
let small: SmallTerritoire;
beforeAll(() => {
  ({ equipe, small } = planning);
});

describe('annuler et rétablir une séance', () => {
  test('annulée avec son motif, puis rétablie', async () => {
    const { id, chemin } = await enPlace();
    const [seance] = await seancesDe(id);
    const path = `/seances/${seance?.id}`;
    expect((await equipe.post(`${path}/annuler`, { motif: '' })).text).toContain('Indiquez le motif.');
    expect((await equipe.post(`${path}/annuler`, { motif: 'Agent en formation' })).location).toBe(chemin);
    expect((await equipe.get(chemin)).text).toContain('annulée : Agent en formation');
    expect((await equipe.get(`${path}/retablir`)).text).toContain('Elle avait été annulée : Agent en formation');
    expect((await equipe.post(`${path}/retablir`)).location).toBe(chemin);
    expect((await seancesDe(id))[0]).toMatchObject({ statut: 'prevue', motif: null });
  });

  test('annuler deux fois n’est pas rétablir, rétablir deux fois n’est pas annuler', async () => {
    const { id } = await enPlace();
    const [seance] = await seancesDe(id);
    const path = `/seances/${seance?.id}`;
    await equipe.post(`${path}/annuler`, { motif: 'Un' });
    const twice = await equipe.post(`${path}/annuler`, { motif: 'Deux' });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Cette séance est déjà annulée.');
    expect((await seancesDe(id))[0]).toMatchObject({ statut: 'annulee', motif: 'Un' });
    await equipe.post(`${path}/retablir`);
    expect((await equipe.post(`${path}/retablir`)).text).toContain('Cette séance est déjà prévue.');
    expect((await seancesDe(id))[0]?.statut).toBe('prevue');
  });

  test('une séance dont l’agent ou le lieu a été pris depuis ne se rétablit pas', async () => {
    const { id, agentId, lieuId } = await enPlace();
    const [first, second] = await seancesDe(id);
    for (const one of [first, second]) await equipe.post(`/seances/${one?.id}/annuler`, { motif: 'Absence' });
    const ailleurs = vendredis(agentId, await lieu('Ailleurs'), { au: '2026-11-27' });
    expect((await equipe.post('/permanences/nouvelle', ailleurs)).status).toBe(303);
    const remplace = vendredis(await agent('Remplaçant'), lieuId, { du: '2026-12-04', au: '2026-12-04' });
    expect((await equipe.post('/permanences/nouvelle', remplace)).status).toBe(303);
    const agentPris = await equipe.post(`/seances/${first?.id}/retablir`);
    expect(agentPris.status).toBe(422);
    expect(agentPris.text).toContain('L’agent est désormais pris à cet horaire.');
    const lieuPris = await equipe.post(`/seances/${second?.id}/retablir`);
    expect(lieuPris.text).toContain('Le lieu est désormais occupé à cet horaire.');
  });

  test('une séance d’après l’arrêt de sa permanence ne se rétablit pas', async () => {
    const { id, chemin } = await enPlace();
    await equipe.post(`${chemin}/arreter`, { au: '2026-11-27', motif: 'Fin' });
    const last = (await seancesDe(id)).at(-1);
    const refused = await equipe.post(`/seances/${last?.id}/retablir`);
    expect(refused.text).toContain('La permanence s’arrête le 27 novembre 2026 : après ce jour, rien ne se rétablit.');
  });

  test('une séance passée ne change plus', async () => {
    const { id } = await enPlace();
    const [seance] = await seancesDe(id);
    planning.travel('2026-11-28');
    try {
      const later = await planning.site.signedIn(small.comptes.equipe);
      const refused = await later.post(`/seances/${seance?.id}/annuler`, { motif: 'Trop tard' });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Cette séance est passée : elle ne change plus.');
    } finally {
      planning.travel();
    }
  });
});

describe('aide ponctuelle ailleurs (art. 1.2)', () => {
  const aide = (autres: Saisie = {}): Saisie => ({
    agentId: small.agent,
    jour: '2026-11-26',
    heureDebut: '14:00',
    heureFin: '16:00',
    endroit: 'École des Essais',
    motif: 'À la demande de la directrice',
    ...autres,
  });

  test('elle garde son auteur et sa raison, et se voit dans le planning', async () => {
    const noted = await equipe.post('/ponctuelles/nouvelle', aide());
    expect(noted.location).toBe('/planning?semaine=2026-11-26');
    const row = await base.owner
      .selectFrom('seance')
      .selectAll()
      .where('endroit', '=', 'École des Essais')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      permanenceId: null,
      lieuId: null,
      motif: 'À la demande de la directrice',
      createdBy: small.comptes.equipe,
    });
    const { text } = await equipe.get('/planning?semaine=2026-11-26');
    expect(text).toContain('École des Essais');
    expect(text).toContain('À la demande de la directrice (demandé par Compte equipe)');
  });

  test('un agent l’enregistre pour lui-même, et pour personne d’autre', async () => {
    const lui = await planning.site.signedIn(small.comptes.agent);
    const own = await lui.post('/ponctuelles/nouvelle', aide({ jour: '2026-11-30' }));
    expect(own.location).toBe('/agenda?jour=2026-11-30');
    const other = await lui.post('/ponctuelles/nouvelle', aide({ agentId: small.autreAgent, jour: '2026-11-30' }));
    expect(other.status).toBe(422);
    expect(other.text).toContain('Choisissez l’agent dans la liste.');
    expect((await lui.get('/ponctuelles/nouvelle')).text).not.toContain('Micocoulier');
  });

  test('annulée, elle garde sa raison et ne se rétablit pas : elle s’enregistre de nouveau', async () => {
    await equipe.post('/ponctuelles/nouvelle', aide({ jour: '2026-12-02', endroit: 'Forum' }));
    const id = (
      await base.owner.selectFrom('seance').select('id').where('endroit', '=', 'Forum').executeTakeFirstOrThrow()
    ).id;
    await equipe.post(`/seances/${id}/annuler`, { motif: 'Pluie' });
    const { text } = await equipe.get('/planning?semaine=2026-12-02');
    expect(text).toContain('À la demande de la directrice (annulée : Pluie)');
    expect(text).not.toContain(`/seances/${id}/retablir`);
    const refused = await equipe.post(`/seances/${id}/retablir`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Une aide ponctuelle annulée ne se rétablit pas : enregistrez-la de nouveau.');
    const again = await equipe.post('/ponctuelles/nouvelle', aide({ jour: '2026-12-02', endroit: 'Forum couvert' }));
    expect(again.status).toBe(303);
  });

  test('l’agent déjà pris, hors contrat, ou des heures inversées : refusé', async () => {
    await equipe.post('/ponctuelles/nouvelle', aide({ jour: '2026-12-03' }));
    const taken = await equipe.post('/ponctuelles/nouvelle', aide({ jour: '2026-12-03', heureDebut: '15:59' }));
    expect(taken.text).toContain('L’agent est déjà pris à cet horaire ce jour-là.');
    const late = await equipe.post('/ponctuelles/nouvelle', aide({ jour: '2027-09-01', heureFin: '13:00' }));
    expect(late.status).toBe(422);
    expect(late.text).toContain('L’agent n’a pas de contrat en cours ce jour-là.');
    expect(late.text).toContain('L’heure de fin doit suivre l’heure de début.');
    expect(late.text).toContain('value="École des Essais"');
  });

  test('dix demandes simultanées pour le même agent : une seule est écrite', async () => {
    const saisie = aide({ jour: '2026-12-09', endroit: 'Simultané' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => equipe.post('/ponctuelles/nouvelle', saisie)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(9);
  });
});

test('le planning d’une semaine absurde est celui de cette semaine', async () => {
  for (const semaine of ['', '0000-00-00', '2026-02-31', '%00', '<script>']) {
    const { status, text } = await equipe.get(`/planning?semaine=${semaine}`);
    expect(status).toBe(200);
    expect(text).toContain('Du 23 au 29 novembre 2026');
  }
});

test.each([
  ['annulation', annulationForm],
  ['aide ponctuelle', ponctuelleForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
