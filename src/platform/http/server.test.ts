import { createServer } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useSmallSite } from '../../../test/small-site.tsx';
import { inTerritoire, openDatabase } from '../db.ts';
import { donnees } from './reply.ts';
import { get, post } from './route.ts';

const site = useSmallSite();

describe('Ce que porte chaque réponse', () => {
  test.each(['/', '/fichier', '/reserve', '/nulle-part', '/objets/1'])('%s est protégée', async (path) => {
    const { headers } = await site.visitor().get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('geolocation=()');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('chaque page a son nonce, et lui seul ouvre les scripts', async () => {
    const visitor = site.visitor();
    const nonces = new Set<string>();
    for (let page = 0; page < 5; page += 1) {
      const { headers, text } = await visitor.get('/');
      const [, nonce = ''] = /nonce="([^"]+)"/.exec(text) ?? [];
      const scripts = /script-src ([^;]+)/.exec(headers.get('content-security-policy') ?? '');
      expect(scripts?.[1]).toBe(`'nonce-${nonce}'`);
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(5);
  });

  test('une demande HEAD a les en-têtes de la page, sans elle', async () => {
    const app = site.open();
    for (const [path, status] of [
      ['/', 200],
      ['/fichier', 200],
      ['/reserve', 303],
      ['/nulle-part', 404],
    ] as const) {
      const response = await app.request(path, { method: 'HEAD' });
      expect(response.status, path).toBe(status);
      expect(await response.text()).toBe('');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s n’existe pas', async (method) => {
    const response = await site.open().request('/notes', { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Page introuvable');
  });
});

describe('Adresses mal écrites', () => {
  test.each([
    '/objets/1',
    '/objets/%00',
    '/objets/%',
    '/objets/%E0%A4%A',
    '/objets/%ff%fe',
    '/objets/..%2f..%2fetc%2fpasswd',
    '/objets/00000000-0000-7000-8000-00000000000A',
    `/objets/${'a'.repeat(5000)}`,
    '/%00',
    '/%',
    '//ailleurs.invalid/%2e%2e',
  ])('%s est introuvable', async (path) => {
    const answer = await site.visitor().get(path);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Page introuvable');
  });

  test('ce qui suit « ? » est lu au mieux, sans NUL', async () => {
    const read = async (query: string) => /<main><p>([^<]*)/.exec((await site.visitor().get(`/?${query}`)).text)?.[1];
    expect(await read('q=%C3%A9t%C3%A9')).toBe('été');
    expect(await read('q=a%00b')).toBe('ab');
    expect(await read('q=100%')).toBe('100%');
    expect(await read('q=%ff')).toBe('\ufffd');
    expect(await read('q=<script>')).toBe('&lt;script&gt;');
    expect(await read('%00q=1&&&=')).toBe('');
  });

  test('un cookie mal écrit compte pour absent', async () => {
    for (const cookie of [
      'escale_session=%',
      'escale_session',
      '=;;=',
      'escale_session=%00',
      `escale_session=${'a'.repeat(9000)}`,
    ]) {
      const answer = await site.visitor().get('/reserve', { cookie });
      expect(answer.location).toBe('/connexion?suite=%2Freserve');
    }
    expect((await site.visitor().get('/', { cookie: 'escale_message=%E0%A4%A' })).status).toBe(200);
  });
});

describe('Se connecter d’abord', () => {
  test('revient à la page demandée', async () => {
    expect((await site.visitor().get('/reserve')).location).toBe('/connexion?suite=%2Freserve');
    expect((await site.visitor().post('/reserve')).location).toBe('/connexion?suite=%2Freserve');
  });

  test('un formulaire qui n’a pas de page ramène où était son bouton', async () => {
    expect((await site.visitor().post('/reserve/jeter')).location).toBe('/connexion?suite=%2Freserve');
  });
});

describe('Le message après un envoi', () => {
  test('se montre une fois, et se montre tel quel', async () => {
    const visitor = site.visitor();
    const sent = await visitor.post('/notes', { note: '<b>été</b>' });
    const cookie = (sent.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(sent.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Lax; Max-Age=60');
    const page = await visitor.get('/', { cookie });
    expect(page.text).toContain('<p class="flash">« &lt;b&gt;été&lt;/b&gt; » est notée.</p>');
    expect(page.headers.get('set-cookie')).toContain('escale_message=; ');
    expect(page.headers.get('set-cookie')).toContain('Max-Age=0');
    const after = await visitor.get('/');
    expect(after.text).toContain('<p class="flash"></p>');
    expect(after.headers.get('set-cookie')).toBeNull();
  });

  test('n’est confié qu’à une connexion chiffrée quand le site l’est', async () => {
    const sent = await site.visitor({ secure: true }).post('/notes', { note: 'chiffrée' });
    expect(sent.headers.get('set-cookie')).toContain('; Secure');
  });
});

describe('Ce qui va mal', () => {
  test('une panne se dit sans détail', async () => {
    const answer = await site.visitor({ onBug: () => undefined }).get('/panne');
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Une erreur est survenue');
    expect(answer.text).not.toContain('secret');
  });

  test('un hôte que personne ne sert est introuvable', async () => {
    const visitor = site.visitor({ findTerritoire: async () => undefined });
    expect((await visitor.get('/')).status).toBe(404);
    expect((await visitor.post('/notes', { note: 'nulle part' })).status).toBe(404);
    expect(await site.notes()).not.toContain('nulle part');
  });

  test('une page ne peut rien écrire', async () => {
    const writes = get('/ecrit', {
      access: 'public',
      handle: async (rq) => {
        await sql`delete from courriel`.execute(rq.db);
        throw new Error('unreachable');
      },
    });
    const bugs: unknown[] = [];
    await site.visitor({ routes: [writes], onBug: (error) => bugs.push(error) }).get('/ecrit');
    expect(String(bugs[0])).toContain('read-only transaction');
  });

  test('la base arrêtée se dit, avec quand revenir', async () => {
    const port = await freePort();
    const away = openDatabase(`postgres://personne@127.0.0.1:${port}/rien`);
    const missingSocket = openDatabase('postgres://personne@localhost/rien?host=/nulle-part');
    for (const database of [away, missingSocket]) {
      const visitor = site.visitor({ database, onBug: () => undefined });
      for (const answer of [await visitor.get('/'), await visitor.post('/notes', { note: 'absente' })]) {
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe('10');
        expect(answer.text).toContain('momentanément indisponible');
        expect(answer.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|nulle-part/);
      }
      await database.destroy();
    }
  });

  test('la base coupée au milieu d’une page se dit aussi, et la suivante revient', async () => {
    const cut = get('/coupe', {
      access: 'public',
      handle: async (rq) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(rq.db);
        await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(rq.db);
        throw new Error('unreachable');
      },
    });
    const visitor = site.visitor({ routes: [cut], onBug: () => undefined });
    const answer = await visitor.get('/coupe');
    expect(answer.status).toBe(503);
    await inTerritoire(site.base.request, '66', (db) => sql`select 1`.execute(db));
  });
});

/** A port of this machine where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 1;
}

describe('Ce qu’un script d’Escale demande', () => {
  const demander = (path: string, options: Parameters<typeof site.open>[0] = {}, method = 'POST') => {
    const routes = [
      post('/envoi', { access: 'public', donnees: true, handle: async () => donnees({}) }),
      post('/reserve', { access: { equipe: true }, donnees: true, handle: async () => donnees({}) }),
      get('/rien', { access: 'public', donnees: true, load: async () => undefined, handle: async () => donnees({}) }),
      get('/panne', {
        access: 'public',
        donnees: true,
        handle: async () => {
          throw new Error('secret detail of the machine');
        },
      }),
    ];
    const headers = { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' };
    const body = method === 'POST' ? `"${'x'.repeat(path === '/envoi?lourd' ? 2_000_000 : 1)}"` : null;
    const app = site.open({ routes, onBug: () => undefined, ...options });
    return app.request(path, { method, headers, body });
  };

  test.each([
    ['trop de monde', '/envoi', 'POST', { maxInFlight: 0 }, 503, 'Réessayez'],
    ['trop lourd', '/envoi?lourd', 'POST', {}, 413, 'dépasse la taille'],
    ['introuvable', '/rien', 'GET', {}, 404, 'n’existe pas'],
    ['une panne', '/panne', 'GET', {}, 500, 'L’erreur est notée'],
  ] as const)('%s : le statut, et une phrase en JSON', async (_, path, method, options, status, sentence) => {
    const response = await demander(path, options, method);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
    const text = await response.text();
    expect(text).not.toContain('secret detail');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['message']);
    expect(text).toContain(sentence);
  });

  test('sans session, il est renvoyé se connecter, comme une page', async () => {
    expect((await demander('/reserve')).status).toBe(303);
  });
});
