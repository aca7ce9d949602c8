import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demo, voisin } from '../../db/demo/ids.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { runJobs } from '../jobs.ts';
import { useCible } from './cible.ts';

const cible = useCible();
const { comptes, structures } = demo;
const as = (token: string) => ({ headers: { cookie: `${sessionCookie(false)}=${token}` } });

describe('Se faire passer pour un autre', () => {
  test('une session volée ne sert plus après la déconnexion', async () => {
    const token = await cible.token(comptes.equipe);
    expect((await cible.ask('/structures', as(token))).status).toBe(200);
    await cible.send('/deconnexion', {}, { token });
    expect((await cible.ask('/structures', as(token))).location).toContain('/connexion');
  });

  test('ni après que son propriétaire a fermé ses autres connexions', async () => {
    const [stolen, own] = [await cible.token(comptes.equipe), await cible.token(comptes.equipe)];
    await cible.send('/mon-compte/sessions/autres/fermer', {}, { token: own });
    expect((await cible.ask('/structures', as(stolen))).location).toContain('/connexion');
  });

  test('une session plantée avant la connexion n’est pas celle d’après', async () => {
    const planted = await cible.token(comptes.direction, { niveau: 'lien' });
    const answer = await cible.send('/connexion/demo', { compte: comptes.dpo }, { token: planted });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).not.toContain(planted);
    expect((await cible.ask('/accueil', as(planted))).location).toContain('/connexion');
  });

  test('une session à moitié ouverte n’ouvre rien', async () => {
    const token = await cible.token(comptes.equipe, { niveau: 'lien' });
    for (const path of ['/structures', '/mon-compte', '/confirmer', '/connexion/casquette', '/agents.csv']) {
      expect((await cible.ask(path, as(token))).location, path).toContain('/connexion/code');
    }
  });

  test('une session d’un territoire n’ouvre pas l’autre', async () => {
    const token = await cible.token(voisin.comptes.equipe, { territoireId: '00' });
    expect((await cible.ask('/structures', as(token))).location).toContain('/connexion');
  });

  test('un code deviné bloque la boîte aux lettres, pour tous ses navigateurs', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 12 }, () => cible.token(comptes.administrateur, { niveau: 'lien' })),
    );
    const answers = await Promise.all(
      tokens.map((token) => cible.send('/connexion/code', { code: '000000' }, { token })),
    );
    expect(answers.filter(({ location }) => location?.includes('refus=faux')).length).toBeLessThanOrEqual(4);
    expect(answers.some(({ location }) => location?.includes('refus=attendre'))).toBe(true);
  });

  test('deux cookies du même nom n’ouvrent pas deux fois', async () => {
    const token = await cible.token(comptes.dpo);
    const cookie = `${sessionCookie(false)}=${token}; ${sessionCookie(false)}=autre`;
    const { status, location } = await cible.ask('/journal', { headers: { cookie } });
    expect([200, 303]).toContain(status);
    if (status === 303) expect(location).toContain('/connexion');
  });
});

