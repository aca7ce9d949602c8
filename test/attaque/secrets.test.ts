import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { appRoutes } from '../../src/app.ts';
import { type Role, roles } from '../../src/domain/compte.ts';
import { PIEGE } from '../../src/features/demandes/views-publiques.tsx';
import type { Database } from '../../src/platform/db.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { openLog } from '../../src/platform/log.ts';
import { testCoffre } from '../coffre.ts';
import { CARTE, IBAN, IBAN_ECRIT, NIR, NIR_ECRIT } from '../numeros.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from '../objets.ts';
import { useCible } from './cible.ts';

const traces: string[] = [];
const log = openLog('debug', { write: (line) => traces.push(line) });
// Each form comes from an address of its own: what is tried here is not stopped by the limits.
const cible = useCible({ log, proxies: 1 });
const options = { database: undefined as unknown as Database, demo: true, url: 'http://localhost', coffre: testCoffre };
const routes = appRoutes(options);

const MOT = 'Tournesol-6174';
const SECRETS = [
  `Son numéro : ${NIR_ECRIT}`,
  NIR,
  `Virement sur ${IBAN_ECRIT.toLowerCase()}`,
  `carte ${CARTE}`,
  `Identifiant fictive, mdp : ${MOT}`,
];
/** The same without anything between their signs, as they are looked for. */
const TRACES = [NIR, NIR_ECRIT, IBAN, IBAN_ECRIT, CARTE, MOT].flatMap((one) => [one, one.toLowerCase()]);

let attackers = 0;
function headers(token: string | undefined): Record<string, string> {
  attackers += 1;
  return {
    origin: cible.url,
    'x-forwarded-for': `203.0.${Math.floor(attackers / 250)}.${attackers % 250}`,
    ...(token === undefined ? {} : { cookie: `${sessionCookie(false)}=${token}` }),
  };
}
const post = (path: string, body: URLSearchParams | FormData, token?: string) =>
  cible.ask(path, { method: 'POST', body, headers: headers(token) });

/** What of the secrets stands in a text, however it is coded in an address or a row. */
const restes = (text: string): readonly string[] => {
  const read = text.replaceAll(/\+|%20|%C2%A0/gi, ' ');
  return TRACES.filter((one) => read.includes(one) || read.includes(Buffer.from(one).toString('hex')));
};

/** The tables where a row holds one of the secrets: journal, « envoi », mail and jobs included. */
async function tablesQuiGardent(): Promise<readonly string[]> {
  const { rows } = await sql<{ nom: string }>`
    select format('%I.%I', schemaname, tablename) as nom from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(cible.base.owner);
  expect(rows.map(({ nom }) => nom)).toEqual(expect.arrayContaining(['public.journal_entree', 'public.envoi']));
  const found: string[] = [];
  for (const { nom } of rows) {
    const held = TRACES.flatMap((one) => [one, Buffer.from(one).toString('hex')]);
    const { rows: kept } = await sql`
      select 1 from ${sql.raw(nom)} as rangee
      where exists (select 1 from unnest(${held}::text[]) as cherche where position(cherche in rangee::text) > 0) limit 1`.execute(
      cible.base.owner,
    );
    if (kept.length > 0) found.push(nom);
  }
  return found;
}

type Formulaire = {
  readonly action: string;
  /** The path of the route that receives it. */
  readonly route: string;
  readonly textes: readonly string[];
  readonly autres: readonly [string, string][];
};

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const TYPES_ECRITS = new Set(['', 'text', 'email', 'tel', 'url', 'search', 'date', 'time']);

/** The forms of a page that write, with what one may type in them. */
function formulaires(html: string): readonly Formulaire[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, attributes = '', inside = '']) => {
    if (attribute(attributes, 'method') !== 'post') return [];
    const action = attribute(attributes, 'action').replaceAll('&amp;', '&');
    const route = routes.find(
      ({ method, path }) =>
        method === 'POST' && new RegExp(`^${path.replace(/:[a-z]+/g, '[0-9a-f-]{36}')}(?:\\?|$)`).test(action),
    );
    const inputs = [...inside.matchAll(/<(?:input|textarea)\b[^>]*>/g)].map(([tag]) => tag);
    const isTyped = (tag: string) => tag.startsWith('<textarea') || TYPES_ECRITS.has(attribute(tag, 'type'));
    // The trap of the public form is left empty: whoever fills it is told that all is well, and nothing is kept.
    const textes = inputs
      .filter(isTyped)
      .flatMap((tag) => (attribute(tag, 'name') === PIEGE ? [] : [attribute(tag, 'name')]));
    const autres = inputs
      .filter((tag) => attribute(tag, 'type') === 'hidden' && attribute(tag, 'name') !== '_cle')
      .map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] satisfies [string, string]);
    return route === undefined || textes.length === 0 ? [] : [{ action, route: route.path, textes, autres }];
  });
}

/** What is typed there is a proof, compared and never kept: a wrong one counts as an attempt, and leads back to the page. */
const PREUVES = new Set(['/connexion/code', '/confirmer']);

describe('Scénario 13 : un mot de passe, un numéro de sécurité sociale, un IBAN', () => {
  const tokens = new Map<Role, string>();
  let objects: Objects;

  beforeAll(async () => {
    for (const role of roles) tokens.set(role, await cible.token(demo.comptes[role], { confirme: true }));
    objects = await objectsOf(cible.base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo);
  });

  /** The first role that may use a route. */
  function tokenFor(route: Route): string | undefined {
    if (route.access === 'public') return undefined;
    return tokens.get(roles.find((role) => permissionOf(route, role) !== undefined) ?? 'equipe');
  }

  test('scénario 13 : dans tous les champs écrits de tous les formulaires, refusé, ni gardé, ni tracé, ni remontré', {
    timeout: 300_000,
  }, async () => {
    const tried = new Set<string>();
    const wrong: string[] = [];
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path !== '/demo/composants')) {
      const token = tokenFor(route);
      const page = await cible.ask(pathOf(route, objects), { headers: headers(token) });
      if (!page.headers.get('content-type')?.startsWith('text/html')) continue;
      for (const { action, route: path, textes, autres } of formulaires(page.text)) {
        if (tried.has(path)) continue;
        tried.add(path);
        for (const secret of SECRETS) {
          const body = new URLSearchParams({ _cle: randomUUID(), ...Object.fromEntries(autres) });
          for (const name of textes) body.append(name, secret);
          const answer = await post(action, body, token);
          const said = `${answer.status} ${answer.text.includes('Escale n’en garde aucun')}`;
          const left = restes([answer.text, answer.location, answer.headers.get('set-cookie')].join(' '));
          if (said !== (PREUVES.has(path) ? '303 false' : '422 true') || left.length > 0) {
            wrong.push(`${path} : ${secret} : ${said} ${left}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried.size).toBeGreaterThan(40);
    expect(await tablesQuiGardent()).toEqual([]);
    expect(traces.length).toBeGreaterThan(200);
    expect(restes(traces.join(''))).toEqual([]);
  });
});
