import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBase } from '../test/base.ts';
import { testCles } from '../test/cles-partagees.ts';
import { testCoffre } from '../test/coffre.ts';
import { openSite, type Visitor } from '../test/visitor.ts';
import { appRoutes } from './app.ts';
import { type Role, roles, rolesLibelles } from './domain/compte.ts';
import type { Database } from './platform/db.ts';
import { troubleStatus } from './platform/http/server.ts';
import { accueil, layout, planDuSite, trouble } from './site.tsx';

const base = useBase({ demo: true });
const routes = appRoutes({
  database: undefined as unknown as Database,
  demo: true,
  url: 'http://localhost',
  coffre: testCoffre,
  cles: testCles,
});
const pages = routes.filter(({ method, path }) => method === 'GET' && !/\.(pdf|csv)$/.test(path));

let site: ReturnType<typeof openSite>;
let objects: Readonly<Record<string, string>>;
const visitors = new Map<Role, Visitor>();

beforeAll(async () => {
  site = openSite(base.request);
  for (const role of roles) visitors.set(role, await site.signedIn(demo.comptes[role]));
  const structure = demo.structures.alberes;
  const agent = demo.agents.demo;
  const convention = await first('convention', 'structureId', structure);
  objects = {
    structure,
    agent,
    convention,
    lieu: demo.lieux.alberes,
    referent: await first('referent', 'structureId', structure),
    evenement: await first('conventionEvenement', 'conventionId', convention),
    permanence: await first('permanence', 'lieuId', demo.lieux.alberes),
    seance: await first('seance', 'agentId', agent),
    accompagnement: await first('accompagnement', 'agentId', agent),
  };
});

type Table = 'convention' | 'referent' | 'conventionEvenement' | 'permanence' | 'seance' | 'accompagnement';

async function first(table: Table, column: string, value: string): Promise<string> {
  const query = base.owner.selectFrom(table).select('id').where('territoireId', '=', '66');
  return (
    await query
      .where(column as 'id', '=', value)
      .orderBy('id')
      .executeTakeFirstOrThrow()
  ).id;
}

/** The page of a route, as the first role that may read it. */
async function open(path: string, query = ''): Promise<{ status: number; text: string; csp: string }> {
  const route = pages.find((one) => one.path === path);
  const role = roles.find((one) => route?.access !== 'public' && route?.access[one] !== undefined);
  const visitor = (role && visitors.get(role)) ?? site.anonymous();
  const { status, text, headers } = await visitor.get(
    path.replace(/:([a-z]+)/g, (_, name: string) => objects[name] ?? name) + query,
  );
  return { status, text, csp: headers.get('content-security-policy') ?? '' };
}

describe('Chaque page', () => {
  test.each(pages.map(({ path }) => path))('%s ne porte ni style en ligne, ni script sans nonce', async (path) => {
    const { text, csp } = await open(path);
    if (!text.startsWith('<!DOCTYPE html>')) return;
    const [, nonce] = /'nonce-([^']+)'/.exec(csp) ?? [];
    expect(text).not.toMatch(/<[^>]*\sstyle\s*=/i);
    expect(text).not.toMatch(/<style/i);
    expect(text).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
    expect(text).not.toMatch(/(?:href|src|action)="\s*(?:javascript|data):/i);
    for (const [tag] of text.matchAll(/<script[^>]*>/g)) {
      expect(tag).toContain(`nonce="${nonce}"`);
      expect(tag).toMatch(/ src="\/assets\//);
    }
    expect(text).toContain('<html lang="fr"');
    expect(text.match(/<h1/g)).toHaveLength(1);
    expect(text).not.toMatch(/undefined|\[object Object\]|NaN/);
  });

  const hostile = [
    '%00',
    '%E2%80%AE',
    "'%20or%201=1--",
    '%3Cscript%3Ealert(1)%3C/script%3E',
    '%',
    '-1',
    '9'.repeat(30),
    '31/02/2026',
    '🧭',
  ];
  const names = [
    'q',
    'page',
    'tri',
    'sens',
    'jour',
    'mois',
    'annee',
    'commune',
    'statut',
    'type',
    'suite',
    'jeton',
    'trimestre',
    'theme',
    'lieu',
    'agent',
  ];
  test.each(pages.map(({ path }) => path))('%s survit à une adresse hostile', async (path) => {
    for (const value of hostile) {
      const { status, text } = await open(path, `?${names.map((name) => `${name}=${value}`).join('&')}`);
      expect(status, value).toBeLessThan(500);
      expect(text).not.toContain('<script>alert');
    }
  });
});

