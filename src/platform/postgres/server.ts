import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { chown, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartupRefusal } from '../startup-refusal.ts';
import type { Placement } from './placement.ts';

/** The number that names the socket's file; nothing listens on the network. */
export const SOCKET_PORT = 5432;

export interface Server {
  readonly pid: number;
  /** Resolves when PostgreSQL has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, committed ones are on disk. */
  stop(): Promise<void>;
}

/**
 * The shell becomes PostgreSQL; its small child waits on a pipe that only Escale holds, and asks for a fast shutdown when
 * the pipe closes: at a normal stop as well as when Escale is killed, so PostgreSQL never outlives it.
 */
const WATCHED_START = `
  ( read -r _ <&3; kill -INT $$; exit 0 ) </dev/null >/dev/null 2>&1 &
  exec "$@" 3<&-
`;

const MAX_LOG_BYTES = 10_000_000;
const DURABLE = ['log_min_messages=warning'];
/** For throwaway clusters only: a power cut would lose them. */
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_wal_size=4GB',
  'autovacuum=off',
  'max_connections=200',
];

/** Starts PostgreSQL on an existing cluster and waits until it accepts connections. */
export async function startServer(placement: Placement, options: { fast: boolean }): Promise<Server> {
  await stopLeftover(placement);
  const settings = [
    'listen_addresses=',
    `port=${SOCKET_PORT}`,
    `unix_socket_directories="${placement.socketFolder.replaceAll('"', '""')}"`,
    'unix_socket_permissions=0700',
    'password_encryption=scram-sha-256',
    ...(options.fast ? FAST : DURABLE),
  ];
  const program = join(placement.binaries.folder, 'bin', 'postgres');
  const args = ['-D', placement.cluster, ...settings.flatMap((setting) => ['-c', setting])];
  const log = await openLog(placement);
  // Its own session (detached): Ctrl-C reaches every process of the terminal's group, and must not reach PostgreSQL.
  const child = spawn('/bin/sh', ['-c', WATCHED_START, 'sh', program, ...args], {
    ...asUser(placement),
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  await waitUntilReady(placement, child);
  return { pid: child.pid ?? 0, ended, stop: () => stopServer(child, ended) };
}

/** What every process of PostgreSQL is given: its user, a folder that it can enter, a bare environment. */
export function asUser(placement: Placement): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  if (placement.runAs === undefined) return { cwd: '/', env };
  return { cwd: '/', env, uid: placement.runAs.uid, gid: placement.runAs.gid };
}

async function openLog(placement: Placement): Promise<number> {
  const size = await stat(placement.log).then(
    (file) => file.size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES) await truncate(placement.log);
  const log = openSync(placement.log, 'a', 0o600);
  if (placement.runAs !== undefined) await chown(placement.log, placement.runAs.uid, placement.runAs.gid);
  return log;
}

/** Lines of postmaster.pid: the process comes first, its state (« ready   ») eighth. */
async function readPidFile(placement: Placement): Promise<string[]> {
  const text = await readFile(join(placement.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

async function waitUntilReady(placement: Placement, child: ChildProcess): Promise<void> {
  const LIMIT_MS = 60_000;
  const limit = performance.now() + LIMIT_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < limit) {
    const lines = await readPidFile(placement);
    if (lines[0] === String(child.pid) && lines[7] === 'ready') return;
    await wait(10);
  }
  child.stdio[3]?.destroy();
  const last = (await readFile(placement.log, 'utf8')).trimEnd().split('\n').slice(-3).join(' | ');
  throw new StartupRefusal(`PostgreSQL n’a pas pu démarrer ; son journal (${placement.log}) se termine par : ${last}`);
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const FAST_MS = 15_000;
  // The watcher asks for a fast shutdown too, when it is still there to do it.
  child.kill('SIGINT');
  child.stdio[3]?.destroy();
  const timer = setTimeout(() => child.kill('SIGQUIT'), FAST_MS);
  await ended;
  clearTimeout(timer);
}

function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(
    () => spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '',
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Clears what an Escale that was killed left behind. Its PostgreSQL is stopping by itself: this waits for it, then insists.
 * After a reboot its process number may be another program's: PostgreSQL would refuse to start, so the file is removed.
 * Called with the data folder's lock held: nobody else can be using the cluster through Escale.
 */
async function stopLeftover(placement: Placement): Promise<void> {
  const pid = Number((await readPidFile(placement))[0]);
  if (!(pid > 0) || !isAlive(pid)) return;
  if (!(await commandOf(pid)).includes(placement.cluster)) {
    await rm(join(placement.cluster, 'postmaster.pid'), { force: true });
    await rm(join(placement.socketFolder, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true });
    return;
  }
  const steps = [
    { signal: undefined, forMs: 3_000 },
    { signal: 'SIGINT', forMs: 10_000 },
    { signal: 'SIGQUIT', forMs: 5_000 },
  ] as const;
  for (const { signal, forMs } of steps) {
    if (signal !== undefined) process.kill(pid, signal);
    const limit = performance.now() + forMs;
    while (performance.now() < limit) {
      if (!isAlive(pid)) return;
      await wait(20);
    }
  }
  throw new StartupRefusal(
    `Un PostgreSQL (processus ${pid}) d’une exécution précédente ne s’arrête pas : arrêtez-le, puis relancez Escale.`,
  );
}
