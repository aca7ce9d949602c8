import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../src/platform/project-root.ts';
import { freePort, type StartedEscale, startEscale, waitForNoProcess } from '../process.ts';

const isRoot = process.getuid?.() === 0;
/** What a fresh machine finds its programs in: not the project's own node_modules/.bin. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function run(command: string, args: readonly string[], cwd = '/'): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH, HOME: homedir() },
    maxBuffer: 50_000_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} : ${stdout}${stderr}`);
  return stdout;
}

/** Copies what git would: no node_modules, no data folder, no build. */
async function copyProject(folder: string): Promise<void> {
  const files = run(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    PROJECT_ROOT,
  );
  for (const file of files.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(PROJECT_ROOT, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      // Deleted in the working copy, still in the index.
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

describe.skipIf(!isRoot)('sur une machine neuve', () => {
  const user = `escale-essai-${randomBytes(3).toString('hex')}`;
  let rootFolder = '';
  let userFolder = '';
  let ids = { uid: 0, gid: 0 };

  beforeAll(async () => {
    rootFolder = await mkdtemp(join(homedir(), 'escale-essai-'));
    await chmod(rootFolder, 0o700);
    await copyProject(rootFolder);
    console.log(`npm ci dans ${rootFolder} (0700)…`);
    run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], rootFolder);
    run('useradd', ['--create-home', '--shell', '/bin/sh', user]);
    userFolder = join('/home', user, 'escale');
    run('cp', ['-a', rootFolder, userFolder]);
    run('chown', ['-R', `${user}:`, userFolder]);
    const { uid, gid } = await stat(userFolder);
    ids = { uid, gid };
  });
  afterAll(async () => {
    const placed = (
      await readFile(join(rootFolder, '.escale', 'postgresql.emplacement'), 'utf8').catch(() => '')
    ).trim();
    if (placed.startsWith('/var/lib/escale/')) await rm(placed, { recursive: true, force: true });
    await rm(rootFolder, { recursive: true, force: true });
    run('userdel', ['--remove', user]);
  });

  const cases = [
    {
      name: 'root, dans un dossier où lui seul peut entrer',
      folder: () => rootFolder,
      home: () => homedir(),
      as: () => undefined,
    },
    { name: 'un utilisateur ordinaire', folder: () => userFolder, home: () => join('/home', user), as: () => ids },
  ];

  describe.each(cases)('$name', ({ folder, home, as }) => {
    let port = 0;
    const launch = (env: Record<string, string> = {}): StartedEscale => {
      const options = { cwd: folder(), env: { PATH, HOME: home(), PORT: String(port), ...env } };
      const asUser = as();
      return startEscale(['npm', 'start'], asUser === undefined ? options : { ...options, user: asUser });
    };
    const cluster = async (): Promise<string> => {
      const pointer = await readFile(join(folder(), '.escale', 'postgresql.emplacement'), 'utf8').catch(() => '');
      return pointer.trim() === '' ? join(folder(), '.escale') : pointer.trim();
    };

    beforeAll(async () => {
      port = await freePort();
    });

    test('npm start crée la démonstration, dit où elle a placé la base, et répond', async () => {
      const escale = launch();
      const ms = await escale.ready();
      console.log(`premier démarrage : ${Math.round(ms)} ms`);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
      if (as() === undefined) expect(escale.output()).toContain('la base est dans /var/lib/escale/');
      escale.kill('SIGTERM');
      expect(await escale.ended()).toBe(0);
      expect(await waitForNoProcess(await cluster(), 0)).toEqual([]);
    });

    test('s’arrête et repart, plusieurs fois, et répond', async () => {
      const measures: number[] = [];
      for (let round = 0; round < 3; round++) {
        const escale = launch();
        measures.push(Math.round(await escale.ready()));
        expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
        escale.kill('SIGTERM');
        expect(await escale.ended()).toBe(0);
      }
      console.log(`deuxième démarrage : ${measures.join(', ')} ms`);
      // Told, not judged: the machines are shared.
    });

    test('une deuxième instance, et un port pris, sont refusés', async () => {
      const escale = launch();
      await escale.ready();
      const same = launch({ PORT: String(await freePort()) });
      expect(await same.ended()).not.toBe(0);
      expect(same.output()).toContain('est déjà en marche sur le dossier de données');
      const other = launch({ ESCALE_DONNEES: join(home(), 'autres-donnees') });
      expect(await other.ended()).not.toBe(0);
      expect(other.output()).toContain(`Le port ${port} est déjà pris`);
      await rm(join(home(), 'autres-donnees'), { recursive: true, force: true });
      escale.kill('SIGINT');
      await escale.ended();
      expect(await waitForNoProcess(await cluster())).toEqual([]);
    });

    test('tuée avec npm, elle ne laisse aucun processus', async () => {
      const escale = launch();
      await escale.ready();
      const pid = Number((await readFile(join(folder(), '.escale', 'escale.pid'), 'utf8')).trim());
      process.kill(pid, 'SIGKILL');
      await escale.ended();
      expect(await waitForNoProcess(await cluster())).toEqual([]);
    });
  });

  test('un dossier que l’utilisateur ne peut pas lire est refusé en une phrase', async () => {
    const env = {
      PATH,
      HOME: join('/home', user),
      PORT: String(await freePort()),
      ESCALE_DONNEES: join(rootFolder, '.escale'),
    };
    const escale = startEscale(['npm', 'start'], { cwd: userFolder, env, user: ids });
    expect(await escale.ended()).not.toBe(0);
    expect(escale.output()).toContain('ne peut pas être utilisé : l’accès est refusé');
  });
});
