import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../db/demo/ids.ts';
import { appRoutes } from '../../src/app.ts';
import { type Role, roles } from '../../src/domain/compte.ts';
import { parisDate, parisTime } from '../../src/domain/date.ts';
import { saveActe } from '../../src/features/mandats/actes/store.ts';
import type { Database } from '../../src/platform/db.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { testSealers } from '../cachets-memoire.ts';
import { testCles } from '../cles-partagees.ts';
import { testCoffre } from '../coffre.ts';
import { type MandatPose, PERSONNE, poserMandat } from '../mandats.ts';
import { permissionOf } from '../objets.ts';
import { useCible } from './cible.ts';
import { as, BASTIEN, MAELLE, Signature } from './signature.ts';

const bugs: string[] = [];
const cible = useCible({
  proxies: 1,
  sealers: testSealers,
  onBug: (error, where) => bugs.push(`${where} : ${String(error)}`),
});
const routes = appRoutes({
  database: undefined as unknown as Database,
  demo: true,
  url: 'http://localhost',
  coffre: testCoffre,
  cles: testCles,
});
const posts = routes.filter(({ method, path }) => method === 'POST' && path.includes(':mandat'));

const now = Temporal.Now.instant();
/** All that the forms of mandats send, in forms that pass: what is refused is refused for whose the mandat is. */
const CHAMPS = {
  rang: '1',
  demarche: '1',
  quoi: 'Essai',
  mode: 'presence',
  resultat: 'fait',
  faitLe: parisDate(now).toString(),
  faitA: parisTime(now).toString({ smallestUnit: 'minute' }),
  annonce: 'telephone',
  survenuLe: '2026-03-03',
  preuve: 'proche',
  motif: 'Essai d’une attaque, sans nommer personne',
  noticeLue: 'oui',
  accord: 'oui',
} as const;

const TABLES = [
  'mandat',
  'mandat_demarche',
  'mandat_acte',
  'mandat_rectification',
  'mandat_remise',
  'mandat_trait',
  'mandat_lien',
  'mandat_papier',
  'mandat_acces',
  'mandat_sursis',
  'mandat_destruction',
] as const;
/** All that the tables of mandats hold, as their owner sees it. */
async function photo(): Promise<string> {
  const parts: string[] = [];
  for (const table of TABLES) {
    const { rows } = await sql<{
      texte: string;
    }>`select t::text as texte from ${sql.table(table)} t order by 1`.execute(cible.base.owner);
    parts.push(table, ...rows.map(({ texte }) => texte));
  }
  return parts.join('\n');
}

const plain = (text: string) => text.replaceAll(/nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}/g, '');

let maelle: Signature;
let bastien: Signature;
let autrui: readonly (readonly [string, string])[];
let chezLeVoisin: MandatPose;

beforeAll(async () => {
  maelle = await Signature.of(cible, MAELLE);
  bastien = await Signature.of(cible, BASTIEN);
  chezLeVoisin = await poserMandat(cible.base, testCles, { territoireId: '00', agentId: voisin.agents.seul });
  const collegue = await poserMandat(cible.base, testCles, { agentId: BASTIEN.agentId });
  const brouillon = await bastien.brouillon();
  autrui = [
    ['d’un collègue', collegue.id],
    ['d’un collègue, à signer', brouillon.replace('/mandats/', '')],
    ['d’un autre territoire', chezLeVoisin.id],
    ['d’une structure', demo.structures.prades],
    ['d’une séance', maelle.seance],
  ];
});
afterAll(closePdf);

