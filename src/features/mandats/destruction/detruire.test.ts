import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { testSealers } from '../../../../test/cachets-memoire.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { finir, leverSursis, poserSursis, poserVisa, TERRITOIRE } from '../../../../test/destruction.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { readIdentifiant } from '../../../platform/installation.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { withClient } from '../../../platform/postgres/embedded.ts';
import { SealerRefusal } from '../../../platform/seal/sealer.ts';
import type { Sealers } from '../../../platform/seal/sealers.ts';
import { placeDe, sceller } from '../contenu.ts';
import { holdDemarches } from '../fins/store.ts';
import { creerLien } from '../retrait/store.ts';
import { etatAu } from '../rules.ts';
import { findMandat, lireDocument, lireMandats, type Mandat } from '../store.ts';
import { certificats, findCertificat } from './certificats/store.ts';
import { detruire, PlaceAbsente } from './detruire.ts';

const base = useBase({ demo: true });
const cles = useCles(3);
// As PostgreSQL keeps it, so that it comes back equal; never before what it follows.
const now = () => Temporal.Now.instant().round({ smallestUnit: 'microsecond', roundingMode: 'ceil' });

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);
const passer = (at = now(), outils: { cles?: DataKeys; sealers?: Sealers } = {}) =>
  detruire({ database: base.request, cles: cles.cles, ...outils }, TERRITOIRE, at);
const relire = async (id: string): Promise<Mandat> => {
  const found = await chez((db) => findMandat(db, '66', id));
  if (found === undefined) throw new Error(`No mandat ${id}`);
  return found;
};
const present = async (...ids: string[]) => [...(await cles.cles.present('66', ids))].sort();
const destruction = (objetId: string) =>
  base.owner.selectFrom('mandatDestruction').selectAll().where('objetId', '=', objetId).executeTakeFirst();
const actesDuJournal = async (objetId: string) =>
  (await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', objetId).execute()).map(
    ({ acte }) => acte,
  );
