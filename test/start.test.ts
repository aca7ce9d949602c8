import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { freePort, type StartedEscale, startEscale, waitForNoProcess } from './process.ts';

const MAIN = join(PROJECT_ROOT, 'dist', 'main.js');

describe('une instance, de la première mise en route à l’arrêt', () => {
  let folder = '';
  let port = 0;

  const launch = (env: Record<string, string> = {}): StartedEscale =>
    startEscale([process.execPath, MAIN], {
      cwd: PROJECT_ROOT,
      env: { PORT: String(port), ESCALE_DONNEES: join(folder, 'donnees'), ...env },
    });

  beforeAll(async () => {
    const built = spawnSync(process.execPath, ['scripts/build.ts'], { cwd: PROJECT_ROOT, encoding: 'utf8' });
    expect(built.stderr).toBe('');
    folder = await mkdtemp(join(tmpdir(), 'escale-demarrage-'));
    await chmod(folder, 0o711);
    port = await freePort();
  });
  afterAll(async () => {
    await waitForNoProcess(folder);
    await rm(folder, { recursive: true, force: true });
  });

  test('première mise en route : adresse, comptes de démonstration, état de santé ; SIGTERM arrête tout', {
    timeout: 60_000,
  }, async () => {
    const escale = launch();
    await escale.ready();
    const sante = await fetch(`http://127.0.0.1:${port}/sante`);
    expect(sante.status).toBe(200);
    while (!escale.output().includes('Val-d’Exemple')) await wait(20);
    expect(escale.output()).toContain(`http://localhost:${port}`);
    expect(escale.output()).toContain('Équipe technique');
    expect(escale.output()).toContain(`Département de Val-d’Exemple, à http://voisin.localhost:${port}/connexion`);
    escale.kill('SIGTERM');
    expect(await escale.ended()).toBe(0);
    expect(await waitForNoProcess(folder, 0)).toEqual([]);
  });

  test('une deuxième instance sur le même dossier, puis sur le même port, est refusée en une phrase', {
    timeout: 60_000,
  }, async () => {
    const escale = launch();
    await escale.ready();
    const same = launch({ PORT: String(await freePort()) });
    expect(await same.ended()).toBe(1);
    expect(same.output().trim().split('\n')).toEqual([
      expect.stringContaining(`est déjà en marche sur le dossier de données`),
    ]);
    expect(same.output()).toContain(`processus ${escale.pid}`);
    const other = launch({ ESCALE_DONNEES: join(folder, 'autres') });
    expect(await other.ended()).toBe(1);
    expect(other.output().trim().split('\n')).toEqual([expect.stringContaining(`Le port ${port} est déjà pris`)]);
    escale.kill('SIGINT');
    expect(await escale.ended()).toBe(0);
  });

  test('une requête en cours à l’arrêt reçoit sa réponse', { timeout: 60_000 }, async () => {
    const escale = launch();
    await escale.ready();
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    const body = 'courriel=personne%40exemple.fr';
    socket.write(`POST /connexion HTTP/1.1\r\nhost: localhost:${port}\r\norigin: http://localhost:${port}\r\n`);
    // The server says « 100 Continue » once it has begun.
    socket.write(
      `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
    );
    while (!answer.includes('100 Continue')) await wait(20);
    socket.write(body.slice(0, 5));
    escale.kill('SIGTERM');
    const isOpen = () =>
      fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } }).then(
        () => true,
        () => false,
      );
    while (await isOpen()) await wait(20);
    socket.write(body.slice(5));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 [2-4]/);
    expect(await escale.ended()).toBe(0);
  });

  test('tuée sans préavis, elle ne laisse pas de PostgreSQL derrière elle et repart aussitôt', {
    timeout: 60_000,
  }, async () => {
    const killed = launch();
    await killed.ready();
    killed.kill('SIGKILL');
    await killed.ended();
    const next = launch();
    await next.ready();
    next.kill('SIGKILL');
    await next.ended();
    expect(await waitForNoProcess(folder)).toEqual([]);
  });

  test('un dossier de données inutilisable, des valeurs fausses : une phrase chacune, code 1', {
    timeout: 60_000,
  }, async () => {
    const file = join(folder, 'fichier');
    await writeFile(file, '');
    const onFile = launch({ ESCALE_DONNEES: file });
    expect(await onFile.ended()).toBe(1);
    expect(onFile.output().trim().split('\n')).toEqual([
      expect.stringContaining(`« ${file} » ne peut pas être utilisé`),
    ]);
    const wrong = launch({ PORT: 'abc', ESCALE_DEMO: 'si' });
    expect(await wrong.ended()).toBe(1);
    expect(wrong.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^PORT /),
      expect.stringMatching(/^ESCALE_DEMO /),
    ]);
  });
});
