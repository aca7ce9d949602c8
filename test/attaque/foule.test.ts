import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { useCible } from './cible.ts';

describe('Une foule', () => {
  const cible = useCible();

  test('de 1 200 demandes : chacune est servie, ou refusée poliment ; ensuite tout va bien', {
    timeout: 60_000,
  }, async () => {
    const answers = await Promise.all(Array.from({ length: 1_200 }, () => cible.ask('/?page=1')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(400);
    for (const { status, headers, text } of answers) {
      if (status !== 503) continue;
      expect(headers.get('retry-after')).toBe('5');
      expect(text).toContain('Escale est très demandée');
    }
    expect((await cible.ask('/')).status).toBe(200);
    expect((await cible.ask('/sante')).status).toBe(200);
  });

  test('de 400 formulaires envoyés goutte à goutte ne prend la place de personne', { timeout: 60_000 }, async () => {
    const head =
      'POST /structures/nouvelle HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n' +
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n';
    const slow = Array.from({ length: 400 }, () => connect(cible.port, '127.0.0.1').on('error', () => undefined));
    try {
      await Promise.all(slow.map((socket) => once(socket, 'connect')));
      const refused = new Promise<string>((resolve) => {
        for (const socket of slow) socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
      });
      for (const socket of slow) socket.write(`${head}a`);
      // One address holds 250 forms at most: the others are told so.
      expect(await refused).toMatch(/^HTTP\/1\.1 503/);
      for (let time = 0; time < 20; time += 1) expect((await cible.ask('/')).status).toBe(200);
    } finally {
      for (const socket of slow) socket.destroy();
    }
    await expect.poll(async () => (await cible.send('/connexion', { courriel: 'x@exemple.fr' })).status).toBe(303);
  });
});
