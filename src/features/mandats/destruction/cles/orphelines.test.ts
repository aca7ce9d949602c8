import { describe, expect, test } from 'vitest';
import { demo } from '../../../../../db/demo/ids.ts';
import { useBase } from '../../../../../test/base.ts';
import { useCles } from '../../../../../test/cles-partagees.ts';
import { finir, poserVisa, TERRITOIRE } from '../../../../../test/destruction.ts';
import { poserMandat } from '../../../../../test/mandats.ts';
import { inTerritoire } from '../../../../platform/db.ts';
import { uuidv7 } from '../../../../platform/ids.ts';
import { readIdentifiant } from '../../../../platform/installation.ts';
import { countPassage } from '../../../../platform/keys/passage.ts';
import { detruire } from '../detruire.ts';
import { adopter, sontAdoptees } from './adoption.ts';
import { balayerOrphelines, rapprocher } from './orphelines.ts';

const base = useBase({ demo: true });
const cles = useCles(2);
const dans = (hours: number) => Temporal.Now.instant().add({ hours });
const balayer = (at: Temporal.Instant) => balayerOrphelines({ database: base.request, cles: cles.cles }, '66', at);
const present = async (...ids: string[]) => [...(await cles.cles.present('66', ids))].sort();
const comparer = (at: Temporal.Instant) =>
  inTerritoire(base.request, '66', (db) => rapprocher({ db, cles: cles.cles }, '66', at));

describe('les clés sans mandat', () => {
  test('partent la nuit, entre une heure et sept jours, et seules ; les clés disent quelle base elles servent', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    const [brouillon, perdue] = [uuidv7(), uuidv7()];
    await cles.cles.make('66', [brouillon, perdue]);
    const { seanceId } = await base.owner
      .selectFrom('mandat')
      .select('seanceId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await base.owner
      .insertInto('mandat')
      .values({
        territoireId: '66',
        id: brouillon,
        forme: 'tablette',
        agentId: demo.agents.demo,
        seanceId,
        noticeVersion: 1,
      })
      .execute();
    const utiles = [id, brouillon, ...demarches].sort();

    // Nobody has said which database they serve; then another one.
    expect(await balayer(dans(2))).toBeNull();
    await cles.cles.adopt(uuidv7());
    expect(await balayer(dans(2))).toBeNull();
    expect(await present(perdue)).toEqual([perdue]);

    await cles.cles.adopt(await readIdentifiant(base.request));
    expect(await comparer(dans(2))).toEqual({ clesSansMandat: { aBalayer: 1, anciennes: 0 }, sansCle: 0 });
    expect(await comparer(dans(24 * 8))).toEqual({ clesSansMandat: { aBalayer: 0, anciennes: 1 }, sansCle: 0 });
    expect(await balayer(dans(0))).toBe(0);
    expect(await balayer(dans(24 * 8))).toBe(0);
    expect(await present(perdue)).toEqual([perdue]);
    expect(await balayer(dans(2))).toBe(1);
    expect(await balayer(dans(2))).toBe(0);
    expect(await present(perdue, ...utiles)).toEqual(utiles);
    const journal = await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', perdue).execute();
    expect(journal).toEqual([{ acte: 'détruire une clé sans mandat' }]);
  });

  test('une base ramenée à un jour passé, ou sa copie, n’en balaie ni n’en détruit aucune, jusqu’à ce qu’on l’adopte', async () => {
    await poserVisa(base);
    const { id, demarches } = await poserMandat(base, cles.cles);
    const perdue = uuidv7();
    await cles.cles.make('66', [perdue]);
    await cles.cles.adopt(await readIdentifiant(base.request));
    const passage = async () =>
      (await base.owner.selectFrom('clesSuivi').select('passage').executeTakeFirstOrThrow()).passage;
    const ramener = (to: number) => base.owner.updateTable('clesSuivi').set({ passage: to }).execute();
    const outils = { database: base.request, cles: cles.cles };
    expect(await countPassage(outils, '66')).toBe(true);
    const copie = await passage();
    expect(await countPassage(outils, '66')).toBe(true);
    const vraie = await passage();

    // The copy, which knows nothing of what was done since.
    await ramener(copie);
    await finir(base, id);
    expect(await balayer(dans(2))).toBeNull();
    expect(await detruire(outils, TERRITOIRE, Temporal.Now.instant())).toEqual({ refus: 'en_retard' });
    // It has shown itself: the one that goes on waits too.
    await ramener(vraie);
    expect(await balayer(dans(2))).toBeNull();
    expect(await present(id, perdue, ...demarches)).toHaveLength(4);

    const avant = await readIdentifiant(base.owner);
    expect(await sontAdoptees(outils, ['66'])).toBe(false);
    await adopter({ database: base.owner, cles: cles.cles }, ['66']);
    expect(await sontAdoptees(outils, ['66'])).toBe(true);
    expect(await readIdentifiant(base.owner)).not.toBe(avant);
    expect(await balayer(dans(2))).toBe(1);
    expect(await detruire(outils, TERRITOIRE, Temporal.Now.instant())).toMatchObject({ detruites: 3 });
  });

  test('plusieurs passages à la fois se comptent l’un après l’autre', async () => {
    const outils = { database: base.request, cles: cles.cles };
    const counted = await Promise.all(Array.from({ length: 6 }, () => countPassage(outils, '66')));
    expect(counted).toEqual(counted.map(() => true));
  });

  test('la clé d’un mandat détruit, revenue on ne sait d’où, part aussi', async () => {
    await poserVisa(base);
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await detruire({ database: base.request, cles: cles.cles }, TERRITOIRE, Temporal.Now.instant());
    await cles.cles.make('66', [id, ...demarches]);
    expect(await balayer(dans(2))).toBe(3);
    expect(await present(id, ...demarches)).toEqual([]);
  });

  test('un mandat dont la clé manque se voit', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await cles.cles.destroy('66', [id, demarches[0] ?? '']);
    expect((await comparer(dans(0))).sansCle).toBe(2);
    expect(
      (await inTerritoire(base.request, '00', (db) => rapprocher({ db, cles: cles.cles }, '00', dans(0)))).sansCle,
    ).toBe(0);
  });
});
