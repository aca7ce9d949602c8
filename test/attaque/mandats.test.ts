import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../db/demo/ids.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { ACCES_REFUSE } from '../../src/platform/http/garde.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { type Tete, verifierChaine } from '../../src/platform/journal-verification.ts';
import { sealAll } from '../../src/platform/sealer.ts';
import { openSession, SESSION_HOURS } from '../../src/platform/session.ts';
import { testCles } from '../cles-partagees.ts';
import { type MandatPose, poserMandat } from '../mandats.ts';
import { useCible } from './cible.ts';

const cible = useCible({ proxies: 1 });
const { comptes } = demo;
const MOTIF = 'Essai d’une attaque, sans nommer personne';
let mandat: MandatPose;
let chezLeVoisin: MandatPose;

beforeAll(async () => {
  mandat = await poserMandat(cible.base, testCles);
  chezLeVoisin = await poserMandat(cible.base, testCles, { territoireId: '00', agentId: voisin.agents.seul });
});

const as = (token: string, headers: Record<string, string> = {}) => ({
  headers: { cookie: `${sessionCookie(false)}=${token}`, ...headers },
});
const plain = ({ status, text }: { status: number; text: string }) => [
  status,
  text.replaceAll(/nonce="[^"]*"|value="[0-9a-f-]{36}"/g, ''),
];
const refusals = () =>
  cible.base.owner
    .selectFrom('journalEntree')
    .select(['acteur', 'objetId'])
    .where('acte', '=', ACCES_REFUSE)
    .orderBy('id')
    .execute();

