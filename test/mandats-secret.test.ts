import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../db/demo/ids.ts';
import { appRoutes, createApp } from '../src/app.ts';
import { type Role, roles } from '../src/domain/compte.ts';
import { type Database, inTerritoire } from '../src/platform/db.ts';
import { ACCES_REFUSE } from '../src/platform/http/garde.ts';
import type { Route } from '../src/platform/http/route.ts';
import { openLog } from '../src/platform/log.ts';
import { openSession } from '../src/platform/session.ts';
import { sauvegarder } from '../src/sauvegarde.ts';
import { useBase } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { poserSecret, SECRETS, trouves } from './fouille.ts';
import type { MandatPose } from './mandats.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from './objets.ts';
import { openSite, type Visitor, Visitor as VisitorOf } from './visitor.ts';

const base = useBase({ demo: true });
const routes = appRoutes({
  database: undefined as unknown as Database,
  demo: true,
  url: 'http://localhost',
  coffre: testCoffre,
  cles: testCles,
});
const gets = routes.filter(({ method }) => method === 'GET');
const gardees = gets.filter(({ garde }) => garde === 'mandat');
const logged: string[] = [];

/** Every account but those of the mandataire and of the substitute. */
const comptes: Partial<Record<Role, string>> = {
  equipe: demo.comptes.equipe,
  referent: demo.comptes.referent,
  direction: demo.comptes.direction,
  dpo: demo.comptes.dpo,
  administrateur: demo.comptes.administrateur,
};

let app: ReturnType<typeof createApp>;
let secret: MandatPose;
let objects: Objects;
const visitors = new Map<Role, Visitor>();

async function signedIn(compteId: string, confirme = true): Promise<Visitor> {
  const now = Temporal.Now.instant();
  const token = await inTerritoire(base.request, '66', (db) =>
    openSession(db, '66', compteId, now, confirme ? { confirmeAt: now } : {}),
  );
  return new VisitorOf(app, { token });
}

beforeAll(async () => {
  const log = openLog('debug', { write: (line: string) => void logged.push(line) });
  app = createApp({
    database: base.request,
    demo: true,
    url: 'http://localhost',
    coffre: testCoffre,
    cles: testCles,
    log,
  });
  secret = await poserSecret(base, testCles);
  const of = await objectsOf(base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo);
  // What hangs from a mandat, by the names that paths give it.
  objects = { ...of, mandat: secret.id, demarche: secret.demarches[0] ?? '' };
  const autre = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('agentId', '=', demo.agents.autre)
    .executeTakeFirstOrThrow();
  for (const [role, id] of Object.entries({ ...comptes, agent: autre.id })) {
    visitors.set(role as Role, await signedIn(id));
  }
});

const named = ({ method, path }: Route) => `${method} ${path}`;
const visitor = (role: Role): Visitor => {
  const found = visitors.get(role);
  if (found === undefined) throw new Error(`No visitor for ${role}`);
  return found;
};
/** Its page, its file, and what its headers say. */
const said = ({ text, headers }: Awaited<ReturnType<Visitor['get']>>) => `${text}\n${JSON.stringify([...headers])}`;

const refusals = async (territoireId: string, mandatId: string) =>
  base.owner
    .selectFrom('journalEntree')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('acte', '=', ACCES_REFUSE)
    .where('objetId', '=', mandatId)
    .execute();