describe('Faire agir quelqu’un à son insu', () => {
  const form = { nom: 'Jamais', fonction: 'Maire', courriel: '', telephone: '' };
  const path = `/structures/${structures.alberes}/referents/nouveau`;

  test.each([
    ['d’un autre site', { origin: 'https://ailleurs.invalid' }],
    ['d’une page sans origine', { origin: 'null' }],
    ['d’un voisin du même domaine', { origin: 'http://piege.localhost' }],
  ])('un formulaire %s est refusé', async (_, headers) => {
    const token = await cible.token(comptes.equipe);
    expect((await cible.send(path, form, { token, headers })).status).toBe(403);
  });

  test.each(['application/json', 'text/plain', 'multipart/form-data'])('un corps en %s est refusé', async (type) => {
    const token = await cible.token(comptes.equipe);
    const answer = await cible.ask(path, {
      method: 'POST',
      body: JSON.stringify({ ...form, _cle: randomUUID() }),
      headers: { origin: cible.url, 'content-type': type, ...as(token).headers },
    });
    expect(answer.status).toBe(400);
  });

  test.each(['https://ailleurs.invalid', 'null'])('du JSON venu de %s est refusé avant d’être lu', async (origin) => {
    const answer = await cible.ask(path, {
      method: 'POST',
      body: JSON.stringify({ ...form, _cle: randomUUID() }),
      headers: { origin, 'content-type': 'application/json', ...as(await cible.token(comptes.equipe)).headers },
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    ['sans dire d’où', {}],
    ['d’une adresse qui commence comme la nôtre', { referer: 'http://localhost.evil.invalid/' }],
    ['d’un cadre d’un autre site', { 'sec-fetch-site': 'cross-site' }],
    ['d’un sous-domaine', { 'sec-fetch-site': 'same-site' }],
  ])('un formulaire envoyé %s est refusé', async (_, headers) => {
    const answer = await cible.ask(path, {
      method: 'POST',
      body: new URLSearchParams({ ...form, _cle: randomUUID() }),
      headers: { ...as(await cible.token(comptes.equipe)).headers, ...headers },
    });
    expect(answer.status).toBe(403);
  });

  test('la clé d’un formulaire déjà envoyé ne ressert pas à un autre', async () => {
    const [owner, other] = [await cible.token(comptes.equipe), await cible.token(comptes.equipeAdjoint)];
    const _cle = randomUUID();
    expect((await cible.send(path, { ...form, nom: 'Une fois', _cle }, { token: owner })).status).toBe(303);
    expect((await cible.send(path, { ...form, nom: 'Deux fois', _cle }, { token: other })).status).toBe(400);
    const rows = await cible.base.owner
      .selectFrom('referent')
      .select('nom')
      .where('nom', 'in', ['Une fois', 'Deux fois'])
      .execute();
    expect(rows).toEqual([{ nom: 'Une fois' }]);
  });

  test.each(['__proto__', 'constructor', 'constructor.prototype', 'toString'])(
    'le champ %s ne pollue rien',
    async (name) => {
      const token = await cible.token(comptes.equipe);
      await cible.send(path, { ...form, [name]: 'pollué', [`${name}[role]`]: 'administrateur' }, { token });
      expect(({} as Record<string, unknown>)['role']).toBeUndefined();
      expect((await cible.ask('/reglages', as(token))).status).toBe(403);
    },
  );
});

describe('Détourner une adresse', () => {
  const hostile = [
    '//evil.invalid',
    '/\\evil.invalid',
    'https:evil.invalid',
    '/%09/evil.invalid',
    'javascript:alert(1)',
    '\\\\evil',
  ];
  test.each(hostile)('la suite %j ne quitte pas le site', async (suite) => {
    const answer = await cible.send('/connexion/demo', { compte: comptes.equipe, suite });
    expect(new URL(answer.location ?? '', cible.url).origin).toBe(cible.url);
    const page = await cible.ask(`/connexion?suite=${encodeURIComponent(suite)}`);
    const kept = /name="suite" value="([^"]*)"/.exec(page.text)?.[1] ?? '/';
    expect(new URL(kept, cible.url).origin).toBe(cible.url);
  });

  test('le lien d’un courriel porte l’adresse du site, jamais celle que dit la demande', async () => {
    const body = new URLSearchParams({ _cle: randomUUID(), courriel: 'odile.grenache@exemple.fr' });
    const request = `POST /connexion HTTP/1.1\r\nHost: evil.invalid\r\nOrigin: http://evil.invalid\r\nX-Forwarded-Host: evil.invalid\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.toString().length}\r\nConnection: close\r\n\r\n${body}`;
    await cible.raw([request]);
    await runJobs(cible.base, { url: cible.url });
    const rows = await cible.base.owner.selectFrom('courriel').select('texte').execute();
    for (const { texte } of rows) expect(texte).not.toContain('evil.invalid');
    expect(rows.some(({ texte }) => texte.includes(`${cible.url}/connexion/lien?jeton=`))).toBe(true);
  });

  test.each([
    '/assets/../../../../etc/passwd',
    '/assets/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/assets/escale.css%00.png',
  ])('%s ne lit aucun fichier', async (path) => {
    const answer = await cible.raw([`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`]);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404)/);
    expect(answer).not.toMatch(/root:|"dependencies"/);
  });

  test('un message ne porte pas d’en-tête de plus', async () => {
    for (const courriel of [
      'a@exemple.fr\r\nBcc: b@exemple.fr',
      'a@exemple.fr\nSubject: x',
      'a@exemple.fr,b@exemple.fr',
    ]) {
      expect((await cible.send('/connexion', { courriel })).status).toBe(422);
    }
  });
});

describe('Deviner qui a un compte', () => {
  test('la réponse est la même, à la seconde près et à l’octet près', async () => {
    const ask = async (courriel: string) => {
      const { status, location, text } = await cible.send('/connexion', { courriel });
      return { status, location, text };
    };
    expect(await ask('inconnu@exemple.fr')).toEqual(await ask('irene.obsidienne@exemple.fr'));
  });
});

describe('Lire ce qui reste dans un navigateur', () => {
  test('aucune page d’un compte n’est gardée, ni encadrée, ni devinée', async () => {
    const token = await cible.token(comptes.equipe);
    for (const path of ['/structures', '/mon-compte', '/conventions']) {
      const { headers } = await cible.ask(path, as(token));
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});
