import { beforeEach, describe, expect, test } from 'vitest';
import { creation, suite, useSaisies } from '../../../../test/saisies.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { origineDe } from '../../services-bloques/store.ts';
import { findAccompagnement } from '../store.ts';

const saisies = useSaisies();
const { base, dit, recu } = saisies;
const dansLaSeance = (autres: Readonly<Record<string, readonly string[]>> = {}) =>
  creation({ seance: [saisies.terrain.seance], ...autres });

beforeEach(saisies.vider);

const BLOCAGE = { bloque: ['oui'], bloqueOperateur: ['CAF'], bloqueService: ['Mon compte'], obstacle: ['panne'] };

function signalements() {
  return base.owner.selectFrom('serviceBloque').select(['accompagnementId', 'obstacle', 'suivi']).execute();
}

/** A step noted of every report, whose follow-up becomes `suivi`. */
async function suivre(suivi: string): Promise<void> {
  for (const { id } of await base.owner.selectFrom('serviceBloque').select('id').execute()) {
    await base.owner
      .insertInto('serviceBloqueSuite')
      .values({
        ...{ territoireId: '66', id: uuidv7(), serviceBloqueId: id, suiteLe: Temporal.PlainDate.from('2026-11-24') },
        ...{ suiteNature: 'transmis', suiteA: 'Guichet des partenaires' },
      })
      .execute();
  }
  await base.owner.updateTable('serviceBloque').set({ suivi }).execute();
}

describe('un service qui bloque, signalé par une saisie', () => {
  test('le service bloqué qu’une saisie signale paraît, change et s’en va avec elle', async () => {
    const one = dansLaSeance(BLOCAGE);
    const read = () => base.owner.selectFrom('serviceBloque').select(['operateur', 'obstacle']).execute();
    expect(await dit([one])).toEqual(['acceptee']);
    expect(await read()).toEqual([{ operateur: 'CAF', obstacle: 'panne' }]);
    const two = suite(one, 'modifier', { obstacle: ['langue'] });
    await recu([two]);
    expect(await read()).toEqual([{ operateur: 'CAF', obstacle: 'langue' }]);
    await recu([suite(two, 'supprimer', {})]);
    expect(await read()).toEqual([]);
  });

  test('transmis à l’opérateur, un signalement ne change plus ; même rouvert', async () => {
    const one = dansLaSeance(BLOCAGE);
    await recu([one]);
    await suivre('transmis');
    const two = suite(one, 'modifier', { obstacle: ['langue'] });
    expect(await dit([two])).toEqual(['acceptee']);
    expect(await signalements()).toMatchObject([{ obstacle: 'panne', suivi: 'transmis' }]);
    await suivre('ouvert');
    expect(await dit([suite(two, 'modifier', { bloque: [] })])).toEqual(['acceptee']);
    expect(await signalements()).toMatchObject([{ obstacle: 'panne', suivi: 'ouvert' }]);
  });

  test('suivi, le signalement reste ; l’accompagnement dit ce qui y est corrigé, et d’où vient l’écart se lit', async () => {
    const one = dansLaSeance(BLOCAGE);
    await recu([one]);
    const lu = () =>
      inTerritoire(base.request, '66', async (db) => ({
        note: await findAccompagnement(db, '66', one.id),
        origine: await origineDe(db, '66', one.id),
      }));
    const two = suite(one, 'modifier', { obstacle: ['langue'] });
    await recu([two]);
    expect((await lu()).origine).toBeNull();
    await suivre('transmis');
    const three = suite(two, 'modifier', { obstacle: ['autre'], obstacleTexte: ['Une page blanche'] });
    await recu([three]);
    const blocage = { operateur: 'CAF', obstacle: 'autre', obstacleTexte: 'Une page blanche' };
    expect(await lu()).toMatchObject({ note: { blocage }, origine: { dit: { ...blocage, service: 'Mon compte' } } });
    await suivre('ouvert');
    await recu([suite(three, 'modifier', { bloque: [] }, { saisiAt: '2026-11-24T11:00:00Z' })]);
    expect(await lu()).toMatchObject({ note: { blocage: null }, origine: { dit: null } });
    await recu([suite(three, 'supprimer', {}, { saisiAt: '2026-11-24T12:00:00Z' })]);
    expect(await lu()).toEqual({ note: undefined, origine: 'supprime' });
    expect(await signalements()).toMatchObject([{ obstacle: 'langue' }]);
  });

  test('supprimé puis revenu, un accompagnement retrouve le signalement suivi, sans en faire un second', async () => {
    const one = dansLaSeance(BLOCAGE);
    await recu([one]);
    await suivre('transmis');
    await recu([suite(one, 'supprimer', {}, { saisiAt: '2026-11-24T11:00:00Z' })]);
    expect(await signalements()).toMatchObject([{ accompagnementId: null, suivi: 'transmis' }]);
    const late = suite(one, 'modifier', { duree: ['60'] }, { saisiAt: '2026-11-24T12:00:00Z' });
    expect(await dit([late])).toEqual(['acceptee']);
    expect(await signalements()).toMatchObject([{ accompagnementId: one.id, suivi: 'transmis', obstacle: 'panne' }]);
  });
});