describe('Ce que dit un mandat', () => {
  test('la fouille le trouverait : en clair, dans une adresse, en hexadécimal ou en base64', () => {
    for (const word of ['Quolibetskaïa', '04\u00a068\u00a099\u00a099\u00a091', 'Prime <b>XYLOPHAGE</b>']) {
      expect(trouves(`avant ${word} après`)).toHaveLength(1);
      expect(trouves(encodeURIComponent(`q=${word}`))).toHaveLength(1);
      expect(trouves(`\\x${Buffer.from(`....${word}....`).toString('hex')}`)).toHaveLength(1);
      expect(trouves(Buffer.from(`....${word}....`).toString('base64'))).toHaveLength(1);
    }
    expect(trouves('un autre texte')).toEqual([]);
  });

  test.each([undefined, ...roles])(
    'scénario 12 : aucune page de %s ne le montre',
    { timeout: 120_000 },
    async (role) => {
      const who = role === undefined ? new VisitorOf(app) : visitor(role);
      let pages = 0;
      for (const route of gets) {
        const answer = await who.get(pathOf(route, objects));
        if (answer.status === 200) pages += 1;
        expect(trouves(said(answer)), named(route)).toEqual([]);
      }
      expect(pages).toBeGreaterThan(role === undefined ? 10 : 15);
    },
  );

  test('scénario 12 : aucune recherche, aucun export ne le trouve', { timeout: 120_000 }, async () => {
    const lists = gets.filter(({ path }) => !path.includes(':'));
    for (const role of roles) {
      for (const route of lists.filter((one) => one.access !== 'public' && permissionOf(one, role) !== undefined)) {
        const answer = await visitor(role).get(`${route.path}?q=Quolibetskaïa&recherche=Quolibetskaïa`);
        // What was typed comes back in its own field, and nothing with it.
        expect(
          trouves(said(answer)).filter((word) => word !== 'quolibetskaia'),
          named(route),
        ).toEqual([]);
        expect(answer.text, named(route)).not.toContain(secret.code);
      }
    }
    const publique = await new VisitorOf(app).get('/verifier?q=Quolibetska%C3%AFa');
    expect(publique.status).toBe(422);
  });

  test('par accès exceptionnel, il se lit : la fouille n’était pas aveugle', async () => {
    const motif = 'Essai du secret, sans nommer personne';
    const equipe = visitor('equipe');
    expect((await equipe.post(`/mandats/${secret.id}/acces`, { motif })).status).toBe(303);
    const page = await equipe.get(`/mandats/${secret.id}/lecture`);
    const shown = trouves(page.text);
    expect(shown).toEqual(SECRETS.filter((word) => !['1933-07-19', '19/07/1933', '0468999991'].includes(word)));
    // The others still see nothing, and neither does what tells them of it.
    for (const role of roles.filter((one) => one !== 'equipe')) {
      for (const route of gardees) {
        expect(trouves(said(await visitor(role).get(pathOf(route, objects)))), `${role} ${named(route)}`).toEqual([]);
      }
    }
    await equipe.post(`/mandats/${secret.id}/acces/fermer`);
  });

  test('n’est en clair dans aucune table, courriels, travaux et journal compris', { timeout: 120_000 }, async () => {
    const { rows: tables } = await sql<{
      nom: string;
    }>`select format('%I.%I', schemaname, tablename) as nom from pg_tables
      where schemaname in ('public', 'travaux') and tablename not in ('commune')`.execute(base.owner);
    expect(tables.length).toBeGreaterThan(60);
    for (const { nom } of tables) {
      const { rows } = await sql<{ texte: string }>`select t::text as texte from ${sql.raw(nom)} t`.execute(base.owner);
      for (const { texte } of rows) expect(trouves(texte), nom).toEqual([]);
    }
    const mails = await base.owner.selectFrom('courriel').select('texte').where('genre', '=', 'mandat').execute();
    expect(mails.length).toBeGreaterThan(0);
  });

  test('un chiffré passé d’un mandat à un autre ne s’ouvre pas, et rien n’en est tracé', async () => {
    const [one, other] = [await poserSecret(base, testCles), await poserSecret(base, testCles)];
    // Only the owner of the tables can do it.
    await base.owner.transaction().execute(async (db) => {
      await sql`alter table mandat disable trigger user`.execute(db);
      await sql`update mandat m set contenu = o.contenu from mandat o where m.id = ${one.id} and o.id = ${other.id}`.execute(
        db,
      );
      await sql`alter table mandat enable trigger user`.execute(db);
    });
    const equipe = visitor('equipe');
    await equipe.post(`/mandats/${one.id}/acces`, { motif: 'Essai d’un chiffré déplacé' });
    const answer = await equipe.get(`/mandats/${one.id}/lecture`);
    expect(answer.status).toBe(500);
    expect(trouves(said(answer))).toEqual([]);
    expect(logged.some((line) => line.includes('"bug"'))).toBe(true);
  });

  test('n’est dans aucune trace technique', () => {
    expect(logged.length).toBeGreaterThan(500);
    expect(trouves(logged.join(''))).toEqual([]);
    expect(logged.join('')).not.toContain(secret.code);
    expect(logged.join('')).not.toContain(secret.id);
  });

  describe('une sauvegarde', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'escale-secret-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    test('ne le contient pas en clair, ni aucune de ses clés', { timeout: 120_000 }, async () => {
      const place = { ownerUrl: base.ownerUrl, donnees: join(folder, 'donnees'), cle: Buffer.alloc(32, 7) };
      const { fichier } = await sauvegarder(place, join(folder, 'copies'), Temporal.Now.instant());
      const bytes = gunzipSync(await readFile(fichier));
      for (const encoding of ['utf8', 'latin1'] as const) expect(trouves(bytes.toString(encoding))).toEqual([]);
      // The mandat itself is there, sealed.
      expect(bytes.includes(Buffer.from(secret.code))).toBe(true);
    });
  });
});

