import { beforeAll, describe, expect, test } from 'vitest';
import { usePlanning, vendredis } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { loadActivite } from '../../statistiques/store.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, dates, seancesDe } = planning;
let equipe: Visitor;
beforeAll(() => {
  ({ equipe } = planning);
});
const VENDREDIS = ['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2027-01-08'];
const periode = { du: '2026-11-25', au: '2027-01-08' };
const idOf = (location: string | null) => location?.split('/')[2] ?? '';

async function aDeux() {
  const first = await enPlace();
  const agentId = await agent('Second');
  const { status, location } = await equipe.post(`${first.chemin}/binome`, { agentId, ...periode });
  expect(status).toBe(303);
  return { ...first, second: idOf(location), secondAgent: agentId };
}

const enBinome = async (permanenceId: string) =>
  (await base.owner.selectFrom('seance').select('enBinome').where('permanenceId', '=', permanenceId).execute()).map(
    (row) => row.enBinome,
  );

describe('deux agents à la même permanence (annexe 1, « en binôme »)', () => {
  test('le second tient les mêmes jours, aux mêmes heures, dans la même salle', async () => {
    const { second, chemin } = await aDeux();
    expect(await dates(second)).toEqual(VENDREDIS);
    expect(new Set(await enBinome(second))).toEqual(new Set([true]));
    const { text } = await equipe.get(chemin);
    expect(text).toContain('En binôme avec');
    expect(text).not.toContain('Ajouter un binôme');
    expect((await equipe.get(`${chemin}/binome`)).status).toBe(404);
  });

  test('la même demi-journée de deux agents ne compte qu’une fois dans les bilans, tenue dès que l’un est là', async () => {
    const debut = Temporal.PlainDate.from('2026-11-27');
    const periode = { debut, fin: debut.add({ weeks: 2 }) };
    const comptees = async () => {
      const { seances } = await inTerritoire(base.request, '66', (db) => loadActivite(db, '66', periode));
      return ['prevue', 'annulee'].map((statut) => seances.filter((one) => one.statut === statut).length);
    };
    const [prevues = 0, annulees = 0] = await comptees();
    const { id, second } = await aDeux();
    expect(await comptees()).toEqual([prevues + 3, annulees]);
    for (const [permanenceId, attendues] of [
      [id, [prevues + 3, annulees]],
      [second, [prevues + 2, annulees + 1]],
    ] as const) {
      const [seance] = await seancesDe(permanenceId);
      await equipe.post(`/seances/${seance?.id}/annuler`, { motif: 'Formation' });
      expect(await comptees()).toEqual(attendues);
    }
  });

  test('un agent pris, une permanence dépassée ou le même agent sont refusés', async () => {
    const first = await enPlace();
    const pris = await agent('Pris ailleurs');
    await equipe.post(
      '/permanences/nouvelle',
      vendredis(pris, await lieu('Autre lieu du binôme'), { au: '2026-12-04' }),
    );
    const busy = await equipe.post(`${first.chemin}/binome`, { agentId: pris, ...periode });
    expect(busy.text).toContain('L’agent est déjà pris à cet horaire : 27 novembre 2026 et 4 décembre 2026.');
    const long = await equipe.post(`${first.chemin}/binome`, { agentId: pris, du: '2026-11-01', au: '' });
    expect(long.text).toContain('Le binôme ne peut pas commencer avant la permanence.');
    expect(long.text).toContain('Le binôme s’arrête au plus tard avec la permanence');
    const same = await equipe.post(`${first.chemin}/binome`, { agentId: first.agentId, ...periode });
    expect(same.status).toBe(422);
  });

  test('arrêter le premier : le second s’arrête aussi, ou garde la salle pour lui', async () => {
    const both = await aDeux();
    const arret = { au: '2026-12-05', motif: 'Essai' };
    expect((await equipe.get(`${both.chemin}/arreter`)).text).toContain('Arrêter aussi celle de Zoé Second, en binôme');
    await equipe.post(`${both.chemin}/arreter`, { ...arret, aussi: 'oui' });
    expect([await dates(both.id), await dates(both.second)]).toEqual([VENDREDIS.slice(0, 2), VENDREDIS.slice(0, 2)]);

    const alone = await aDeux();
    await equipe.post(`${alone.chemin}/arreter`, arret);
    expect(await dates(alone.second)).toEqual(VENDREDIS);
    const autre = await equipe.post(
      '/permanences/nouvelle',
      vendredis(await agent('Tard venu'), alone.lieuId, { du: '2026-12-11' }),
    );
    expect(autre.text).toContain('Le lieu est déjà occupé à cet horaire : 11 décembre 2026');
  });

  test('changer l’un à partir d’un jour change l’autre, et ils restent en binôme', async () => {
    const { chemin, lieuId, id, second } = await aDeux();
    const saisie = { le: '2026-12-05', lieuId, jour: '5', heureDebut: '10:00', heureFin: '13:00', au: '2027-01-08' };
    const { text } = await equipe.get(`${chemin}/modifier?${new URLSearchParams({ voir: 'oui', ...saisie })}`);
    expect(text).toContain('Cette permanence se tient en binôme');
    const vue = /name="vue" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const { location } = await equipe.post(`${chemin}/modifier`, { ...saisie, vue });
    const suites = await base.owner
      .selectFrom('permanence')
      .select(['id', 'suiteDe', 'binomeDe', 'heureDebut'])
      .where('suiteDe', 'in', [id, second])
      .execute();
    expect(suites.map(({ heureDebut }) => heureDebut.hour)).toEqual([10, 10]);
    expect(suites.find(({ suiteDe }) => suiteDe === second)?.binomeDe).toBe(idOf(location));
    for (const suite of suites) expect(await dates(suite.id)).toEqual(VENDREDIS.slice(2));
  });

  test('l’un absent, la permanence se tient : l’affiche et la page publique ne la disent pas fermée', async () => {
    const { id, lieuId } = await aDeux();
    const [seance] = await seancesDe(id);
    await equipe.post(`/seances/${seance?.id}/annuler`, { motif: 'Formation' });
    const { text } = await equipe.get(`/lieux/${lieuId}`);
    expect(text).toContain('vendredi 27 novembre');
    expect(text).not.toContain('>Pas de permanence<');
    expect(text.match(/vendredi 27 novembre/g)).toHaveLength(1);
  });
});