describe('Deviner un mandat', () => {
  test('scénario 12 : celui d’un voisin, un fermé et un inventé se ressemblent, et chacun laisse une ligne', async () => {
    const token = await cible.token(comptes.equipe, { confirme: true });
    const invented = randomUUID();
    const before = (await refusals()).length;
    for (const path of ['lecture', 'lecture/document.pdf']) {
      const [closed, neighbour, absent] = await Promise.all(
        [mandat.id, chezLeVoisin.id, invented].map((id) => cible.ask(`/mandats/${id}/${path}`, as(token))),
      );
      if (closed === undefined || neighbour === undefined || absent === undefined) throw new Error('No answer');
      expect(plain(neighbour)).toEqual(plain(absent));
      expect(plain(closed)).toEqual(plain(absent));
      expect(closed.status).toBe(404);
    }
    const lines = (await refusals()).slice(before).map(({ objetId }) => objetId);
    expect(lines.sort()).toEqual([mandat.id, mandat.id, chezLeVoisin.id, chezLeVoisin.id, invented, invented].sort());
  });

  test('scénario 12 : forcer l’ouverture sans y avoir droit, ou sans redonner son code, n’ouvre rien', async () => {
    for (const compte of [comptes.agent, comptes.referent, comptes.direction, comptes.administrateur, comptes.dpo]) {
      const token = await cible.token(compte, { confirme: true });
      expect((await cible.send(`/mandats/${mandat.id}/acces`, { motif: MOTIF }, { token })).status).toBe(403);
    }
    const unconfirmed = await cible.token(comptes.equipe);
    const asked = await cible.send(`/mandats/${mandat.id}/acces`, { motif: MOTIF }, { token: unconfirmed });
    expect(asked.location).toMatch(/^\/confirmer/);
    const confirmed = await cible.token(comptes.equipe, { confirme: true });
    const others = await cible.send(`/mandats/${chezLeVoisin.id}/acces`, { motif: MOTIF }, { token: confirmed });
    expect(others.status).toBe(404);
    expect(await cible.base.owner.selectFrom('mandatAcces').select('id').execute()).toEqual([]);
  });

  test('scénario 12 : l’accès d’une collègue ne s’emprunte pas, ni par son identifiant, ni par un champ caché', async () => {
    const [mine, hers] = [
      await cible.token(comptes.equipeAdjoint, { confirme: true }),
      await cible.token(comptes.equipe, { confirme: true }),
    ];
    await cible.send(
      `/mandats/${mandat.id}/acces`,
      { motif: MOTIF, compte_id: comptes.equipeAdjoint },
      { token: hers },
    );
    expect((await cible.ask(`/mandats/${mandat.id}/lecture`, as(hers))).status).toBe(200);
    expect((await cible.ask(`/mandats/${mandat.id}/lecture?compte=${comptes.equipe}`, as(mine))).status).toBe(404);
    const closed = await cible.send(`/mandats/${mandat.id}/acces/fermer`, { compte: comptes.equipe }, { token: mine });
    expect(closed.status).toBe(404);
    expect((await cible.ask(`/mandats/${mandat.id}/lecture`, as(hers))).status).toBe(200);
    await cible.send(`/mandats/${mandat.id}/acces/fermer`, {}, { token: hers });
    expect((await cible.ask(`/mandats/${mandat.id}/lecture`, as(hers))).status).toBe(404);
  });

  test('scénario 12 : une session périmée n’ouvre rien, et son nom reste au journal', async () => {
    const at = Temporal.Now.instant().subtract({ hours: SESSION_HOURS + 1 });
    const token = await inTerritoire(cible.base.request, '66', (db) => openSession(db, '66', comptes.equipe, at));
    const before = (await refusals()).length;
    const [known, absent] = [mandat.id, randomUUID()].map((id) => cible.ask(`/mandats/${id}/lecture`, as(token)));
    expect([(await known)?.status, (await absent)?.status]).toEqual([303, 303]);
    const lines = (await refusals()).slice(before);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.acteur).toBe(lines[1]?.acteur);
  });

  test('un motif hostile reste un motif', async () => {
    const token = await cible.token(comptes.equipe, { confirme: true });
    const hostile = '<script>alert(1)</script> et "guillemets"';
    await cible.send(`/mandats/${mandat.id}/acces`, { motif: hostile }, { token });
    const page = await cible.ask(`/mandats/${mandat.id}/lecture`, as(token));
    expect(page.text).not.toContain('<script>alert(1)');
    const dpo = await cible.token(comptes.dpo);
    expect((await cible.ask('/mandats/acces', as(dpo))).text).not.toContain('<script>alert(1)');
    await cible.send(`/mandats/${mandat.id}/acces/fermer`, {}, { token });
    for (const motif of ['\u202Eobmolas, dix signes', 'a\0bcdefghijk', '          x']) {
      expect((await cible.send(`/mandats/${mandat.id}/acces`, { motif }, { token })).status, motif).toBe(422);
    }
  });
});

