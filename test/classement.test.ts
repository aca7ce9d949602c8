import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { appRoutes } from '../src/app.ts';
import type { Role } from '../src/domain/compte.ts';
import type { Database } from '../src/platform/db.ts';
import { useBase } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { openSite, type Visitor } from './visitor.ts';

/*
 * Nobody is ranked: whoever leads the agents sees the same list of them, in the same order, however much each has done. The test makes one
 * agent do a lot, and compares every page that names agents with what it was before.
 */
const base = useBase({ demo: true });
const LECTEURS: readonly Role[] = ['equipe', 'direction', 'referent'];

/** Pages and files that the role opens by their address alone. */
const chemins = (role: Role): readonly string[] =>
  appRoutes({
    database: undefined as unknown as Database,
    demo: true,
    url: 'http://localhost',
    coffre: testCoffre,
    cles: testCles,
  })
    .filter(
      ({ method, path, access }) =>
        method === 'GET' && !path.includes(':') && access !== 'public' && access[role] !== undefined,
    )
    .map(({ path }) => path);

const main = (html: string): string => {
  const start = html.indexOf('<main');
  return start < 0 ? html : html.slice(start, html.indexOf('</main>'));
};

/** The addresses of a page's own ways of sorting. */
const tris = (html: string): string[] => [
  ...new Set(
    [...main(html).matchAll(/href="([^"]*[?&](?:amp;)?tri=[^"]*)"/g)].map(([, href]) =>
      (href ?? '').replaceAll('&amp;', '&'),
    ),
  ),
];

let noms: readonly { readonly id: string; readonly nom: string }[];
const visitors = new Map<Role, Visitor>();

/** The agents that a page names, in its order. */
function agentsNommes(html: string): string[] {
  const text = main(html);
  return noms
    .flatMap(({ nom }) => [...text.matchAll(new RegExp(nom, 'g'))].map(({ index }) => ({ nom, index })))
    .sort((a, b) => a.index - b.index)
    .map(({ nom }) => nom);
}

/** The rows of tables that name an agent, as they read; what changes at each request (keys, nonces) is no text. */
function lignes(html: string): string[] {
  return [...main(html).matchAll(/<tr>.*?<\/tr>/gs)]
    .map(([row]) => row)
    .filter((row) => noms.some(({ id, nom }) => row.includes(`/agents/${id}`) || row.includes(nom)))
    .map((row) =>
      row
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

type Vue = { readonly agents: readonly string[]; readonly lignes: readonly string[] };

async function lire(role: Role): Promise<Map<string, Vue>> {
  const visitor = visitors.get(role);
  if (visitor === undefined) throw new Error(`Nobody is signed in as ${role}`);
  const seen = new Map<string, Vue>();
  const waiting = [...chemins(role)];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path)) continue;
    const { status, text, headers } = await visitor.get(path);
    if (status !== 200 || !/text\/(html|csv)/.test(headers.get('content-type') ?? '')) continue;
    seen.set(path, { agents: agentsNommes(text), lignes: lignes(text) });
    if (agentsNommes(text).length > 1 && !path.includes('tri=')) waiting.push(...tris(text));
  }
  return seen;
}

/** An agent who, from one day to the next, has done more than all the others: help out of any séance, in the months gone by. */
async function travaillerBeaucoup(agentId: string): Promise<void> {
  await sql`insert into accompagnement (territoire_id, id, agent_id, jour, duree_minutes, thematiques, objectif, issue, genre, tranche_age,
      statut_social, type_lieu)
    select '66', gen_random_uuid(), ${agentId}::uuid, current_date - (n % 40) - 1, 45, '{Email}', 'autre', 'faite', 'NonCommunique',
      'NonCommunique', 'NonCommunique', 'ADistance'
    from generate_series(1, 3000) n`.execute(base.owner);
}

describe('personne n’est classé', () => {
  beforeAll(async () => {
    noms = await base.owner.selectFrom('agent').select(['id', 'nom']).where('territoireId', '=', '66').execute();
    const site = openSite(base.request);
    const comptes = demo.comptes as unknown as Readonly<Record<Role, string>>;
    for (const role of LECTEURS) visitors.set(role, await site.signedIn(comptes[role]));
  });

  test('ni l’ordre des agents, ni ce qu’une ligne dit d’un agent ne dépend de ce qu’il a fait, sur aucune page', async () => {
    const before = new Map<Role, Map<string, Vue>>();
    for (const role of LECTEURS) before.set(role, await lire(role));
    const pilotage = async () => main((await visitors.get('direction')?.get('/pilotage'))?.text ?? '');
    const total = await pilotage();
    // The last of the list by name: a ranking would bring him up.
    await travaillerBeaucoup(demo.agents.autre);
    expect(await pilotage()).not.toBe(total);
    for (const role of LECTEURS) expect(await lire(role), role).toEqual(before.get(role));

    const agents = before.get('equipe');
    expect(agents?.get('/agents')?.agents.length).toBeGreaterThan(15);
    expect([...(agents?.keys() ?? [])].filter((path) => path.startsWith('/agents?')).length).toBeGreaterThan(4);
    expect([...(agents?.values() ?? [])].flatMap((one) => one.lignes).length).toBeGreaterThan(20);
  });
});