describe('Envoyer l’identifiant d’un autre', () => {
  test('il y a des formulaires de mandats, dont la liste n’a pas changé de place', () => {
    expect(posts.length).toBeGreaterThanOrEqual(14);
  });

  test('scénario 12 : à tout formulaire d’un mandat, par l’agent qui n’en est pas : comme s’il n’existait pas, et rien n’est écrit', {
    timeout: 120_000,
  }, async () => {
    const before = await photo();
    let tried = 0;
    for (const route of posts.filter((one) => permissionOf(one, 'agent') !== undefined)) {
      const send = (id: string) => cible.send(route.path.replace(':mandat', id), CHAMPS, { token: maelle.token });
      const invented = await send(randomUUID());
      expect(invented.status, route.path).toBe(404);
      for (const [nom, id] of autrui) {
        const answer = await send(id);
        expect(answer.status, `${route.path} ${nom}`).toBe(404);
        expect(plain(answer.text), `${route.path} ${nom}`).toBe(plain(invented.text));
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThanOrEqual(50);
    expect(await photo()).toBe(before);
    // The same forms, for a mandat of one's own: each is answered otherwise.
    for (const route of posts.filter((one) => permissionOf(one, 'agent') !== undefined)) {
      const own = await poserMandat(cible.base, testCles);
      const path = route.path.replace(':mandat', own.id);
      expect((await cible.send(path, CHAMPS, { token: maelle.token })).status, path).toBeOneOf([303, 409, 422]);
    }
    expect(bugs).toEqual([]);
  });

  test('scénario 12 : par tout autre rôle, celui d’un autre territoire ou d’une autre chose : rien n’est écrit', {
    timeout: 120_000,
  }, async () => {
    const before = await photo();
    for (const role of roles.filter((one) => one !== 'agent')) {
      const token = await cible.token(demo.comptes[role as Exclude<Role, 'agent'>], { confirme: true });
      for (const route of posts) {
        const expected = permissionOf(route, role) === undefined ? 403 : 404;
        for (const id of [chezLeVoisin.id, demo.structures.prades, randomUUID()]) {
          const answer = await cible.send(route.path.replace(':mandat', id), CHAMPS, { token });
          expect(answer.status, `${role} ${route.path}`).toBe(expected);
        }
      }
    }
    expect(await photo()).toBe(before);
    expect(bugs).toEqual([]);
  });

  test('scénario 12 : dans un champ, le mandat, l’agent ou le numéro d’un autre est refusé', async () => {
    const [, [, brouillonDAutrui = ''] = [], ...others] = autrui;
    const papiers = async (token: string) => cible.send('/mandats/papier', { nombre: '1' }, { token });
    for (const { token } of [maelle, bastien]) await papiers(token);
    const { numero } = await cible.base.owner
      .selectFrom('mandatPapier')
      .select('numero')
      .where('agentId', '=', BASTIEN.agentId)
      .executeTakeFirstOrThrow();
    const before = await photo();
    for (const remplace of [autrui[0]?.[1] ?? '', brouillonDAutrui, ...others.map(([, id]) => id), randomUUID()]) {
      const answer = await maelle.preparer({ remplace });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Le mandat à remplacer n’est pas l’un des vôtres.');
    }
    for (const suppleant of [voisin.agents.seul, MAELLE.agentId, demo.comptes.agent, randomUUID()]) {
      const answer = await maelle.preparer({ suppleant });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Choisissez le suppléant dans la liste.');
    }
    const token = maelle.token;
    const annule = await cible.send('/mandats/papier/annuler', { numero, raison: 'perdu' }, { token });
    expect(annule.status).toBe(422);
    const signe = { numero, signeLe: CHAMPS.faitLe, signeA: CHAMPS.faitA };
    expect((await cible.send('/mandats/papier/enregistrer', signe, { token })).text).toContain(
      'Ce numéro n’est pas l’un des vôtres',
    );
    expect(await photo()).toBe(before);
    expect(bugs).toEqual([]);
  });

  test('scénario 12 : dans son propre mandat, la démarche d’un autre ne se nomme ni par son rang, ni par son identifiant', async () => {
    const own = await poserMandat(cible.base, testCles);
    const before = await photo();
    const [other = ''] = chezLeVoisin.demarches;
    for (const [path, field] of [
      ['actes', 'demarche'],
      ['achever', 'rang'],
      ['retirer', 'rang'],
      ['recu', 'rang'],
    ] as const) {
      for (const value of ['3', '0', '-1', '01', '1e0', other, own.demarches[0] ?? '', '1,2', '']) {
        const fields = { ...CHAMPS, [field]: value };
        const answer = await cible.send(`/mandats/${own.id}/${path}`, fields, { token: maelle.token });
        expect(answer.status, `${path} « ${value} »`).toBe(422);
      }
    }
    expect(await photo()).toBe(before);
  });

  test('scénario 12 : la preuve des codes d’un autre, ou d’un autre territoire, ne retire rien', async () => {
    const { code, codeRetrait } = await poserMandat(cible.base, testCles);
    const codes = { ou: 'guichet', code, codeRetrait };
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const opened = await cible.send('/retraits/nouveau', codes, { token: maelle.token, headers });
    const preuve = new URL(opened.location ?? '', cible.url).searchParams.get('preuve') ?? '';
    expect(preuve).not.toBe('');
    const away = { code: chezLeVoisin.code, codeRetrait: chezLeVoisin.codeRetrait, ou: 'guichet' };
    expect((await cible.send('/retraits/nouveau', away, { token: maelle.token, headers })).location).toContain(
      'refus=faux',
    );
    const before = await photo();
    const equipe = await cible.token(demo.comptes.equipe, { confirme: true });
    for (const token of [bastien.token, equipe]) {
      expect((await cible.send('/retraits/choix', { preuve, rang: '1' }, { token })).location).toBe(
        '/retraits/nouveau',
      );
    }
    expect(await photo()).toBe(before);
  });
});

describe('Échanger deux chiffrés dans la base', () => {
  const ECRIT = /Colette|Exemplaire|Hortense|Fictive|logement|Essai d’un acte/;

  /** Two mandats of one agent, an act each, of two persons. */
  async function deux(): Promise<readonly [MandatPose, MandatPose]> {
    const poses: MandatPose[] = [];
    for (const identite of [PERSONNE, { ...PERSONNE, prenom: 'Hortense', nom: 'Fictive' }]) {
      const pose = await poserMandat(cible.base, testCles, { identite });
      const contenu = { quoi: 'Essai d’un acte', mode: 'presence', resultat: 'fait' } as const;
      for (const demarcheId of pose.demarches) {
        const acte = { demarcheId, agentId: MAELLE.agentId, compteId: MAELLE.compteId, faitAt: Temporal.Now.instant() };
        await inTerritoire(cible.base.request, '66', (db) =>
          saveActe({ db, cles: testCles }, '66', { ...acte, contenu }),
        );
      }
      poses.push(pose);
    }
    const [one, other] = poses;
    if (one === undefined || other === undefined) throw new Error('Two mandats');
    return [one, other];
  }

  /** What only the owner of the tables can do: those who sign, and the application, change nothing of what was signed. */
  const enMaitre = (table: string, statement: RawBuilder<unknown>) =>
    cible.base.owner.transaction().execute(async (db) => {
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(db);
      await statement.execute(db);
      await sql`alter table ${sql.table(table)} enable trigger user`.execute(db);
    });
  const echanger = (table: string, colonne: string, [a = '', b = '']: readonly string[]) =>
    enMaitre(
      table,
      sql`update ${sql.table(table)} t set ${sql.ref(colonne)} = o.${sql.ref(colonne)} from ${sql.table(table)} o
        where (t.id, o.id) in ((${a}, ${b}), (${b}, ${a}))`,
    );
  const actesDe = async (demarcheId: string | undefined) =>
    (
      await cible.base.owner
        .selectFrom('mandatActe')
        .select('id')
        .where('demarcheId', '=', demarcheId ?? '')
        .execute()
    ).map(({ id }) => id);

  /** What the pages of a mandat answer, read by its agent: never what somebody else's says. */
  async function lire({ id }: MandatPose, paths: readonly string[]) {
    for (const path of paths) {
      const { status, text } = await cible.ask(`/mandats/${id}${path}`, as(maelle.token));
      expect(status, path).toBe(500);
      expect(text, path).not.toMatch(ECRIT);
    }
  }

  test('scénario 12 : entre deux mandats, identité, document, démarches et actes : aucun ne s’ouvre à la place d’un autre', async () => {
    const CAS = [
      ['mandat', 'contenu', (pose: MandatPose) => pose.id, ['', '/comptes', '/actes/nouveau']],
      ['mandat', 'document', (pose: MandatPose) => pose.id, ['/document.pdf']],
      ['mandat_demarche', 'contenu', (pose: MandatPose) => pose.demarches[0], ['', '/comptes', '/retirer']],
    ] as const;
    for (const [table, colonne, idOf, paths] of CAS) {
      const [one, other] = await deux();
      expect((await cible.ask(`/mandats/${one.id}`, as(maelle.token))).text).toMatch(ECRIT);
      const rows = [idOf(one) ?? '', idOf(other) ?? ''];
      await echanger(table, colonne, rows);
      await lire(one, paths);
      await lire(other, paths);
      // Put back, they open again: what was refused was the place, not the bytes.
      await echanger(table, colonne, rows);
      expect((await cible.ask(`/mandats/${one.id}`, as(maelle.token))).status).toBe(200);
    }
    const [one, other] = await deux();
    await echanger('mandat_acte', 'contenu', [
      ...(await actesDe(one.demarches[0])),
      ...(await actesDe(other.demarches[0])),
    ]);
    await lire(one, ['', '/comptes']);
    await lire(other, ['', '/comptes']);
  });

  test('scénario 12 : dans un même mandat, deux démarches, deux actes, ou l’identité mise à la place du document', async () => {
    const [one, other] = await deux();
    await echanger('mandat_demarche', 'contenu', one.demarches);
    await lire(one, ['', '/comptes']);
    // Under one key, it is the place that tells them apart.
    const [demarcheId = ''] = other.demarches;
    const agir = { demarcheId, agentId: MAELLE.agentId, compteId: MAELLE.compteId, faitAt: Temporal.Now.instant() };
    const contenu = { quoi: 'Un autre acte', mode: 'presence', resultat: 'refuse' } as const;
    await inTerritoire(cible.base.request, '66', (db) => saveActe({ db, cles: testCles }, '66', { ...agir, contenu }));
    const actes = await actesDe(demarcheId);
    await echanger('mandat_acte', 'contenu', actes);
    await lire(other, ['', '/comptes']);
    await echanger('mandat_acte', 'contenu', actes);
    expect((await cible.ask(`/mandats/${other.id}`, as(maelle.token))).status).toBe(200);
    await enMaitre('mandat', sql`update mandat set document = contenu where id = ${other.id}`);
    await lire(other, ['/document.pdf']);
  });

  test('scénario 12 : un octet changé, ou un chiffré coupé, ne se lit pas non plus', async () => {
    const [one, other] = await deux();
    await enMaitre(
      'mandat',
      sql`update mandat set contenu = set_byte(contenu, octet_length(contenu) / 2,
      get_byte(contenu, octet_length(contenu) / 2) # 1) where id = ${one.id}`,
    );
    await lire(one, ['', '/comptes']);
    await enMaitre('mandat', sql`update mandat set contenu = substring(contenu from 1 for 20) where id = ${other.id}`);
    await lire(other, ['', '/comptes']);
  });
});