describe('Récrire le journal des mandats', () => {
  const TABLES = ['journal_attente', 'journal_maillon', 'journal_entree'] as const;
  let tete: Tete;
  let rang = 0;

  /** What only the owner of the tables can do, undone afterwards. */
  async function falsifie(statement: string, heads: readonly Tete[] = []) {
    const rollback = new Error('undone');
    let verdict: Awaited<ReturnType<typeof verifierChaine>> | undefined;
    const work = inTerritoire(cible.base.owner, '66', async (db) => {
      for (const table of TABLES) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
      await sql.raw(statement).execute(db);
      verdict = await verifierChaine(db, '66', Temporal.Now.instant(), heads);
      throw rollback;
    });
    await expect(work).rejects.toBe(rollback);
    return verdict;
  }

  beforeAll(async () => {
    const [equipe, dpo] = [
      await cible.token(comptes.equipe, { confirme: true }),
      await cible.token(comptes.dpo, { confirme: true }),
    ];
    const seen = await poserMandat(cible.base, testCles);
    await cible.send('/mandats/suivi/recherche', { code: seen.code }, { token: equipe });
    await cible.send(`/mandats/${seen.id}/acces`, { motif: MOTIF }, { token: equipe });
    await cible.ask(`/mandats/${seen.id}/lecture`, as(equipe));
    await cible.send(`/mandats/${seen.id}/acces/fermer`, {}, { token: equipe });
    await cible.ask(`/mandats/${seen.id}/lecture`, as(equipe));
    await cible.send(`/mandats/${seen.id}/sursis`, { motif: MOTIF }, { token: dpo });
    await sealAll(cible.base.request, ['66']);
    const verdict = await inTerritoire(cible.base.request, '66', (db) =>
      verifierChaine(db, '66', Temporal.Now.instant()),
    );
    if (!verdict.bon) throw new Error(verdict.defaut);
    tete = verdict.tete;
    // The line that somebody would rather not have left.
    ({ rang } = await cible.base.owner
      .selectFrom('journalEntree as e')
      .innerJoin('journalMaillon as m', 'm.entreeId', 'e.id')
      .select('m.rang')
      .where('e.objetId', '=', seen.id)
      .where('e.acte', '=', 'lire un mandat par accès exceptionnel')
      .executeTakeFirstOrThrow());
  });

  const entree = () => `(select entree_id from journal_maillon where territoire_id = '66' and rang = ${rang})`;

  test('scénario 11 : une lecture changée en autre chose, attribuée à un autre, ou d’un autre mandat', async () => {
    for (const set of [
      `acte = 'consulter les accès aux mandats'`,
      'acteur = gen_random_uuid()',
      'acteur = null',
      `objet_id = '${randomUUID()}'`,
      `at = at - interval '1 day'`,
    ]) {
      const verdict = await falsifie(`update journal_entree set ${set} where id = ${entree()}`);
      expect(verdict, set).toMatchObject({ bon: false, rang });
    }
  });

  test('scénario 11 : une lecture effacée, avec ou sans la suite refaite', async () => {
    const erase = `create temporary table efface on commit drop as select entree_id as id from journal_maillon
      where territoire_id = '66' and rang = ${rang};
      delete from journal_maillon where territoire_id = '66' and rang = ${rang};
      delete from journal_entree where territoire_id = '66' and id = (select id from efface)`;
    expect(await falsifie(erase)).toMatchObject({ bon: false, rang });
    const renumber = `update journal_maillon set rang = rang - 1 + 1000000 where territoire_id = '66' and rang > ${rang};
      update journal_maillon set rang = rang - 1000000 where territoire_id = '66' and rang > 1000000`;
    expect(await falsifie(`${erase}; ${renumber}`)).toMatchObject({ bon: false, rang });
  });

  test('scénario 11 : deux lignes échangées, la première des deux est nommée', async () => {
    const swap = `update journal_maillon set rang = 1000000 where territoire_id = '66' and rang = ${rang};
      update journal_maillon set rang = ${rang} where territoire_id = '66' and rang = ${rang + 1};
      update journal_maillon set rang = ${rang + 1} where territoire_id = '66' and rang = 1000000`;
    expect(await falsifie(swap)).toMatchObject({ bon: false, rang });
  });

  test('scénario 11 : le journal vidé, ou coupé avant la lecture, par la tête gardée ailleurs', async () => {
    const truncate = 'truncate journal_attente, journal_maillon, journal_entree cascade';
    expect(await falsifie(truncate, [tete])).toMatchObject({ bon: false, rang: 1 });
    const cut = `create temporary table coupe on commit drop as select entree_id as id from journal_maillon
      where territoire_id = '66' and rang >= ${rang};
      delete from journal_maillon where territoire_id = '66' and rang >= ${rang};
      delete from journal_entree where territoire_id = '66' and id in (select id from coupe)`;
    expect(await falsifie(cut, [tete])).toMatchObject({ bon: false, rang });
  });

  test('scénario 11 : laissé tel quel, il est bon', async () => {
    expect(await falsifie('select 1', [tete])).toMatchObject({ bon: true });
  });
});
