import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { type Db, inTerritoire } from '../../../platform/db.ts';
import { savePrevenus } from '../fins/store.ts';
import { expirerMandats } from '../rappels/rappels.ts';
import { noterRappeles } from '../rappels/store.ts';
import { creerLien, essayerCodes, findLien, holdMandatParCode, liensEnvoyes, useLien } from '../retrait/store.ts';
import { ESSAIS_MAX, etatAu, finPrevue, traceDuCode } from '../rules.ts';
import { findMandat, finirDemarches } from '../store.ts';
import { leverSursis, poserSursis } from '../sursis/store.ts';
import { actesDe, saveActe } from './store.ts';

const base = useBase({ demo: true });
const store = useCles();
const now = Temporal.Now.instant().round('millisecond');
const contenu = { quoi: 'Formulaire envoyé', mode: 'distance', resultat: 'fait' } as const;
const retrait = { at: now, cause: 'retrait', canal: 'lien', compteId: null, delaiTiersHeures: 72 } as const;

const chez = <T>(work: (db: Db) => Promise<T>) => inTerritoire(base.request, '66', work);
const agir = (db: Db, demarcheId: string, agentId: string = demo.agents.demo) =>
  saveActe({ db, cles: store.cles }, '66', {
    demarcheId,
    agentId,
    faitAt: now,
    contenu,
    compteId: demo.comptes.agent,
  });

/** A transaction that has written, and ends when told. */
function held<T>(write: (db: Db) => Promise<T>) {
  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  const { promise: written, resolve: wrote } = Promise.withResolvers<T>();
  const done = chez(async (db) => {
    wrote(await write(db));
    await until;
  });
  const finish = (): Promise<void> => {
    release();
    return done;
  };
  return { written, finish };
}

describe('un acte', () => {
  test('est scellé sous la clé de sa démarche, et ne se lit que si l’on a le droit de la lire', async () => {
    const { demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    expect(await chez((db) => agir(db, first))).toBe(true);
    const lire = (lisibles: readonly string[]) =>
      chez((db) => actesDe({ db, cles: store.cles }, '66', demarches, new Set(lisibles)));
    expect(await lire([first])).toMatchObject([{ demarcheId: first, contenu, agent: 'Maëlle Tramontane' }]);
    expect(await lire([second])).toMatchObject([{ demarcheId: first, contenu: null }]);
    const { rows } = await sql<{
      contenu: Buffer;
    }>`select contenu from mandat_acte where demarche_id = ${first}`.execute(base.owner);
    expect(rows[0]?.contenu.toString('latin1')).not.toContain('Formulaire');
    await store.cles.destroy('66', [first]);
    expect(await lire([first])).toMatchObject([{ contenu: null }]);
    expect(await chez((db) => agir(db, first))).toBe(false);
  });

  test('scénario 9 : il attend le retrait commencé avant lui, puis est refusé', async () => {
    const { demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    const id = await mandatDe(first);
    const withdrawal = held((db) => finirDemarches(db, '66', id, { ...retrait, demarcheIds: [first] }));
    expect(await withdrawal.written).toEqual([first]);
    let answered = false;
    const act = chez((db) => agir(db, first)).finally(() => {
      answered = true;
    });
    // The colleague is on another connection, and waits for the first to commit; on another démarche, not.
    expect(await chez((db) => agir(db, second))).toBe(true);
    await sleep(200);
    expect(answered).toBe(false);
    await withdrawal.finish();
    expect(await act).toBe(false);
    await chez((db) => finirDemarches(db, '66', id, retrait));
    expect(await chez((db) => agir(db, second))).toBe(false);
  });

  test('scénario 9 : il attend le sursis commencé avant lui, puis est refusé ; commencé avant, il est gardé', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    const sursis = { mandatId: id, motif: 'Enquête fictive en cours', compteId: demo.comptes.dpo, now };
    const early = held((db) => agir(db, second));
    expect(await early.written).toBe(true);
    let isSet = false;
    const waiting = chez((db) => poserSursis(db, '66', sursis)).finally(() => {
      isSet = true;
    });
    await sleep(200);
    expect(isSet).toBe(false);
    await early.finish();
    expect(await waiting).toBe(true);
    await chez((db) => leverSursis(db, '66', sursis));
    const hold = held((db) => poserSursis(db, '66', sursis));
    expect(await hold.written).toBe(true);
    const act = chez((db) => agir(db, first));
    await sleep(200);
    await hold.finish();
    expect(await act).toBe(false);
  });

  test('scénario 9 : commencé avant le retrait, il est gardé, et le retrait vient après lui', async () => {
    const { demarches } = await poserMandat(base, store.cles);
    const [first = ''] = demarches;
    const id = await mandatDe(first);
    const act = held((db) => agir(db, first));
    expect(await act.written).toBe(true);
    const withdrawal = chez((db) => finirDemarches(db, '66', id, retrait));
    await sleep(200);
    await act.finish();
    expect(new Set(await withdrawal)).toEqual(new Set(demarches));
    expect(await chez((db) => actesDe({ db, cles: store.cles }, '66', [first], new Set()))).toHaveLength(1);
  });

  test('scénario 9 : deux retraits à la fois ne finissent chaque démarche qu’une fois', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const both = await Promise.all([1, 2, 3].map(() => chez((db) => finirDemarches(db, '66', id, retrait))));
    expect(both.flat().sort()).toEqual([...demarches].sort());
  });
});

