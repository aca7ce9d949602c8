import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { useCible } from './cible.ts';

const cible = useCible();
const HEAD = 'Host: localhost\r\n';

describe('Le bord du serveur', () => {
  test.each([
    ['deux longueurs', `POST /connexion HTTP/1.1\r\n${HEAD}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`],
    [
      'une longueur et des morceaux',
      `POST /connexion HTTP/1.1\r\n${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'des morceaux illisibles',
      `POST /connexion HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`,
    ],
    ['un encodage déguisé', `POST /connexion HTTP/1.1\r\n${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['un en-tête replié', `GET / HTTP/1.1\r\n${HEAD}X-A: b\r\n c\0d\r\n\r\n`],
    ['pas de nom de site', 'GET / HTTP/1.1\r\n\r\n'],
    ['une méthode inventée', `VOLER / HTTP/1.1\r\n${HEAD}\r\n`],
  ])('refuse une demande avec %s, et ferme', async (_, request) => {
    const answer = await cible.raw([request, `GET /sante HTTP/1.1\r\n${HEAD}\r\n`]);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test.each([
    ['un en-tête énorme', `GET / HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['un cookie énorme', `GET / HTTP/1.1\r\n${HEAD}Cookie: a=${'b'.repeat(20_000)}\r\n\r\n`],
    ['mille en-têtes', `GET / HTTP/1.1\r\n${HEAD}${'X-A: bbbbbbbbbb\r\n'.repeat(1_200)}\r\n`],
    ['une adresse énorme', `GET /?a=${'b'.repeat(20_000)} HTTP/1.1\r\n${HEAD}\r\n`],
  ])('refuse %s', async (_, request) => {
    expect(await cible.raw([request])).toMatch(/^HTTP\/1\.1 431/);
  });

  test.each([
    ['annoncé plus gros que permis', `Content-Length: ${10 * 2 ** 30}\r\n\r\n`, 'a=b'],
    ['sans fin annoncée', 'Transfer-Encoding: chunked\r\n\r\n', `4000\r\n${'a'.repeat(0x4000)}\r\n`.repeat(20)],
  ])('refuse un formulaire %s', async (_, head, body) => {
    const answer = await cible.raw([
      `POST /deconnexion HTTP/1.1\r\n${HEAD}Origin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n${head}`,
      body,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });

  test('ce qui suit un formulaire dans la même connexion est une autre demande, jamais sa suite', async () => {
    const body = '_cle=x';
    const answer = await cible.raw([
      `POST /deconnexion HTTP/1.1\r\n${HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      `GET /journal HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`,
    ]);
    const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);
    // The first has no Origin; the second has no session, if it is answered at all.
    expect(statuses[0]).toBe('403');
    expect(statuses.slice(1).filter((status) => status !== '303')).toEqual([]);
  });

  test('coupe qui envoie son formulaire, ou ses en-têtes, goutte à goutte', { timeout: 60_000 }, async () => {
    const form = `POST /deconnexion HTTP/1.1\r\n${HEAD}Origin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n`;
    const drip = async (first: string): Promise<void> => {
      const socket = connect(cible.port, '127.0.0.1').on('error', () => undefined);
      const timer = setInterval(() => socket.write('a'), 500);
      socket.resume().write(first);
      await once(socket, 'close');
      clearInterval(timer);
    };
    const slow = [...Array.from({ length: 20 }, () => drip(form)), drip(`GET / HTTP/1.1\r\n${HEAD}X-A: `)];
    expect((await cible.ask('/')).status).toBe(200);
    await Promise.all(slow);
  });

  test('coupe qui n’envoie jamais la fin de ses en-têtes, et sert les autres pendant ce temps', {
    timeout: 60_000,
  }, async () => {
    // Nobody but the server ends them.
    const slow = Array.from({ length: 50 }, () =>
      cible.raw([`GET / HTTP/1.1\r\n${HEAD}X-A: `], Number.POSITIVE_INFINITY),
    );
    expect((await cible.ask('/')).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408|^$/);
  });
});

describe('Trop à la fois', () => {
  test('une adresse qui demande des liens sans fin attend, et sait combien', async () => {
    const answers: number[] = [];
    let after: string | null = null;
    for (let time = 0; time < 35; time += 1) {
      const { status, headers } = await cible.send('/connexion', { courriel: `inconnu${time}@exemple.fr` });
      answers.push(status);
      after ??= headers.get('retry-after');
    }
    expect(answers.filter((status) => status === 303)).toHaveLength(30);
    expect(answers.filter((status) => status === 429)).toHaveLength(5);
    expect(Number(after)).toBeGreaterThan(0);
    expect((await cible.ask('/connexion')).status).toBe(200);
  });

  test('ce qu’on écrit dans X-Forwarded-For n’y change rien', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await cible.send('/connexion', { courriel: 'x@exemple.fr' }, { headers })).status).toBe(429);
  });
});
