import { beforeEach, expect, test } from 'vitest';
import { creation, suite, useSaisies } from '../../../../test/saisies.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { agregerAccompagnements } from '../store.ts';

const saisies = useSaisies();
const { base, dit, accompagnements, operations } = saisies;

beforeEach(saisies.vider);

const agreger = (premierMois: string) =>
  inTerritoire(base.request, '66', (db) => agregerAccompagnements(db, '66', Temporal.PlainDate.from(premierMois)));
const restent = async () => (await operations()).map(({ id }) => id).toSorted();

test('les opérations des actes agrégés partent avec eux, et celles des actes supprimés à leur tour', async () => {
  const { seance, autreSeance } = saisies.terrain;
  const ancien = creation({ seance: [autreSeance] });
  const ancienCorrige = suite(ancien, 'modifier', { duree: ['60'] });
  const efface = creation({ seance: [autreSeance] }, { saisiAt: '2026-10-20T10:00:00Z' });
  const tombe = suite(efface, 'supprimer', {}, { saisiAt: '2026-10-21T10:00:00Z' });
  const effaceTard = creation({ seance: [autreSeance] });
  const tombeTard = suite(effaceTard, 'supprimer', {}, { saisiAt: '2026-11-24T11:00:00Z' });
  const recent = creation({ seance: [seance] });
  const all = [ancien, ancienCorrige, efface, tombe, effaceTard, tombeTard, recent];
  expect(await dit(all)).toEqual(all.map(() => 'acceptee'));
  expect(await restent()).toHaveLength(all.length);

  expect(await agreger('2026-11-01')).toBe(1);
  // A deletion typed since is kept while its device may still send what it did not know.
  expect(await restent()).toEqual([effaceTard.id, tombeTard.id, recent.id].toSorted());
  expect((await accompagnements()).map(({ id }) => id)).toEqual([recent.id]);
  // Nothing comes back from what is kept: it is known.
  expect(await dit([effaceTard, tombeTard, recent])).toEqual(['deja', 'deja', 'deja']);

  expect(await agreger('2026-12-01')).toBe(1);
  expect(await restent()).toEqual([]);
  expect(await accompagnements()).toEqual([]);
});