describe('Qui cherche un mandat au hasard', () => {
  test.each(roles)('scénario 12 : %s, sur toute route gardée, a 403 ou 404 et laisse une ligne', async (role) => {
    const who = visitor(role);
    for (const route of gardees.filter(({ path }) => path.includes(':mandat'))) {
      const before = await refusals('66', secret.id);
      const answer = await who.get(pathOf(route, objects));
      // The équipe technique and the DPO have a form for it, which shows nothing of what it says.
      if (answer.status === 200) {
        expect(permissionOf(route, role), named(route)).toBe(true);
        continue;
      }
      expect(answer.status, named(route)).toBeOneOf([403, 404]);
      expect(await refusals('66', secret.id), named(route)).toHaveLength(before.length + 1);
    }
  });

  test('scénario 12 : l’équipe d’un autre territoire ne le trouve ni par son identifiant, ni par son code', async () => {
    const site = openSite(base.request);
    const chezElle = { territoireId: '00', host: voisin.hote, confirme: true };
    const voisine = await site.signedIn(voisin.comptes.equipe, chezElle);
    for (const path of ['acces', 'lecture', 'lecture/document.pdf']) {
      expect((await voisine.get(`/mandats/${secret.id}/${path}`)).status).toBe(404);
    }
    expect(await refusals('00', secret.id)).toHaveLength(3);
    expect((await voisine.post('/mandats/suivi/recherche', { code: secret.code })).status).toBe(422);
    const dpoVoisin = await site.signedIn(voisin.comptes.dpo, chezElle);
    expect((await dpoVoisin.post(`/mandats/${secret.id}/sursis`, { motif: 'Essai du voisinage' })).status).toBe(404);
    expect(await base.owner.selectFrom('mandatSursis').select('id').execute()).toEqual([]);
  });

  test('scénario 12 : une mandataire dont le contrat est fini, ou le compte fermé, n’ouvre plus rien', async () => {
    const mandataire = await signedIn(demo.comptes.agent);
    const paths = gardees.filter(({ path }) => path.includes(':mandat')).map((route) => pathOf(route, objects));
    const agent = base.owner.updateTable('agent').where('id', '=', demo.agents.demo);
    const { contratFin } = await base.owner
      .selectFrom('agent')
      .select('contratFin')
      .where('id', '=', demo.agents.demo)
      .executeTakeFirstOrThrow();
    await agent.set({ contratFin: Temporal.Now.plainDateISO('Europe/Paris').subtract({ days: 1 }) }).execute();
    const before = (await refusals('66', secret.id)).length;
    for (const path of paths) expect((await mandataire.get(path)).location, path).toMatch(/^\/connexion\?suite=/);
    expect((await refusals('66', secret.id)).length).toBe(before + paths.length);
    await agent.set({ contratFin }).execute();
    const compte = base.owner.updateTable('compte').where('id', '=', demo.comptes.agent);
    await compte.set({ fermeLe: Temporal.Now.instant() }).execute();
    for (const path of paths) expect((await mandataire.get(path)).location, path).toMatch(/^\/connexion\?suite=/);
    await compte.set({ fermeLe: null }).execute();
  });
});