async function mandatDe(demarcheId: string): Promise<string> {
  const { mandatId } = await base.owner
    .selectFrom('mandatDemarche')
    .select('mandatId')
    .where('id', '=', demarcheId)
    .executeTakeFirstOrThrow();
  return mandatId;
}

describe('le lien de la personne', () => {
  const expireAt = now.add({ hours: 1 });

  test('scénario 9 : de deux qui s’en servent à la fois, un seul le peut', async () => {
    const { id } = await poserMandat(base, store.cles);
    const jeton = await chez((db) => creerLien(db, '66', id, { origine: 'copie', expireAt }));
    expect(await chez((db) => findLien(db, '66', jeton, now))).toBe(id);
    const used = await Promise.all([1, 2, 3, 4].map(() => chez((db) => useLien(db, '66', jeton, now))));
    expect(used.filter((one) => one !== undefined)).toEqual([id]);
    expect(await chez((db) => findLien(db, '66', jeton, now))).toBeUndefined();
  });

  test('scénario 15 : à l’instant où il expire, il ne sert plus ; ni ailleurs, ni inventé', async () => {
    const { id } = await poserMandat(base, store.cles);
    const jeton = await chez((db) => creerLien(db, '66', id, { origine: 'courriel', expireAt }));
    expect(await chez((db) => useLien(db, '66', jeton, expireAt))).toBeUndefined();
    expect(await inTerritoire(base.request, '00', (db) => findLien(db, '00', jeton, now))).toBeUndefined();
    expect(await chez((db) => findLien(db, '66', id, now))).toBeUndefined();
    expect(await chez((db) => liensEnvoyes(db, '66', id, now.subtract({ hours: 1 })))).toBe(1);
    const { rows } = await sql<{ texte: string }>`select l::text as texte from mandat_lien l`.execute(base.owner);
    for (const { texte } of rows) expect(texte).not.toContain(jeton);
  });
});

describe('les codes de la personne', () => {
  const trace = (code: string, codeRetrait: string) => testCoffre.print(traceDuCode(code, codeRetrait));
  const essayer = (code: string, codeRetrait: string) =>
    chez((db) => essayerCodes(db, '66', { code, trace: trace(code, codeRetrait) }));

  test('ouvrent le mandat ; après cinq essais faux, plus rien, pas même les bons', async () => {
    const { id, code, codeRetrait } = await poserMandat(base, store.cles);
    expect(await essayer(code, '0000-0000')).toBeUndefined();
    expect(await essayer(code, codeRetrait)).toBe(id);
    for (let essai = 1; essai < ESSAIS_MAX; essai += 1) expect(await essayer(code, '0000-0000')).toBeUndefined();
    // The right ones forgot the first wrong one.
    expect(await essayer(code, codeRetrait)).toBe(id);
    for (let essai = 0; essai < ESSAIS_MAX; essai += 1) await essayer(code, '0000-0000');
    expect(await essayer(code, codeRetrait)).toBeUndefined();
    expect(await essayer('ZZZZ-ZZZZ-ZZZZ', codeRetrait)).toBeUndefined();
    expect(await chez((db) => holdMandatParCode(db, '66', code))).toBe(id);
  });

  test('essayés par centaines à la fois, ils se ferment au cinquième', async () => {
    const { code, codeRetrait } = await poserMandat(base, store.cles);
    await Promise.all(Array.from({ length: 40 }, (_, rank) => essayer(code, `0000-${String(rank).padStart(4, '0')}`)));
    const { echecsRetrait } = await base.owner
      .selectFrom('mandat')
      .select('echecsRetrait')
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    expect(echecsRetrait).toBe(ESSAIS_MAX);
    expect(await essayer(code, codeRetrait)).toBeUndefined();
  });
});

