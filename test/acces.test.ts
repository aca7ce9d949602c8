import { beforeAll, describe, expect, test } from 'vitest';
import { demo, ids66, seanceDuJour, voisin } from '../db/demo/ids.ts';
import { appRoutes, appWatches } from '../src/app.ts';
import { type Role, roles } from '../src/domain/compte.ts';
import type { Database } from '../src/platform/db.ts';
import type { Route } from '../src/platform/http/route.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { useBase } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from './objets.ts';
import { openSite, type Visitor } from './visitor.ts';

type Owner = 'alberes' | 'prades' | 'voisin';

const base = useBase({ demo: true });
const routes = appRoutes({
  database: undefined as unknown as Database,
  demo: true,
  url: 'http://localhost',
  coffre: testCoffre,
  cles: testCles,
});
const protectedRoutes = routes.filter((route) => route.access !== 'public');
const watches = appWatches(undefined as unknown as Database, createMetrics([]));
const JETON = 'jeton-de-ceux-qui-veillent-sur-le-serveur';
const named = (route: Pick<Route, 'method' | 'path'>) => `${route.method} ${route.path}`;

const comptes: Record<Role, string> = {
  agent: demo.comptes.agent,
  equipe: demo.comptes.equipe,
  referent: demo.comptes.referent,
  direction: demo.comptes.direction,
  dpo: demo.comptes.dpo,
  administrateur: demo.comptes.administrateur,
};

let site: ReturnType<typeof openSite>;
let objects: Record<Owner, Objects>;
const visitors = new Map<Role, Visitor>();

beforeAll(async () => {
  site = openSite(base.request, { jetonMetriques: JETON });
  for (const role of roles) visitors.set(role, await site.signedIn(comptes[role], { confirme: true }));
  objects = {
    alberes: await objectsOf(base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo),
    prades: await objectsOf(base, '66', demo.structures.prades, demo.lieux.prades, demo.agents.autre),
    voisin: await objectsOf(base, '00', voisin.structures.commune, voisin.lieux.mairie, voisin.agents.seul),
  };
});

type Outcome = 'permis' | 'connexion' | 'interdit' | 'introuvable';

/**
 * What a visitor gets. A form is sent without its key: whoever may send it is told that the form is incomplete (400),
 * before anything is written; whoever may not never gets that far.
 */
async function outcomeOf(visitor: Visitor, route: Route, of: Objects): Promise<Outcome> {
  const path = pathOf(route, of);
  const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path, { _cle: '' });
  if (answer.status === 303 && /^\/connexion(\?|$)/.test(answer.location ?? '')) return 'connexion';
  if (answer.status === 403) return 'interdit';
  if (answer.status === 404) return 'introuvable';
  expect(answer.status, path).toBeOneOf(route.method === 'GET' ? [200, 303] : [400]);
  return 'permis';
}

const hasObject = (route: Route) => route.path.includes(':');

