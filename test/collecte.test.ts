import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { appRoutes } from '../src/app.ts';
import { roles } from '../src/domain/compte.ts';
import type { Donnee } from '../src/domain/conservation.ts';
import { DONNEES } from '../src/features/donnees-personnelles/registre.ts';
import type { Database } from '../src/platform/db.ts';
import { collecteDe, post, type Route } from '../src/platform/http/route.ts';
import { useBase } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from './objets.ts';
import { openSite, type Visitor } from './visitor.ts';

const base = useBase({ demo: true });
const database = undefined as unknown as Database;
const routes = appRoutes({ database, demo: true, url: 'http://localhost', coffre: testCoffre, cles: testCles });
const posts = routes.filter(({ method }) => method === 'POST');

const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Names that a field and a personal column share, and the tables of these columns. */
const PERSONNELS = new Map<string, Set<string>>();
for (const { cle, colonnes } of DONNEES) {
  for (const column of Object.values(colonnes).flat()) {
    PERSONNELS.set(camel(column), (PERSONNELS.get(camel(column)) ?? new Set()).add(cle));
  }
}

/** Fields that bear the name of a personal column and say nothing of anybody. */
const ANODINS: ReadonlySet<string> = new Set([
  // A reason chosen from a list.
  '/administration/comptes/:compte/telephone-perdu motif',
  // What a body, or a place, is called and where it is.
  ...['/reglages', '/structures/nouvelle', '/structures/:structure/modifier'].map((path) => `${path} adresse`),
  ...['/structures/nouvelle', '/structures/:structure/modifier'].map((path) => `${path} nature`),
  ...['/lieux/nouveau', '/lieux/proposer', '/lieux/:lieu/modifier'].flatMap((path) => [
    `${path} nom`,
    `${path} adresse`,
  ]),
  // What sort of thing is missing.
  '/lieux/:lieu/manquement nature',
  ...['/accueillir-une-permanence', '/membres/nouveau', '/membres/:membre/modifier'].flatMap((path) => [
    `${path} nom`,
    `${path} nature`,
  ]),
  ...['nature', 'adresse'].map((champ) => `/demandes/:demande/structure ${champ}`),
  ...['/lieux/nouveau', '/lieux/:lieu/modifier'].flatMap((path) => [`${path} nom`, `${path} adresse`]),
  // What a model is called, and what any convention made from it says.
  '/modeles/nouveau nom',
  ...['preambule', 'ajouter', 'elements/:element'].map((path) => `/modeles/:modele/brouillon/${path} texte`),
  // A service of the Département, or a partner.
  ...['nouveau', ':echange/corriger'].map((path) => `/echanges/${path} destinataire`),
  // What the notice says of professional secrecy.
  // By which channel persons are told of it.
  '/violations/:violation/information moyen',
  '/mandats/notice secret',
  // How long a kind of rendez-vous lasts.
  ...['nouveau', ':motifrdv'].map((path) => `/rendez-vous/motifs/${path} dureeMinutes`),
  // The level of an atelier.
  ...['nouveau/atelier', ':accompagnement/corriger'].map((path) => `/accompagnements/${path} niveau`),
  '/seances/:seance/atelier/nouveau niveau',
  // Kept in « part_beneficiaire », which the route declares.
  '/releves/:releve/part remarque',
  // The print of the figures that were read.
  '/releves/:releve/certifier empreinte',
  // The step that follows a blocked service.
  '/services-bloques/:service/suites suite',
  // The day of a permanence, or of a séance.
  '/permanences/nouvelle jour',
  '/permanences/:permanence/modifier jour',
  '/ponctuelles/nouvelle jour',
  // A file of the convention, which the route declares; the register names its own files so.
  ...['nouvelle', 'signee'].map((path) => `/conventions/:convention/pieces/${path} fichier`),
  // Sealed with the mandat, which the route declares. The form shows while a séance is going on.
  '/seances/:seance/mandats/nouveau representantNom',
  // Kept in « donnees », which the route declares.
  '/conventions/:convention/evenements/nouveau texte',
  '/conventions/:convention/evenements/:evenement/annuler motif',
]);

type Formulaire = { readonly route: Route; readonly champs: readonly string[] };

/** The forms of a page that write, with the routes that receive them. */
function formulaires(html: string, all: readonly Route[] = posts): readonly Formulaire[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, attributes = '', inside = '']) => {
    if (!/method="post"/.test(attributes)) return [];
    const action = /action="([^"?]*)/.exec(attributes)?.[1] ?? '';
    const route = all.find(({ path }) => new RegExp(`^${path.replace(/:[a-z]+/g, '[0-9a-f-]{36}')}$`).test(action));
    if (route === undefined) throw new Error(`No route receives the form of ${action}`);
    const champs = [...inside.matchAll(/<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    return [{ route, champs: [...new Set(champs)] }];
  });
}

const collecte = ({ collecte: declared }: Route): readonly Donnee[] =>
  declared === undefined || declared === 'rien' ? [] : declared;