/** Everything that a run may change. */
const etat = async () => {
  const tables = [
    'mandat',
    'mandat_demarche',
    'mandat_acte',
    'mandat_rectification',
    'mandat_lien',
    'mandat_destruction',
    'mandat_certificat',
    'journal_entree',
  ];
  const prints: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await sql<{ print: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '') as print
      from (select t::text as r from ${sql.table(table)} t) s`.execute(base.owner);
    prints[table] = rows[0]?.print ?? '';
  }
  return prints;
};

async function noterActe(demarcheId: string, quoi: string): Promise<Buffer> {
  const id = uuidv7();
  const key = (await cles.cles.open('66', [demarcheId])).get(demarcheId);
  if (key === undefined) throw new Error('No key');
  const contenu = sceller(key, { quoi, resultat: 'fait' }, placeDe.acte(id));
  await base.owner
    .insertInto('mandatActe')
    .values({ territoireId: '66', id, demarcheId, agentId: demo.agents.demo, faitAt: now(), contenu })
    .execute();
  return contenu;
}

beforeEach(() => poserVisa(base));

test('ce qui a été noté avec un mandat détruit reste, sans lien avec lui', async () => {
  const { id, demarches } = await poserMandat(base, cles.cles, { signeAt: now().subtract({ hours: 24 * 400 }) });
  const accompagnement = uuidv7();
  await base.owner
    .insertInto('accompagnement')
    .values({
      ...{ territoireId: '66', id: accompagnement, agentId: demo.agents.demo, mandatId: id, dureeMinutes: 30 },
      ...{ jour: Temporal.PlainDate.from('2026-01-05'), thematiques: ['Sante'], typeLieu: 'ADistance' },
      ...{
        objectif: 'permanence',
        issue: 'faite',
        genre: 'Feminin',
        trancheAge: 'NonCommunique',
        statutSocial: 'Retraite',
      },
    })
    .execute();
  await passer();
  expect(await present(id, ...demarches)).toEqual([]);
  const kept = await base.owner
    .selectFrom('accompagnement')
    .select('mandatId')
    .where('id', '=', accompagnement)
    .executeTakeFirstOrThrow();
  expect(kept.mandatId).toBeNull();
});

describe('art. 2 : ce qui est fini se détruit', () => {
  test('scénario 10 : la démarche achevée seule, puis l’identité et le document quand tout est fini', async () => {
    const { id, demarches, code } = await poserMandat(base, cles.cles);
    const [first = '', second = ''] = demarches;
    const { contenu } = await base.owner
      .selectFrom('mandatDemarche')
      .select('contenu')
      .where('id', '=', first)
      .executeTakeFirstOrThrow();
    const acte = await noterActe(first, 'Formulaire déposé');
    await finir(base, id, { demarcheIds: [first] });
    expect(await passer()).toEqual({ detruites: 1, certificats: 1 });

    expect(await present(id, ...demarches)).toEqual([id, second].sort());
    const mandat = await relire(id);
    expect(etatAu(mandat, now())).toBe('actif');
    const lu = (await chez((db) => lireMandats({ db, cles: cles.cles }, '66', [mandat], now()))).get(id);
    expect([...(lu?.objets.keys() ?? [])]).toEqual([second]);
    const sealed = await base.owner
      .selectFrom('mandatActe')
      .select('contenu')
      .where('demarcheId', '=', first)
      .execute();
    expect(sealed).toEqual([{ contenu: null }]);
    const print = createHash('sha256')
      .update(contenu ?? '')
      .update(acte)
      .digest();
    expect(await destruction(first)).toMatchObject({
      objet: 'demarche',
      cause: 'achevement',
      visaReference: 'AD66-2026-014',
      chiffreSha256: print,
    });
    expect(await actesDuJournal(first)).toEqual(['détruire une démarche']);

    await finir(base, id, { cause: 'retrait', canal: 'guichet' });
    expect(await passer()).toEqual({ detruites: 2, certificats: 1 });
    expect(await present(id, ...demarches)).toEqual([]);
    expect(etatAu(await relire(id), now())).toBe('detruit');
    expect(await chez((db) => lireDocument({ db, cles: cles.cles }, '66', id))).toBeNull();
    expect(await destruction(id)).toMatchObject({ objet: 'identite', cause: 'retrait' });
    const row = await base.owner.selectFrom('mandat').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ contenu: null, document: null, codeRetrait: null, code });
    expect(await base.owner.selectFrom('mandatLien').where('mandatId', '=', id).execute()).toEqual([]);
  });

  test('scénario 10 : une seconde fois ne change rien', async () => {
    const { id } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await passer();
    const before = await etat();
    expect(await passer()).toEqual({ detruites: 0, certificats: 0 });
    expect(await passer(now().add({ hours: 24 }))).toEqual({ detruites: 0, certificats: 0 });
    expect(await etat()).toEqual(before);
  });

  test('scénario 15 : au terme, sans que rien l’ait noté : rien la seconde d’avant, tout à la suivante', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    const { finPrevueAt } = await relire(id);
    if (finPrevueAt === null) throw new Error('No end');
    await passer(finPrevueAt.subtract({ seconds: 1 }));
    expect(await present(id, ...demarches)).toHaveLength(3);
    await passer(finPrevueAt);
    expect(await present(id, ...demarches)).toEqual([]);
    const mandat = await relire(id);
    expect(mandat.demarches.map(({ fin }) => fin)).toEqual(
      demarches.map(() => ({ at: finPrevueAt, cause: 'expiration', canal: 'horloge' })),
    );
  });

  test('après un retrait, le temps de prévenir les tiers, moins s’ils le sont', async () => {
    const [un, deux] = [await poserMandat(base, cles.cles), await poserMandat(base, cles.cles)];
    const at = now();
    for (const { id } of [un, deux])
      await finir(base, id, { at, cause: 'retrait', canal: 'guichet', delaiTiersHeures: 72 });
    await base.owner
      .updateTable('mandatDemarche')
      .set({ tiersPrevenusAt: at.add({ hours: 2 }) })
      .where('mandatId', '=', deux.id)
      .execute();
    await passer(at.add({ hours: 1 }));
    expect(await present(un.id, deux.id)).toHaveLength(2);
    await passer(at.add({ hours: 2 }));
    expect(await present(un.id, deux.id)).toEqual([un.id]);
    await passer(at.add({ hours: 72 }));
    expect(await present(un.id, deux.id)).toEqual([]);
  });

  test('un brouillon n’est pas concerné', async () => {
    const id = uuidv7();
    await cles.cles.make('66', [id]);
    const { seanceId } = await relire((await poserMandat(base, cles.cles)).id);
    await base.owner
      .insertInto('mandat')
      .values({
        territoireId: '66',
        id,
        forme: 'tablette',
        agentId: demo.agents.demo,
        seanceId,
        noticeVersion: 1,
        contenu: Buffer.from('x'),
      })
      .execute();
    await passer(now().add({ hours: 24 * 400 }));
    expect(await present(id)).toEqual([id]);
  });

  test('plus de cent d’un coup, en un certificat', async () => {
    await passer();
    const mandats = await Promise.all(Array.from({ length: 52 }, () => poserMandat(base, cles.cles)));
    for (const { id } of mandats) await finir(base, id);
    expect(await passer()).toEqual({ detruites: 156, certificats: 1 });
    const [last] = await chez((db) => certificats(db, '66'));
    expect(last).toMatchObject({ nombre: 156 });
  });
});

describe('scénario 10 : ce qui fait attendre', () => {
  test('sans le visa rien n’est détruit, et personne ne lit ; il arrive : tout part', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await poserVisa(base, null);
    expect(await passer()).toEqual({ detruites: 0, certificats: 0 });
    expect(await present(...demarches)).toHaveLength(2);
    const lu = (await chez(async (db) => lireMandats({ db, cles: cles.cles }, '66', [await relire(id)], now()))).get(
      id,
    );
    expect(lu).toEqual({ identite: null, objets: new Map() });
    await poserVisa(base);
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });

  test('une mesure de justice bloque ; levée, le passage suivant détruit', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await poserSursis(base, id);
    expect(await passer()).toEqual({ detruites: 0, certificats: 0 });
    expect(await present(...demarches)).toHaveLength(2);
    await leverSursis(base, id);
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });

  test('une mesure posée après la décision, avant la destruction, bloque encore', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const away: DataKeys = { ...proxy(), destroy: () => Promise.reject(new Error('away')) };
    await expect(passer(now(), { cles: away })).rejects.toThrow(PlaceAbsente);
    expect(await destruction(demarches[0] ?? '')).toMatchObject({ detruiteAt: null });
    await poserSursis(base, id);
    expect(await passer()).toEqual({ detruites: 0, certificats: 0 });
    expect(await present(...demarches)).toHaveLength(2);
    await leverSursis(base, id);
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });

  test('le visa retiré après la décision, avant la destruction, fait attendre ; revenu, tout part', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const away: DataKeys = { ...proxy(), destroy: () => Promise.reject(new Error('away')) };
    await expect(passer(now(), { cles: away })).rejects.toThrow(PlaceAbsente);
    await poserVisa(base, null);
    expect(await passer()).toEqual({ detruites: 0, certificats: 0 });
    expect(await present(...demarches)).toHaveLength(2);
    await poserVisa(base);
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });

  test('un retrait en cours est attendu, et se finit : ils ne se bloquent pas l’un l’autre', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    const [first = ''] = demarches;
    await finir(base, id, { demarcheIds: [first] });
    let passage: ReturnType<typeof passer> | undefined;
    await chez(async (db) => {
      await holdDemarches(db, '66', id);
      passage = passer();
      expect(await Promise.race([passage, wait(500, 'attend')])).toBe('attend');
      await creerLien(db, '66', id, { origine: 'recu', expireAt: now().add({ hours: 24 }) });
    });
    expect(await passage).toEqual({ detruites: 1, certificats: 1 });
    expect(await present(first)).toEqual([]);
  });

  test('une mesure qui se pose au moment du passage est attendue, puis bloque', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    let passage: ReturnType<typeof passer> | undefined;
    await base.owner.transaction().execute(async (owner) => {
      await poserSursis({ owner }, id);
      passage = passer();
      // It waits for the hold, which is not committed yet.
      expect(await Promise.race([passage, wait(300, 'attend')])).toBe('attend');
    });
    expect(await passage).toEqual({ detruites: 0, certificats: 0 });
    expect(await present(...demarches)).toHaveLength(2);
    await leverSursis(base, id);
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });

  test('une place des clés absente : rien n’est certifié, le passage suivant finit', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const before = await chez((db) => certificats(db, '66'));
    const [, , third = ''] = cles.urls;
    await withClient(third, (client) => client.query('alter table cle rename to cle_absente'));
    await expect(passer()).rejects.toThrow('la destruction reprendra');
    expect(await cles.cles.places()).toEqual([true, true, false]);
    expect(await chez((db) => certificats(db, '66'))).toEqual(before);
    expect(await destruction(demarches[0] ?? '')).toMatchObject({ detruiteAt: null, certificatId: null });
    expect((await relire(id)).demarches.every(({ detruiteAt }) => detruiteAt === null)).toBe(true);
    await withClient(third, (client) => client.query('alter table cle_absente rename to cle'));
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
    for (const url of cles.urls) {
      const { rowCount } = await withClient(url, (client) =>
        client.query('select from cle where id = any($1::uuid[])', [[id, ...demarches]]),
      );
      expect(rowCount).toBe(0);
    }
  });

  test('une base restaurée à côté ne détruit rien des clés de la vraie', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await cles.cles.adopt(uuidv7());
    expect(await passer()).toEqual({ refus: 'autre_installation' });
    expect(await present(...demarches)).toHaveLength(2);
    await cles.cles.adopt(await readIdentifiant(base.request));
    expect(await passer()).toEqual({ detruites: 3, certificats: 1 });
  });
});

/** The keys, whose operations a test may replace. */
function proxy(): DataKeys {
  const real = cles.cles;
  return {
    make: (...args) => real.make(...args),
    open: (...args) => real.open(...args),
    destroy: (...args) => real.destroy(...args),
    madeBetween: (...args) => real.madeBetween(...args),
    present: (...args) => real.present(...args),
    places: () => real.places(),
    installation: () => real.installation(),
    passage: (...args) => real.passage(...args),
    reach: (...args) => real.reach(...args),
    adopt: (...args) => real.adopt(...args),
    close: () => real.close(),
  };
}

/** Makes PostgreSQL refuse a write to a table, as a server that stops at that moment. */
async function refusing(table: string, when: string): Promise<() => Promise<void>> {
  await sql`create or replace function essai_panne() returns trigger language plpgsql as
    $$ begin raise exception 'panne'; end $$`.execute(base.owner);
  await sql`create trigger essai_panne before ${sql.raw(when)} on ${sql.table(table)}
    for each row execute function essai_panne()`.execute(base.owner);
  return async () => {
    await sql`drop trigger essai_panne on ${sql.table(table)}`.execute(base.owner);
  };
}

describe('scénario 10 : une panne en chemin reprend', () => {
  const seal = (work: Sealers['seal']): Sealers => ({
    seal: work,
    sealerOf: (territoire) => testSealers.sealerOf(territoire),
  });
  const sealed = seal(async (_, pdf) => ({
    pdf: Buffer.concat([pdf, Buffer.from('\n% scellé')]),
    stampedAt: null,
    stampRefusal: null,
    selfSigned: true,
    certificate: '',
  }));

  /** What stops a run, and what sets it right again. */
  const PANNES: Readonly<
    Record<string, () => Promise<{ outils?: { cles?: DataKeys; sealers?: Sealers }; undo?: () => Promise<void> }>>
  > = {
    'en notant la décision': async () => ({ undo: await refusing('mandat_destruction', 'insert') }),
    'avant de détruire une clé': async () => ({
      outils: { cles: { ...proxy(), destroy: () => Promise.reject(new Error('panne')) } },
    }),
    'juste après avoir détruit les clés': async () => ({
      outils: {
        cles: {
          ...proxy(),
          destroy: async (...args) => {
            await cles.cles.destroy(...args);
            throw new Error('panne');
          },
        },
      },
    }),
    'en vidant la démarche': async () => ({ undo: await refusing('mandat_demarche', 'update') }),
    'en vidant les actes': async () => ({ undo: await refusing('mandat_acte', 'update') }),
    'en vidant l’identité': async () => ({ undo: await refusing('mandat', 'update') }),
    'en notant ce qui est détruit': async () => ({ undo: await refusing('mandat_destruction', 'update') }),
    'en scellant le certificat': async () => ({
      outils: { sealers: seal(() => Promise.reject(new Error('panne'))) },
    }),
    'en gardant le certificat': async () => ({ undo: await refusing('mandat_certificat', 'insert') }),
  };

  test.each(Object.entries(PANNES))('%s', async (_, panne) => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await noterActe(demarches[0] ?? '', 'Formulaire déposé');
    await finir(base, id);
    const numeros = (await chez((db) => certificats(db, '66'))).length;
    const { outils = {}, undo } = await panne();
    await expect(passer(now(), { sealers: sealed, ...outils })).rejects.toThrow(/panne|reprendra/);
    await undo?.();
    await passer(now(), { sealers: sealed });
    expect(await present(id, ...demarches)).toEqual([]);
    for (const objetId of [id, ...demarches]) {
      const found = await destruction(objetId);
      expect(found?.certificatId).not.toBeNull();
      expect((await actesDuJournal(objetId)).filter((acte) => acte.startsWith('détruire'))).toHaveLength(1);
    }
    const all = await chez((db) => certificats(db, '66'));
    expect(all.map(({ numero }) => numero)).toEqual(all.map((_one, rank) => all.length - rank));
    expect(all.length).toBeGreaterThan(numeros);
    const kept = await chez((db) => findCertificat(db, '66', all[0]?.id ?? ''));
    expect(Buffer.from(kept?.document ?? []).toString('latin1')).toContain('% scell');
    const before = await etat();
    await passer(now(), { sealers: sealed });
    expect(await etat()).toEqual(before);
  });

  test('le certificat du cachet expiré : détruit sans être certifié, ce qui se dit ; renouvelé, tout se certifie', async () => {
    const { id, demarches } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const over: Sealers = { ...testSealers, sealerOf: () => Promise.reject(new SealerRefusal('expiré')) };
    expect(await passer(now(), { sealers: over })).toEqual({ detruites: 3, certificats: 0, cachet: 'a_renouveler' });
    expect(await present(id, ...demarches)).toEqual([]);
    expect(await passer(now(), { sealers: sealed })).toEqual({ detruites: 0, certificats: 1 });
    expect((await destruction(id))?.certificatId).not.toBeNull();
  });

  test('deux passages à la fois ne détruisent ni ne certifient rien deux fois', async () => {
    const mandats = await Promise.all(Array.from({ length: 8 }, () => poserMandat(base, cles.cles)));
    for (const { id } of mandats) await finir(base, id);
    await Promise.all([passer(), passer(), passer()]);
    await passer();
    const rows = await base.owner
      .selectFrom('mandatDestruction')
      .select(['certificatId', 'detruiteAt'])
      .where(
        'mandatId',
        'in',
        mandats.map(({ id }) => id),
      )
      .execute();
    expect(rows).toHaveLength(3 * mandats.length);
    expect(rows.every(({ certificatId, detruiteAt }) => certificatId !== null && detruiteAt !== null)).toBe(true);
    const { rows: twice } = await sql`select objet_id from journal_entree where acte like 'détruire%'
      group by objet_id having count(*) > 1`.execute(base.owner);
    expect(twice).toEqual([]);
  });

  test('ce qui est décidé ne se réécrit pas', async () => {
    const { id } = await poserMandat(base, cles.cles);
    await finir(base, id);
    await passer();
    const change = (set: string) =>
      sql`update mandat_destruction set ${sql.raw(set)} where objet_id = ${id}`.execute(base.owner);
    for (const set of ["visa_reference = 'x'", 'detruite_at = now()', 'certificat_id = null', "cause = 'retrait'"]) {
      await expect(change(set), set).rejects.toThrow('ne se réécrit pas');
    }
  });
});
