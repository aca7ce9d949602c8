import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { useCles } from '../../../test/cles-partagees.ts';
import { leverSursis, poserSursis } from '../../../test/destruction.ts';
import { AIDE_LOGEMENT, PERSONNE, poserMandat, RELEVE_CARRIERE } from '../../../test/mandats.ts';
import { attempt, inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { pageDeMandats } from './recherche/liste/store.ts';
import { etatAu, type Fin } from './rules.ts';
import { findMandat, finirDemarches, lireDocument, lireMandats, type Mandat } from './store.ts';

const base = useBase({ demo: true });
const store = useCles();
// In whole milliseconds, as the database keeps it: finer, it may come back rounded up.
const now = Temporal.Now.instant().round('millisecond');
const retrait: Fin = { at: now, cause: 'retrait', canal: 'guichet' };

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);

async function relire(id: string): Promise<Mandat> {
  const found = await chez((db) => findMandat(db, '66', id));
  if (found === undefined) throw new Error(`No mandat ${id}`);
  return found;
}

const lire = async (mandat: Mandat, at = now) =>
  (await chez((db) => lireMandats({ db, cles: store.cles }, '66', [mandat], at))).get(mandat.id);

describe('un mandat rangé', () => {
  test('rend ce qu’il dit à qui a ses clés, et rien qu’il dise n’est en clair dans la base', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const mandat = await relire(id);
    expect(etatAu(mandat, now)).toBe('actif');
    const lu = await lire(mandat);
    expect(lu?.identite).toEqual(PERSONNE);
    expect([...(lu?.objets ?? [])]).toEqual([
      [demarches[0], AIDE_LOGEMENT],
      [demarches[1], RELEVE_CARRIERE],
    ]);
    expect((await chez((db) => lireDocument({ db, cles: store.cles }, '66', id)))?.toString()).toContain(`essai ${id}`);
    for (const table of ['mandat', 'mandat_demarche', 'mandat_acte']) {
      const { rows } = await sql<{ texte: string }>`select t::text as texte from ${sql.table(table)} t`.execute(
        base.owner,
      );
      for (const { texte } of rows) {
        expect(Buffer.from(texte).toString()).not.toMatch(/Colette|Exemplaire|logement|CARSAT/);
        for (const [, hex = ''] of texte.matchAll(/\\\\x([0-9a-f]+)/g)) {
          expect(Buffer.from(hex, 'hex').toString('latin1')).not.toMatch(/Colette|Exemplaire|logement|CARSAT/);
        }
      }
    }
  });

  test('un chiffré déplacé d’une ligne à l’autre ne s’ouvre pas', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    // Only the owner of the tables can do it.
    await base.owner.transaction().execute(async (db) => {
      await sql`alter table mandat_demarche disable trigger user`.execute(db);
      await sql`update mandat_demarche set contenu = (select contenu from mandat_demarche where id = ${demarches[0]})
        where id = ${demarches[1]}`.execute(db);
      await sql`alter table mandat_demarche enable trigger user`.execute(db);
    });
    await expect(lire(await relire(id))).rejects.toThrow();
  });

  test('une démarche dont la clé est détruite ne se lit plus, les autres si', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    await store.cles.destroy('66', demarches.slice(0, 1));
    const lu = await lire(await relire(id));
    expect([...(lu?.objets.keys() ?? [])]).toEqual(demarches.slice(1));
    expect(lu?.identite).toEqual(PERSONNE);
  });

  test('finir une démarche laisse les autres, finir le tout n’en finit aucune deux fois', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    const fin = { ...retrait, compteId: null, delaiTiersHeures: 0 };
    expect(await chez((db) => finirDemarches(db, '66', id, { ...fin, demarcheIds: [first] }))).toEqual([first]);
    expect(await chez((db) => finirDemarches(db, '66', id, fin))).toEqual([second]);
    expect(await chez((db) => finirDemarches(db, '66', id, fin))).toEqual([]);
    expect(etatAu(await relire(id), now)).toBe('revoque');
    // Nothing to read any more, whatever the keys.
    expect(await lire(await relire(id))).toEqual({ identite: null, objets: new Map() });
  });

  test('un trait qui a signé ne signe pas deux fois', async () => {
    const trait = randomBytes(32);
    await poserMandat(base, store.cles, { traits: [trait] });
    await expect(poserMandat(base, store.cles, { traits: [trait] })).rejects.toThrow('mandat_trait_unique');
  });

  test('scénario 7 : les mêmes traits en ordre inverse, à la fois : un mandat les garde, l’autre l’apprend sans blocage', async () => {
    // Far more than anybody draws: both are still writing theirs when they meet.
    const traits = Array.from({ length: 400 }, () => randomBytes(32));
    for (let round = 0; round < 5; round += 1) {
      const own = traits.map((trait) => createHash('sha256').update(trait).update(String(round)).digest());
      const both = await Promise.allSettled(
        [own, own.toReversed()].map((some) => poserMandat(base, store.cles, { traits: some })),
      );
      const refused = both.filter((one) => one.status === 'rejected');
      expect(refused.map(({ reason }) => String(reason))).toEqual(['Error: Refused by mandat_trait_unique']);
    }
  });

  test('l’agent le trouve, le suppléant aussi, un autre non', async () => {
    const { id } = await poserMandat(base, store.cles, { suppleantId: demo.agents.autre });
    const asked = { etat: null, page: 1, parPage: 50, now };
    const ids = async (agentId: string) =>
      (await chez((db) => pageDeMandats(db, '66', agentId, asked))).mandats.map((one) => one.id);
    expect(await ids(demo.agents.demo)).toContain(id);
    expect(await ids(demo.agents.autre)).toContain(id);
    expect(await ids(uuidv7())).not.toContain(id);
    expect(await inTerritoire(base.request, '00', (db) => findMandat(db, '00', id))).toBeUndefined();
  });
});