/** What a page owes and does not give, a sentence each. */
function manques(html: string, all: readonly Route[] = posts): readonly string[] {
  const told = new Set([...html.matchAll(/data-donnee="([a-z]+)"/g)].map(([, cle]) => cle));
  return formulaires(html, all).flatMap(({ route, champs }) => {
    const declared = new Set(collecte(route).map(({ cle }) => cle));
    const untold = [...declared].filter((cle) => !told.has(cle));
    const undeclared = champs.filter((champ) => {
      const kinds = PERSONNELS.get(champ);
      return kinds !== undefined && declared.isDisjointFrom(kinds) && !ANODINS.has(`${route.path} ${champ}`);
    });
    return [
      ...untold.map((cle) => `Le formulaire de ${route.path} collecte « ${cle} », et sa page ne le dit pas.`),
      ...undeclared.map(
        (champ) =>
          `Le champ « ${champ} » de ${route.path} a le nom d’une donnée personnelle que la route ne déclare pas.`,
      ),
    ];
  });
}

test.each(posts.map((route) => [route.path, route] as const))(
  '%s dit ce qu’elle collecte, ou qu’elle ne collecte rien',
  (_, route) => {
    expect(route.collecte === 'rien' || collecte(route).length > 0).toBe(true);
    for (const donnee of collecte(route)) expect(DONNEES).toContain(donnee);
  },
);

describe('Chaque formulaire porte sa notice', () => {
  const visitors: Visitor[] = [];
  let objects: Objects;
  const seen = new Map<string, string>();

  beforeAll(async () => {
    const site = openSite(base.request);
    objects = await objectsOf(base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo);
    const neuf = await base.owner
      .selectFrom('compte')
      .select('id')
      .where('territoireId', '=', '66')
      .where('demo', '=', false)
      .executeTakeFirstOrThrow();
    visitors.push(
      site.anonymous(),
      // Half signed in: with a second factor already, and without any.
      await site.signedIn(demo.comptes.agent, { niveau: 'lien' }),
      await site.signedIn(neuf.id, { niveau: 'lien' }),
    );
    for (const role of roles) visitors.push(await site.signedIn(demo.comptes[role], { confirme: true }));
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      for (const [rank, visitor] of visitors.entries()) {
        const answer = await visitor.get(pathOf(route, objects));
        const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
        if (answer.status === 200 && isPage && route.path !== '/demo/composants')
          seen.set(`${route.path} ${rank}`, answer.text);
      }
    }
  });

  test('toutes les pages, pour chaque rôle', () => {
    expect(seen.size).toBeGreaterThan(150);
    for (const [where, html] of seen) expect(manques(html), where).toEqual([]);
  });

  test('ceux des pages du milieu d’un parcours aussi : la notice vient de l’adresse, sans que la page la demande', () => {
    const shown = new Set([...seen.values()].flatMap((html) => formulaires(html)).map(({ route }) => route.path));
    // What a script sends was typed on its own page, /terrain, which tells of it.
    const unseen = posts.filter((route) => !route.donnees && collecte(route).length > 0 && !shown.has(route.path));
    expect(unseen.length).toBeLessThan(30);
    for (const route of unseen) {
      const page = routes.find(({ method, path }) => method === 'GET' && path === route.path);
      expect(page && collecteDe(page, routes), route.path).toEqual(collecte(route));
    }
  });

  test('un formulaire refusé la porte encore', async () => {
    let refused = 0;
    for (const route of posts.filter((one) => collecte(one).length > 0)) {
      const role = roles.findIndex((one) => permissionOf(route, one) !== undefined);
      const visitor = visitors[3 + role];
      if (visitor === undefined || route.access === 'public') continue;
      const answer = await visitor.post(pathOf(route, objects));
      if (answer.status !== 422) continue;
      refused += 1;
      expect(manques(answer.text), route.path).toEqual([]);
    }
    expect(refused).toBeGreaterThan(10);
  });

  test('oublier la notice, ou la déclaration, se voit', () => {
    const accompagnements = DONNEES.filter(({ cle }) => cle === 'accompagnements');
    const of = (declared: Route['collecte']) => [
      post('/essai', { access: 'public', collecte: declared, handle: async () => ({ kind: 'not-found' }) }),
    ];
    const form = '<form method="post" action="/essai"><input name="nom"/><input name="couleur"/></form>';
    expect(manques(form, of('rien'))).toEqual([
      'Le champ « nom » de /essai a le nom d’une donnée personnelle que la route ne déclare pas.',
    ]);
    const agents = DONNEES.filter(({ cle }) => cle === 'agents');
    expect(manques(form, of(agents))).toEqual([
      'Le formulaire de /essai collecte « agents », et sa page ne le dit pas.',
    ]);
    expect(manques(`${form}<section data-donnee="agents">`, of(agents))).toEqual([]);
    expect(manques(`${form}<section data-donnee="agents">`, of(accompagnements))).toHaveLength(2);
  });
});
