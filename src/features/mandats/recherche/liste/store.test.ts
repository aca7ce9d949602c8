import { describe, expect, test } from 'vitest';
import { demo } from '../../../../../db/demo/ids.ts';
import { useBase } from '../../../../../test/base.ts';
import { testCles } from '../../../../../test/cles-partagees.ts';
import { PERSONNE, poserMandat } from '../../../../../test/mandats.ts';
import { cles as clesDe } from '../../../../domain/nomenclatures.ts';
import { inTerritoire } from '../../../../platform/db.ts';
import type { DataKeys } from '../../../../platform/keys/store.ts';
import { CAUSES_FIN, type CauseFin, ETATS, type Etat, etatAu } from '../../rules.ts';
import { findMandat, finirDemarches } from '../../store.ts';
import { chercherParNom, pageDeMandats } from './store.ts';

const base = useBase({ demo: true });
const now = Temporal.Now.instant();
const heures = (hours: number) => now.add({ hours });
const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);

async function poser(fin?: { cause: CauseFin; at: Temporal.Instant; rang?: number }, finPrevueAt = heures(2000)) {
  const { id, demarches } = await poserMandat(base, testCles, { signeAt: heures(-100), finPrevueAt });
  if (fin !== undefined) await finir(id, fin, demarches);
  return id;
}

async function finir(
  id: string,
  fin: { cause: CauseFin; at: Temporal.Instant; rang?: number },
  demarches: readonly string[],
) {
  const { rang, ...rest } = fin;
  const demarcheIds = rang === undefined ? demarches : demarches.slice(rang - 1, rang);
  const whole = { ...rest, canal: 'agent', compteId: null, delaiTiersHeures: 0, demarcheIds } as const;
  await chez((db) => finirDemarches(db, '66', id, whole));
}

const page = (asked: { etat?: Etat; page?: number; parPage?: number } = {}, agentId: string = demo.agents.demo) =>
  chez((db) => pageDeMandats(db, '66', agentId, { etat: null, page: 1, parPage: 50, now, ...asked }));
const ids = async (...asked: Parameters<typeof page>) => (await page(...asked)).mandats.map(({ id }) => id);

describe('la liste d’un agent', () => {
  test('à signer d’abord ; puis en cours, ce qui finit bientôt avant le reste ; puis ce qui est fini ; puis détruit', async () => {
    const later = await poser();
    const sooner = await poser({ cause: 'retrait', at: heures(-3), rang: 1 }, heures(30));
    const old = await poser({ cause: 'achevement', at: heures(-50) });
    const recent = await poser({ cause: 'retrait', at: heures(-2) });
    const expired = await poser({ cause: 'retrait', at: heures(-20), rang: 2 }, heures(-10));
    const gone = await poser({ cause: 'renonciation', at: heures(-1) });
    await base.owner
      .updateTable('mandatDemarche')
      .set({ contenu: null, detruiteAt: now })
      .where('mandatId', '=', gone)
      .execute();
    await base.owner
      .updateTable('mandat')
      .set({ contenu: null, document: null, detruitAt: now })
      .where('id', '=', gone)
      .execute();
    const { seanceId } = await base.owner
      .selectFrom('mandat')
      .select('seanceId')
      .where('id', '=', later)
      .executeTakeFirstOrThrow();
    const draft = crypto.randomUUID();
    const row = {
      territoireId: '66',
      id: draft,
      forme: 'tablette',
      agentId: demo.agents.demo,
      seanceId,
      noticeVersion: 1,
    };
    await base.owner.insertInto('mandat').values(row).execute();
    expect(await ids()).toEqual([draft, sooner, later, recent, expired, old, gone]);
    expect(await ids({}, demo.agents.autre)).toEqual([]);
    expect(await ids({ parPage: 3, page: 2 })).toEqual([recent, expired, old]);
    // Beyond the last page, the last one.
    expect(await ids({ parPage: 3, page: 9999 })).toEqual([gone]);
    expect(await page({ parPage: 3, etat: 'actif' })).toMatchObject({ total: 2, tous: 7 });
    expect(await page({ etat: 'revoque', page: 0 })).toMatchObject({ total: 1, mandats: [{ id: recent }] });
  });

  test('PostgreSQL dit l’état comme la règle, de chaque cause, seule ou après une autre', async () => {
    for (const cause of clesDe(CAUSES_FIN)) {
      for (const before of ['retrait', 'achevement'] as const) {
        const id = await poser({ cause: before, at: heures(-9), rang: 1 });
        const mandat = await chez((db) => findMandat(db, '66', id));
        await finir(id, { cause, at: heures(-9), rang: 2 }, mandat?.demarches.map((one) => one.id) ?? []);
      }
    }
    let seen = 0;
    for (const etat of clesDe(ETATS)) {
      const { mandats, total } = await page({ etat, parPage: 100 });
      expect(mandats.map((mandat) => etatAu(mandat, now))).toEqual(Array(total).fill(etat));
      seen += total;
    }
    expect(seen).toBe((await page()).tous);
  });
});

describe('la recherche par un nom', () => {
  test('n’ouvre que l’identité de ce qui se lit encore, par lots, et s’arrête une fois la page pleine', async () => {
    const nom = 'Lointain-Ailleurs';
    const live: string[] = [];
    const put = (options: object) =>
      poserMandat(base, testCles, { identite: { ...PERSONNE, nom }, agentId: demo.agents.autre, ...options });
    for (let i = 0; i < 130; i += 1) live.push((await put({ finPrevueAt: heures(100 + i) })).id);
    const over = await put({});
    await finir(over.id, { cause: 'achevement', at: now }, over.demarches);
    const held = await put({});
    const hold = { territoireId: '66', id: crypto.randomUUID(), mandatId: held.id, motif: 'Réquisition du parquet' };
    await base.owner.insertInto('mandatSursis').values(hold).execute();
    const lots: (readonly string[])[] = [];
    const cles: DataKeys = {
      ...testCles,
      open: async (territoireId, wanted) => {
        lots.push(wanted);
        return testCles.open(territoireId, wanted);
      },
    };
    const chercher = (asked: string, max: number) =>
      chez((db) => chercherParNom({ db, cles }, '66', demo.agents.autre, { nom: asked, max, now }));
    expect((await chercher('lointain', 51)).map(({ id }) => id)).toEqual(live.slice(0, 51));
    expect(lots).toEqual([live.slice(0, 100)]);
    lots.length = 0;
    expect(await chercher('personne de ce nom', 51)).toEqual([]);
    expect(lots).toEqual([live.slice(0, 100), live.slice(100)]);
  });
});