describe('ce que PostgreSQL refuse de lui-même', () => {
  const acte = (demarcheId: string, agentId: string, faitAt = now) =>
    chez((db) =>
      attempt(db, () =>
        db
          .insertInto('mandatActe')
          .values({ territoireId: '66', id: uuidv7(), demarcheId, agentId, faitAt, contenu: Buffer.from('x') })
          .execute(),
      ),
    );
  const REFUSE = { constraint: 'mandat_acte_permis' };

  test('scénario 9 : un acte après la fin, avant la signature, après le terme, ou par un autre agent', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    expect(await acte(first, demo.agents.demo)).toHaveProperty('value');
    expect(await acte(first, demo.agents.autre)).toEqual(REFUSE);
    expect(await acte(first, demo.agents.demo, now.subtract({ hours: 48 }))).toEqual(REFUSE);
    expect(await acte(first, demo.agents.demo, now.add({ hours: 24 * 120 }))).toEqual(REFUSE);
    expect(await acte(uuidv7(), demo.agents.demo)).toHaveProperty('constraint');
    const fin = { ...retrait, compteId: null, delaiTiersHeures: 0, demarcheIds: [first] };
    await chez((db) => finirDemarches(db, '66', id, fin));
    expect(await acte(first, demo.agents.demo)).toEqual(REFUSE);
    expect(await acte(second, demo.agents.demo)).toHaveProperty('value');
  });

  test('scénario 9 : un acte sous un sursis', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    await poserSursis(base, id);
    expect(await acte(demarches[0] ?? '', demo.agents.demo)).toEqual(REFUSE);
    await leverSursis(base, id);
    expect(await acte(demarches[0] ?? '', demo.agents.demo)).toHaveProperty('value');
  });

  test('changer quoi que ce soit d’un mandat signé, de ses démarches ou de ses actes', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = '', second = ''] = demarches;
    await acte(first, demo.agents.demo);
    const SIGNE = 'un mandat signé ne se modifie pas';
    const CONFIEE = 'une démarche confiée ne se modifie pas';
    const NOTE = 'un acte noté ne se modifie pas';
    const tries: readonly (readonly [string, string])[] = [
      [SIGNE, `update mandat set fin_prevue_at = fin_prevue_at + interval '1 day' where id = '${id}'`],
      [SIGNE, `update mandat set convention_id = (select id from convention limit 1) where id = '${id}'`],
      [SIGNE, `update mandat set created_at = created_at - interval '1 day' where id = '${id}'`],
      [SIGNE, `update mandat set delai_tiers_heures = 1 where id = '${id}'`],
      [SIGNE, `update mandat set notice_sha256 = sha256('autre') where id = '${id}'`],
      [SIGNE, `update mandat set contenu = 'autre' where id = '${id}'`],
      [SIGNE, `update mandat set contenu = null where id = '${id}'`],
      [SIGNE, `update mandat set document = 'autre' where id = '${id}'`],
      [SIGNE, `update mandat set document = null where id = '${id}'`],
      [SIGNE, `update mandat set code_retrait = 'autre' where id = '${id}'`],
      ['un mandat signé ne s’efface pas', `delete from mandat where id = '${id}'`],
      [CONFIEE, `update mandat_demarche set contenu = 'autre' where id = '${first}'`],
      [CONFIEE, `update mandat_demarche set contenu = null where id = '${first}'`],
      [CONFIEE, `update mandat_demarche set rang = 9 where id = '${first}'`],
      [CONFIEE, `update mandat_demarche set nature = 'donnees' where id = '${first}'`],
      [NOTE, `update mandat_acte set contenu = 'autre' where demarche_id = '${first}'`],
      [NOTE, `update mandat_acte set fait_at = fait_at - interval '1 hour' where demarche_id = '${first}'`],
      [NOTE, `update mandat_acte set demarche_id = '${second}' where demarche_id = '${first}'`],
    ];
    for (const [message, statement] of tries) {
      await expect(sql.raw(statement).execute(base.owner), statement).rejects.toThrow(message);
    }
    await expect(chez((db) => db.deleteFrom('mandatDemarche').execute())).rejects.toThrow('permission denied');
  });

  test('mais ce qui est scellé part avec sa clé, une fois, et ne revient pas', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const [first = ''] = demarches;
    await acte(first, demo.agents.demo);
    await chez((db) => finirDemarches(db, '66', id, { ...retrait, compteId: null, delaiTiersHeures: 0 }));
    const run = (statement: string) => sql.raw(statement).execute(base.owner);
    await run(`update mandat set echecs_retrait = 2, rappele_at = now(), copie = 'copie' where id = '${id}'`);
    await run(`update mandat set code_retrait = null, copie = null where id = '${id}'`);
    await run(`update mandat_demarche set contenu = null, detruite_at = now() where id = '${first}'`);
    await run(`update mandat_acte set contenu = null where demarche_id = '${first}'`);
    await run(`update mandat set contenu = null, document = null, detruit_at = now() where id = '${id}'`);
    for (const statement of [
      `update mandat set detruit_at = null where id = '${id}'`,
      `update mandat set detruit_at = null, contenu = 'revenu' where id = '${id}'`,
      `update mandat set code_retrait = 'revenu' where id = '${id}'`,
      `update mandat_demarche set detruite_at = null, contenu = 'revenu' where id = '${first}'`,
      `update mandat_acte set contenu = 'revenu' where demarche_id = '${first}'`,
    ]) {
      await expect(run(statement), statement).rejects.toThrow('ne se modifie pas');
    }
  });

  test('changer un mandat signé, ou rouvrir une démarche finie', async () => {
    const { id, demarches } = await poserMandat(base, store.cles);
    const change = sql`update mandat set agent_id = ${demo.agents.autre} where id = ${id}`.execute(base.owner);
    await expect(change).rejects.toThrow('un mandat signé ne se modifie pas');
    await chez((db) => finirDemarches(db, '66', id, { ...retrait, compteId: null, delaiTiersHeures: 0 }));
    const reopen =
      sql`update mandat_demarche set finie_at = null, fin_cause = null, fin_canal = null, destructible_at = null
      where id = ${demarches[0]}`.execute(base.owner);
    await expect(reopen).rejects.toThrow('une démarche finie ne reprend pas');
  });
});