describe('Qui peut quoi : chaque route, chaque rôle', () => {
  test.each(protectedRoutes.map((route) => [named(route), route] as const))('%s', async (_, route) => {
    expect(await outcomeOf(site.anonymous(), route, objects.alberes)).toBe('connexion');
    for (const role of roles) {
      const visitor = visitors.get(role);
      const permission = permissionOf(route, role);
      if (visitor === undefined) throw new Error(`No visitor for ${role}`);
      const label = `${role} ${named(route)}`;
      // Leaving and arriving are tried apart: they end the session or depend on it.
      if (permission === undefined) {
        expect(await outcomeOf(visitor, route, objects.alberes), label).toBe('interdit');
        continue;
      }
      expect(await outcomeOf(visitor, route, objects.alberes), label).toBe('permis');
      if (!hasObject(route)) continue;
      const others = permission === true ? 'permis' : 'introuvable';
      expect(await outcomeOf(visitor, route, objects.prades), `${label}, structure voisine`).toBe(others);
      expect(await outcomeOf(visitor, route, objects.voisin), `${label}, territoire voisin`).toBe('introuvable');
    }
  });

  test('ce qui demande le code ne s’ouvre pas à une session qui ne l’a pas redonné', async () => {
    for (const role of roles) {
      const visitor = await site.signedIn(comptes[role]);
      for (const route of protectedRoutes) {
        if (route.niveau !== 'confirme' || permissionOf(route, role) === undefined) continue;
        const path = pathOf(route, objects.alberes);
        const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path, { _cle: '' });
        expect(answer.location, `${role} ${named(route)}`).toMatch(/^\/confirmer(\?|$)/);
      }
    }
  });

  test('sans le second facteur, une session n’ouvre que ce qui le demande', async () => {
    for (const role of roles) {
      const visitor = await site.signedIn(comptes[role], { niveau: 'lien' });
      for (const route of protectedRoutes) {
        if (route.niveau === 'lien') continue;
        const path = pathOf(route, objects.alberes);
        const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path, { _cle: '' });
        expect(answer.location, `${role} ${named(route)}`).toMatch(/^\/connexion\/code(\?|$)/);
      }
    }
  });

  test.each(routes.filter((route) => route.access === 'public').map((route) => [named(route), route] as const))(
    'public : %s',
    async (_, route) => {
      expect(await outcomeOf(site.anonymous(), route, objects.alberes)).toBe('permis');
      if (hasObject(route)) expect(await outcomeOf(site.anonymous(), route, objects.voisin)).toBe('introuvable');
    },
  );

  test('une session d’un territoire n’ouvre rien dans un autre', async () => {
    const chezElle = { territoireId: voisin.territoire, host: voisin.hote, confirme: true };
    const voisine = await site.signedIn(voisin.comptes.equipe, chezElle);
    for (const route of protectedRoutes.filter(hasObject)) {
      const outcome = await outcomeOf(voisine, route, objects.alberes);
      expect(outcome, named(route)).toBeOneOf(['interdit', 'introuvable']);
    }
    const egaree = await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: 'localhost' });
    expect((await egaree.get('/structures')).location).toBe('/connexion?suite=%2Fstructures');
  });

  test('un identifiant inconnu ou mal écrit est introuvable, jamais une erreur', async () => {
    const unknown = Object.fromEntries(
      Object.keys(objects.alberes).map((name) => [
        name,
        ids66.seance('inconnue', Temporal.PlainDate.from('2020-01-01')),
      ]),
    );
    const hostile = ['1', '..%2F..%2Fetc%2Fpasswd', "';drop table lieu;--", '%00', '%E2%80%AE', 'a'.repeat(3000)];
    for (const [rank, route] of routes.filter(hasObject).entries()) {
      const role = roles.find((one) => permissionOf(route, one) !== undefined);
      const visitor = role === undefined ? undefined : visitors.get(role);
      if (visitor === undefined) continue;
      expect(await outcomeOf(visitor, route, unknown), named(route)).toBe('introuvable');
      // Whoever is refused secret things too often is to wait: each of their routes tries one of them, in turn.
      const tried = route.garde === undefined ? hostile : hostile.slice(rank % hostile.length).slice(0, 1);
      for (const id of tried) {
        const path = route.path.replace(/:[a-z]+/g, encodeURI(id));
        const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path);
        expect(answer.status, path).toBeOneOf([400, 404]);
      }
    }
  });

  test.each(watches.map((watch) => [named(watch), watch] as const))('veille : %s', async (_, { path, access }) => {
    const asked = async (authorization?: string) =>
      (await site.anonymous().get(path, authorization === undefined ? {} : { authorization })).status;
    expect(await asked(`Bearer ${JETON}`)).toBe(200);
    const closed = access === 'public' ? 200 : 401;
    for (const header of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      JETON,
      `Basic ${JETON}`,
      `Bearer ${JETON}x`,
      `Bearer ${JETON.slice(1)}`,
    ])
      expect(await asked(header), header).toBe(closed);
    for (const role of roles) expect((await visitors.get(role)?.get(path))?.status, role).toBe(closed);
    const unset = openSite(base.request).anonymous();
    expect((await unset.get(path)).status).toBe(access === 'public' ? 200 : 404);
    expect((await unset.get(path, { authorization: 'Bearer undefined' })).status).toBe(access === 'public' ? 200 : 404);
  });

  test('la liste des accès est relue à chaque changement', async () => {
    const mark = (route: Route, role: Role) => {
      const permission = permissionOf(route, role);
      return permission === undefined ? '' : permission === true ? 'tout' : 'les siens';
    };
    const lines = routes.map((route) => {
      if (route.access === 'public')
        return `| ${named(route)} | ${route.demo ? 'tous, en démonstration' : 'tous'} | | | | | | |`;
      return `| ${named(route)} | | ${roles.map((role) => mark(route, role)).join(' | ')} |`;
    });
    lines.push(
      ...watches.map(
        (watch) => `| ${named(watch)} | ${watch.access === 'public' ? 'tous' : 'jeton de veille'} | | | | | | |`,
      ),
    );
    const header = [
      '# Qui peut quoi',
      '',
      'Écrit par `test/acces.test.ts` : chaque ligne a été essayée par chaque rôle, sur ses objets, ceux d’une structure',
      'voisine et ceux d’un autre territoire. « les siens » : ceux de sa structure ou de son propre agenda.',
      '',
      `| Route | Public | ${roles.join(' | ')} |`,
      `|---|---|${roles.map(() => '---').join('|')}|`,
    ];
    await expect([...header, ...lines.sort(), ''].join('\n')).toMatchFileSnapshot('../docs/acces.md');
  });
});

test('la séance du jour de l’agent de démonstration existe', async () => {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  const agent = visitors.get('agent');
  expect((await agent?.get(`/seances/${seanceDuJour(today)}`))?.status).toBe(200);
});
