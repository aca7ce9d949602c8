import { describe, expect, test } from 'vitest';
import { useSmallSite } from '../../../test/small-site.tsx';
import { serveAssets } from '../assets.ts';
import { openLog } from '../log.ts';
import { logObserver, type Seen } from './observation.ts';
import { get, post } from './route.ts';
import type { ServerOptions } from './server.ts';

const site = useSmallSite();
const SECRET = 'secretdesecrets';
const SECRET_ID = '0190f5fe-dead-7bee-8000-5ec4e75ec4e7';

type Line = Omit<Seen, 'watched'> & {
  readonly level: string;
  readonly msg: string;
  readonly error?: { stack: string[] };
};

/** Options that keep what the log says, as `createApp` writes it. */
function logged(options: Partial<ServerOptions> = {}) {
  const lines: Line[] = [];
  const raw: string[] = [];
  const log = openLog('debug', {
    write: (line) => {
      raw.push(line);
      lines.push(JSON.parse(line));
    },
  });
  const all: Partial<ServerOptions> = {
    observers: [logObserver(log)],
    onBug: (error, route, requestId) => log.error('bug', error, { route, requestId }),
    ...options,
  };
  return { lines, raw, all };
}

/** Everything that breaks quotes what it was given. */
const leaky = [
  get('/fuite/:objet', {
    access: 'public',
    load: async (rq) => ({ id: rq.params['objet'] }),
    handle: async (rq, { id }) => {
      throw new Error(`${id} ${rq.query} ${rq.navigateur}`, { cause: new TypeError(rq.path) });
    },
  }),
  post('/fuite/:objet', {
    access: 'public',
    handle: async (rq) => {
      if (rq.query.has('json')) JSON.parse(rq.form.values['nom']?.[0] ?? '');
      await rq.db
        .insertInto('identifiant')
        .values({ territoireId: rq.territoire.id, courriel: rq.form.values['nom']?.[0]?.toUpperCase() ?? '' })
        .execute();
      throw new Error('unreachable');
    },
  }),
];

describe('Le journal technique', () => {
  test('ne garde rien de ce que disent le chemin, la question, les en-têtes, le corps : même quand tout casse', async () => {
    const { lines, raw, all } = logged({ routes: leaky });
    const headers = {
      'user-agent': SECRET,
      referer: `http://localhost/${SECRET}`,
      'x-request-id': SECRET,
      'x-forwarded-for': SECRET,
      cookie: `escale_session=${SECRET}`,
      authorization: `Bearer ${SECRET}`,
    };
    const visitor = site.visitor(all);
    const answers = [
      await visitor.get(`/fuite/${SECRET_ID}?nom=${SECRET}`, headers),
      await visitor.post(`/fuite/${SECRET_ID}?${SECRET}`, { nom: SECRET, [SECRET]: SECRET }, headers),
      await visitor.post(`/fuite/${SECRET_ID}?json`, { nom: SECRET }, headers),
      await visitor.get(`/${SECRET}/${SECRET}`, headers),
      await visitor.get(`/fuite/${SECRET}`, headers),
      await visitor.post(`/fuite/${SECRET_ID}`, { nom: SECRET }, { ...headers, origin: `http://${SECRET}` }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 404, 404, 403]);
    expect(lines.filter(({ msg }) => msg === 'request')).toHaveLength(answers.length);
    expect(lines.filter(({ msg }) => msg === 'bug')).toHaveLength(3);
    expect(raw.join('').toLowerCase()).not.toContain(SECRET);
    expect(raw.join('').toLowerCase()).not.toContain(SECRET_ID);
  });

  test('dit d’une demande son identifiant, sa méthode, sa route, son code, sa durée, son territoire', async () => {
    const { lines, all } = logged();
    const visitor = site.visitor(all);
    await visitor.get(`/objets/${SECRET_ID}?q=1`);
    await visitor.post('/notes', { note: 'journal' });
    await visitor.get('/nulle-part');
    expect(lines).toEqual(
      [
        { level: 'info', msg: 'request', method: 'GET', route: '/objets/:objet', status: 200, territoire: '66' },
        { level: 'info', msg: 'request', method: 'POST', route: '/notes', status: 303, territoire: '66' },
        { level: 'info', msg: 'request', method: 'GET', route: 'aucune', status: 404 },
      ].map((line) => ({ ...line, time: expect.any(String), ms: expect.any(Number), requestId: expect.any(String) })),
    );
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(3);
  });

  test('relie l’erreur, la demande, la réponse et la page par le même identifiant', async () => {
    const { lines, all } = logged();
    const answer = await site.visitor(all).get('/panne');
    const id = answer.headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
    expect(answer.text).toContain(`Référence à donner : <code>${id}</code>`);
    expect(lines.map(({ msg, level, requestId }) => [msg, level, requestId])).toEqual([
      ['bug', 'error', id],
      ['request', 'warn', id],
    ]);
    expect(lines[0]?.error?.stack.join(' ')).toContain('small-site.tsx');
  });

  test('une page sans panne ne donne pas de référence', async () => {
    for (const path of ['/', '/nulle-part', '/reserve']) {
      expect((await site.visitor().get(path)).text).not.toContain('Référence');
    }
  });

  test('nomme les fichiers d’un mot, et une méthode inconnue aussi', async () => {
    const { lines, all } = logged({ before: [serveAssets()] });
    const app = site.open(all);
    await app.request('/robots.txt');
    await app.request('/', { method: 'PROPFIND' });
    await app.request('/', { method: 'HEAD' });
    expect(lines.map(({ method, route }) => [method, route])).toEqual([
      ['GET', '/assets/*'],
      ['aucune', 'aucune'],
      ['HEAD', '/'],
    ]);
  });

  test('les programmes qui veillent ne se voient qu’en détail, sauf quand tout va mal', async () => {
    const health = (status: number) =>
      ({
        method: 'GET',
        path: `/sante-${status}`,
        access: 'public',
        handle: async () => new Response(null, { status }),
      }) as const;
    const { lines, all } = logged({ watches: [health(200), health(503)] });
    await site.visitor(all).get('/sante-200');
    await site.visitor(all).get('/sante-503');
    expect(lines.map(({ level, route }) => [level, route])).toEqual([
      ['debug', '/sante-200'],
      ['warn', '/sante-503'],
    ]);
  });
});

describe('L’identifiant d’une demande', () => {
  const told = async (given: string | undefined, proxies: number) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    return (await site.visitor({ proxies }).get('/', headers)).headers.get('x-request-id') ?? '';
  };

  test('est celui que donne un serveur de confiance placé devant', async () => {
    expect(await told('7b2f0c1e-4a55-4c3e-9d1f-2f6a3f0d9a11', 1)).toBe('7b2f0c1e-4a55-4c3e-9d1f-2f6a3f0d9a11');
  });

  test.each([
    ['sans serveur devant', 'abcdefgh-1234', 0],
    ['absent', undefined, 1],
    ['vide', '', 1],
    ['trop court', 'abc', 1],
    ['trop long', 'a'.repeat(65), 1],
    ['avec une adresse', 'secret@exemple.fr', 1],
    ['avec des espaces', 'un deux trois', 1],
    ['avec du HTML', '<script>alert(1)</script>', 1],
    ['avec des guillemets', '"},{"level":"fatal"', 1],
  ] as const)('est le nôtre %s', async (_, given, proxies) => {
    expect(await told(given, proxies)).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
  });
});
