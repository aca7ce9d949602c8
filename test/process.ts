import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** An Escale started as a process of its own, as a person would. */
export interface StartedEscale {
  readonly pid: number;
  /** All that it has printed so far. */
  output(): string;
  /** Milliseconds from the command to « Escale est prête »; throws with the output when it ends before. */
  ready(): Promise<number>;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, once it has ended. */
  ended(): Promise<number | null>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** Starts `command` (« npm start », « node dist/main.js ») with the given environment and nothing of Escale's from ours. */
export function startEscale(command: readonly [string, ...string[]], options: StartOptions): StartedEscale {
  const began = performance.now();
  const [program, ...args] = command;
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env };
  const child: ChildProcess = spawn(program, args, {
    cwd: options.cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let code: number | null | undefined;
  void ended.then((value) => {
    code = value;
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    async ready() {
      while (!text.includes('Escale est prête')) {
        if (code !== undefined) throw new Error(`Escale ended with ${code}: ${text}`);
        await wait(10);
      }
      return performance.now() - began;
    },
    kill: (signal) => void child.kill(signal),
    ended: () => ended,
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}

/** Processes whose command names `folder` (PostgreSQL names its cluster), other than zombies. Linux only. */
export function processesOf(folder: string): string[] {
  const commands = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`;
      } catch {
        return '';
      }
    });
  return commands.filter((command) => command.includes(folder));
}

/** Waits until no process names `folder` any more; returns those left after `limitMs`. */
export async function waitForNoProcess(folder: string, limitMs = 10_000): Promise<string[]> {
  const limit = performance.now() + limitMs;
  while (processesOf(folder).length > 0 && performance.now() < limit) await wait(50);
  return processesOf(folder);
}