describe('les organismes prévenus', () => {
  test('laissent partir la clé avant le délai, une fois ; jamais pour ce qui est achevé', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    await chez((db) => finirDemarches(db, '66', id, { ...retrait, demarcheIds: [first] }));
    await chez((db) => finirDemarches(db, '66', id, { ...retrait, cause: 'achevement', canal: 'agent' }));
    const later = now.add({ hours: 1 });
    expect(await chez((db) => savePrevenus(db, '66', id, [first, second], later))).toBe(1);
    expect(await chez((db) => savePrevenus(db, '66', id, [first, second], later))).toBe(0);
    const mandat = await chez((db) => findMandat(db, '66', id));
    expect(mandat?.demarches[0]).toMatchObject({ destructibleAt: later, tiersPrevenusAt: later });
    expect(mandat?.demarches[1]).toMatchObject({ destructibleAt: now, tiersPrevenusAt: null });
    const late = now.add({ hours: 100 });
    const other = await poserMandat(base, store.cles);
    await chez((db) => finirDemarches(db, '66', other.id, retrait));
    // Told after the delay: the key does not wait for it any longer than it did.
    await chez((db) => savePrevenus(db, '66', other.id, other.demarches, late));
    const found = await chez((db) => findMandat(db, '66', other.id));
    expect(found?.demarches[0]?.destructibleAt).toEqual(now.add({ hours: 72 }));
  });
});

describe('le terme', () => {
  test('scénario 15 : s’écrit à son instant, quelle que soit la nuit qui l’écrit, et une fois', async () => {
    const signeAt = Temporal.Instant.from('2026-08-25T08:00:00Z');
    // The night when the clocks go back.
    const finPrevueAt = finPrevue(Temporal.PlainDate.from('2026-10-25'));
    const { id, demarches } = await poserMandat(base, store.cles, { signeAt, finPrevueAt });
    const [first = ''] = demarches;
    const early = finPrevueAt.subtract({ hours: 1 });
    await chez((db) => finirDemarches(db, '66', id, { ...retrait, at: early, demarcheIds: [first] }));
    expect(await chez((db) => expirerMandats(db, '66', finPrevueAt.subtract({ nanoseconds: 1_000_000 })))).toBe(0);
    expect(await chez((db) => expirerMandats(db, '66', finPrevueAt.add({ hours: 50 })))).toBe(1);
    expect(await chez((db) => expirerMandats(db, '66', finPrevueAt.add({ hours: 51 })))).toBe(0);
    const mandat = await chez((db) => findMandat(db, '66', id));
    expect(mandat?.demarches.map(({ fin }) => fin)).toEqual([
      { at: early, cause: 'retrait', canal: 'lien' },
      { at: Temporal.Instant.from('2026-10-25T23:00:00Z'), cause: 'expiration', canal: 'horloge' },
    ]);
    expect(mandat && etatAu(mandat, now)).toBe('expire');
  });

  test('se rappelle une fois, à l’approche, et jamais de ce qui est fini', async () => {
    const soon = await poserMandat(base, store.cles, { finPrevueAt: now.add({ hours: 48 }) });
    const over = await poserMandat(base, store.cles, { finPrevueAt: now.add({ hours: 48 }) });
    const far = await poserMandat(base, store.cles);
    await chez((db) => finirDemarches(db, '66', over.id, retrait));
    const rappeler = () => chez((db) => noterRappeles(db, '66', { now, before: now.add({ hours: 24 * 7 }) }));
    const ids = (await rappeler()).map(({ id }) => id);
    expect(ids).toContain(soon.id);
    expect(ids).not.toContain(over.id);
    expect(ids).not.toContain(far.id);
    expect(await rappeler()).toEqual([]);
  });
});
