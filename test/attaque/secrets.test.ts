import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { appRoutes } from '../../src/app.ts';
import { type Role, roles } from '../../src/domain/compte.ts';
import { TYPES_EVENEMENT } from '../../src/features/conventions/rules.ts';
import { PIEGE } from '../../src/features/demandes/views-publiques.tsx';
import type { Database } from '../../src/platform/db.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { openLog } from '../../src/platform/log.ts';
import { testCles } from '../cles-partagees.ts';
import { testCoffre } from '../coffre.ts';
import { CARTE, IBAN, IBAN_ECRIT, NIR, NIR_ECRIT } from '../numeros.ts';
import { type Objects, objectsOf, pathOf, permissionOf } from '../objets.ts';
import { pngBavard } from '../photos.ts';
import { useCible } from './cible.ts';

const traces: string[] = [];
const log = openLog('debug', { write: (line) => traces.push(line) });
// Each form comes from an address of its own: what is tried here is not stopped by the limits.
const cible = useCible({ log, proxies: 1 });
const options = {
  database: undefined as unknown as Database,
  demo: true,
  url: 'http://localhost',
  coffre: testCoffre,
  cles: testCles,
};
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

const EVENEMENTS = '/conventions/:convention/evenements/nouveau';

/** Forms that refuse otherwise, or have nothing to refuse: what they answer; nothing typed there is kept either. */
const AUTREMENT: Readonly<Record<string, string>> = {
  // A proof is compared: a wrong one counts as an attempt, and leads back to the page.
  '/connexion/code': '303 false',
  '/confirmer': '303 false',
  // A search looks for what is left once the secret is taken out.
  '/mandats/recherche': '200 false',
  '/remises/:remise/recherche': '200 false',
  // The access of the one who asks is open already: the reason is not read.
  '/mandats/:mandat/acces': '303 false',
};

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

  /** An event has the form of its type. */
  async function formulairesDesEvenements(token: string | undefined): Promise<readonly Formulaire[]> {
    const path = EVENEMENTS.replace(':convention', objects['convention'] ?? '');
    const pages = Object.keys(TYPES_EVENEMENT).map((type) =>
      cible.ask(`${path}?type=${type}`, { headers: headers(token) }),
    );
    return (await Promise.all(pages)).flatMap(({ text }) => formulaires(text));
  }

  test('scénario 13 : dans tous les champs écrits de tous les formulaires, refusé, ni gardé, ni tracé, ni remontré', {
    timeout: 300_000,
  }, async () => {
    const tried = new Set<string>();
    const wrong: string[] = [];
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path !== '/demo/composants')) {
      const token = tokenFor(route);
      const shown = formulaires((await cible.ask(pathOf(route, objects), { headers: headers(token) })).text);
      const events = route.path === EVENEMENTS ? await formulairesDesEvenements(token) : [];
      for (const { action, route: path, textes, autres } of [...shown, ...events]) {
        const once = `${path} ${textes}`;
        if (tried.has(once)) continue;
        tried.add(once);
        for (const secret of SECRETS) {
          const body = new URLSearchParams({ _cle: randomUUID(), ...Object.fromEntries(autres) });
          for (const name of textes) body.append(name, secret);
          const answer = await post(action, body, token);
          const said = `${answer.status} ${answer.text.includes('Escale n’en garde aucun')}`;
          const left = restes([answer.text, answer.location, answer.headers.get('set-cookie')].join(' '));
          if (said !== (AUTREMENT[path] ?? '422 true') || left.length > 0) {
            wrong.push(`${path} : ${secret} : ${said} ${left}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried.size).toBeGreaterThan(50);
    expect(await tablesQuiGardent()).toEqual([]);
    expect(traces.length).toBeGreaterThan(200);
    expect(restes(traces.join(''))).toEqual([]);
  });

  test('scénario 13 : cherché, il n’est ni trouvé, ni tracé, ni remontré', { timeout: 60_000 }, async () => {
    const champs = ['q', 'ou', 'commune', 'au', 'du', 'jour', 'suite', 'etat', 'nature', 'tri', 'numero', 'objet'];
    const searches = routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'));
    for (const [rank, route] of searches.entries()) {
      const secret = SECRETS[rank % SECRETS.length] ?? '';
      const asked = new URLSearchParams(champs.map((name) => [name, secret])).toString();
      const answer = await cible.ask(`${route.path}?${asked}`, { headers: headers(tokenFor(route)) });
      const left = restes([answer.text, answer.location, answer.headers.get('set-cookie')].join(' '));
      expect(left, `${route.path} ${secret}`).toEqual([]);
      expect(answer.status, route.path).toBeLessThan(500);
    }
    const found = await cible.ask(`/structures?q=${NIR}`, { headers: headers(tokens.get('equipe')) });
    expect(found.text).toContain('value="[numéro de sécurité sociale retiré]"');
    // Whoever is not signed in is led to the door, and back to a search that no longer holds it.
    const led = await cible.ask(`/structures?q=${NIR}`);
    expect(led.location).toMatch(/^\/connexion\?suite=/);
    expect(restes(led.location ?? '')).toEqual([]);
    expect(await tablesQuiGardent()).toEqual([]);
    expect(restes(traces.join(''))).toEqual([]);
  });

  test('scénario 13 : dans le nom d’un fichier, il en est retiré, et la page le dit', async () => {
    const equipe = tokens.get('equipe');
    const path = `/conventions/${objects['convention']}/pieces/nouvelle`;
    const names = [`attestation ${NIR_ECRIT}.png`, `${NIR}.png`, `${IBAN}.png`, `rib ${IBAN_ECRIT}.png`];
    for (const [rank, name] of names.entries()) {
      const form = new FormData();
      form.set('_cle', randomUUID());
      form.set('evenementId', '');
      form.set('fichier', new File([Buffer.from(pngBavard()), new Uint8Array(rank)], name, { type: 'image/png' }));
      const answer = await post(path, form, equipe);
      expect([answer.status, restes(answer.text)], name).toEqual([303, []]);
      expect(decodeURIComponent(answer.headers.get('set-cookie') ?? '')).toMatch(/Le nom du fichier contenait un/);
    }
    const page = await cible.ask(`/conventions/${objects['convention']}`, { headers: headers(equipe) });
    expect(page.text).toContain('attestation [numéro de sécurité sociale retiré].png');
    expect(page.text).toContain('[IBAN retiré].png');
    expect(restes(page.text)).toEqual([]);
    expect(await tablesQuiGardent()).toEqual([]);
    expect(restes(traces.join(''))).toEqual([]);
  });

  test('scénario 13 : un champ que le formulaire n’attend pas n’en laisse rien non plus', async () => {
    const path = `/conventions/${objects['convention']}/evenements/nouveau`;
    const body = new URLSearchParams({ _cle: randomUUID(), type: 'note', texte: 'Appelé la mairie.' });
    for (const [rank, secret] of SECRETS.entries()) body.append(`autre${rank}`, secret);
    const answer = await post(path, body, tokens.get('equipe'));
    expect(restes(`${answer.text} ${answer.location}`)).toEqual([]);
    expect(await tablesQuiGardent()).toEqual([]);
  });

  test('la recherche dans la base trouve bien ce qui y serait', async () => {
    const note = { territoireId: '66', id: randomUUID(), genre: 'compte', destinataire: 'x@exemple.fr', sujet: '' };
    await cible.base.owner
      .insertInto('courriel')
      .values({ ...note, texte: `dit : ${NIR_ECRIT}` })
      .execute();
    expect(await tablesQuiGardent()).toEqual(['public.courriel']);
    expect(restes(`?q=${NIR_ECRIT.replaceAll(' ', '+')}`)).toEqual([NIR_ECRIT, NIR_ECRIT]);
  });
});