describe('La navigation', () => {
  test.each(roles)('mène le rôle %s où il a le droit d’aller', async (role) => {
    const visitor = visitors.get(role);
    expect((await visitor?.get('/accueil'))?.location).toBe(accueil(role));
    const plan = planDuSite(role).flatMap(({ entrees }) => entrees);
    for (const { href, label } of plan) {
      const answer = await visitor?.get(href);
      expect(answer?.status, href).toBe(200);
      expect(label).not.toBe('');
    }
    const page = await visitor?.get(accueil(role));
    expect(page?.text).toContain(rolesLibelles[role]);
    expect(page?.text).toMatch(/aria-current="page"/);
    expect(page?.text).toContain('action="/deconnexion"');
  });

  test.each(['/accompagnements', '/mes-heures', '/mon-activite'])('%s est avec les deux autres', async (path) => {
    const text = (await visitors.get('agent')?.get(path))?.text ?? '';
    const [, menu = '', groupe = ''] = text.match(/<nav id="navigation"(.*?)<\/nav>.*?<nav(.*?)<\/nav>/s) ?? [];
    expect(menu).toContain('<a href="/accompagnements" aria-current="page">');
    expect(groupe).toContain('aria-label="Ce que j’ai fait"');
    const links = [...groupe.matchAll(/href="([^"]+)"( aria-current="page")?/g)];
    expect(links.map(([, href]) => href)).toEqual(['/accompagnements', '/mes-heures', '/mon-activite']);
    expect(links.filter(([, , current]) => current !== undefined).map(([, href]) => href)).toEqual([path]);
  });

  test('d’un agent tient en sept entrées, une ligne sur un bureau ; ses autres pages n’ont que celle-là', async () => {
    const menu = (path: string) => visitors.get('agent')?.get(path);
    const text = (await menu('/accompagnements/nouveau'))?.text ?? '';
    expect(text).toContain('<a href="/accompagnements" aria-current="page">');
    expect(text).not.toContain('Ce que j’ai fait');
    const [, list = ''] = /<nav id="navigation"(.*?)<\/nav>/s.exec(text) ?? [];
    expect(list.match(/<li>/g)).toHaveLength(7);
  });

  test('de qui n’est pas connecté mène partout', async () => {
    for (const { href } of planDuSite(undefined).flatMap(({ entrees }) => entrees)) {
      expect((await site.anonymous().get(href)).status, href).toBe(200);
    }
  });
});

describe('Quand la page ne peut pas être montrée', () => {
  const view = {
    territoire: undefined,
    compte: undefined,
    path: '/',
    flash: undefined,
    collecte: [],
    key: 'cle',
    nonce: 'nonce',
  };
  test.each(Object.keys(troubleStatus) as (keyof typeof troubleStatus)[])(
    '%s se dit en français, avec que faire',
    (kind) => {
      const content = trouble(kind);
      const html = layout(false)(view, content);
      expect(content.title).toMatch(/^[A-ZÉ]/);
      expect(html).toContain(content.title);
      expect(html).toContain('Aller à la page d’accueil');
      expect(html.match(/<p>[^<]+\.<\/p>/g)?.length).toBeGreaterThanOrEqual(2);
    },
  );
});
