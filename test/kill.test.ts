import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import { openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

const SENT = 200;
const KILLED_AFTER = 80;
/** Fewer than what is left to send: whatever was answered before the kill was noticed, not everything was. */
const AT_ONCE = 60;
const START_MS = 45_000;

let folder = '';
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-coupure-'));
  // PostgreSQL's own user must be able to cross it when tests run as root.
  await chmod(folder, 0o711);
});
afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await processesOf(folder, 0);
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts Escale as anybody does: a demo on its own PostgreSQL. Resolves when it says that it is ready. */
async function startEscale(port: number): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ESCALE_DONNEES: folder };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: PROJECT_ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const said: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not ready: ${said.join('')}`)), START_MS);
    const hear = (text: string): void => {
      said.push(text);
      if (!text.includes('Escale est prête')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Ended with ${code}: ${said.join('')}`));
    });
  });
  await ready;
  return child;
}

/** Sends a form as a browser does, and gives what was answered; throws when nothing is. */
async function send(url: string, path: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { origin: url, 'content-type': 'application/x-www-form-urlencoded', cookie };
  const body = new URLSearchParams(fields).toString();
  const response = await fetch(`${url}${path}`, { method: 'POST', redirect: 'manual', headers, body });
  await response.arrayBuffer();
  return response;
}

async function signIn(url: string): Promise<string> {
  const answer = await send(url, '/connexion/demo', { _cle: randomUUID(), compte: demo.comptes.agent });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(sessionCookie(false)));
  if (answer.status !== 303 || cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

/** An accompagnement known again by its length and its reason: each number from 1 has its own. */
function accompagnement(number: number, key: string): Record<string, string> {
  return {
    _cle: key,
    thematiques: 'AideAuxDemarchesAdministratives',
    demarches: 'Logement',
    duree: 'personnaliser',
    dureeAutre: String(number),
    issue: 'impossible',
    issuePrecision: `Envoi ${number}`,
    genre: 'NonCommunique',
    trancheAge: 'NonCommunique',
    statutSocial: 'NonCommunique',
    objectif: 'permanence',
  };
}

/** Processes whose command line names `text`; waits a little until there are `expected` of them. */
async function processesOf(text: string, expected: number): Promise<string[]> {
  const PATIENCE_MS = 15_000;
  const limit = performance.now() + PATIENCE_MS;
  let found: string[];
  do {
    found = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes(text)) found.push(command.replaceAll('\0', ' '));
    }
    if (found.length === expected) return found;
    await wait(100);
  } while (performance.now() < limit);
  return found;
}

/** Numbers of the accompagnements written, and where each key led. */
async function readBack(): Promise<{ written: number[]; known: ReadonlyMap<string, string> }> {
  const postgres = await startEmbedded(folder);
  const owner = openDatabase(postgres.ownerUrl, { max: 2 });
  try {
    const rows = await owner
      .selectFrom('accompagnement')
      .select(['dureeMinutes', 'issuePrecision'])
      .where('issuePrecision', 'like', 'Envoi %')
      .execute();
    for (const { dureeMinutes, issuePrecision } of rows) expect(issuePrecision).toBe(`Envoi ${dureeMinutes}`);
    const envois = await owner.selectFrom('envoi').select(['cle', 'suite']).execute();
    const written = rows.map(({ dureeMinutes }) => dureeMinutes).sort((a, b) => a - b);
    return { written, known: new Map(envois.map(({ cle, suite }) => [cle, suite])) };
  } finally {
    await owner.destroy();
    await postgres.stop();
  }
}

describe.runIf(process.platform === 'linux')('Le serveur coupé net au milieu de 200 envois', () => {
  const keys = Array.from({ length: SENT }, () => randomUUID());
  const path = `/seances/${seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'))}/accompagnements/nouveau`;
  const acknowledged = new Set<number>();

  test('ne perd rien de ce qu’il a confirmé, et n’a rien écrit à moitié', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const escale = await startEscale(port);
    const ended = once(escale, 'exit');
    const cookie = await signIn(url);
    const statuses = new Set<number>();
    const waiting = keys.entries();
    const sendInTurn = async () => {
      for (let next = waiting.next(); !next.done && acknowledged.size < KILLED_AFTER; next = waiting.next()) {
        const [index, key] = next.value;
        const { status } = await send(url, path, accompagnement(index + 1, key), cookie);
        statuses.add(status);
        if (status === 303) acknowledged.add(index + 1);
        if (acknowledged.size === KILLED_AFTER) escale.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: AT_ONCE }, sendInTurn));
    escale.kill('SIGKILL');
    await ended;
    expect([...statuses]).toEqual([303]);
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(acknowledged.size).toBeLessThan(SENT);
    expect(await processesOf(folder, 0), 'PostgreSQL outlived Escale').toEqual([]);

    const { written, known } = await readBack();
    expect(new Set(written).size, 'written twice').toBe(written.length);
    expect(
      [...acknowledged].filter((number) => !written.includes(number)),
      'confirmed and lost',
    ).toEqual([]);
    // A key and its accompagnement were written together, or neither was.
    for (const [index, key] of keys.entries()) {
      expect(known.has(key), `clé ${index + 1}`).toBe(written.includes(index + 1));
      if (known.has(key)) expect(known.get(key)).toMatch(/^\/seances\//);
    }
  });

  test('relancé, il reçoit tous les envois une seconde fois et n’écrit que ce qui manquait', {
    timeout: 60_000,
  }, async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const escale = await startEscale(port);
    const ended = once(escale, 'exit');
    const cookie = await signIn(url);
    const statuses = await Promise.all(
      keys.map(async (key, index) => (await send(url, path, accompagnement(index + 1, key), cookie)).status),
    );
    expect([...new Set(statuses)]).toEqual([303]);
    escale.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(await processesOf(folder, 0)).toEqual([]);
    const { written } = await readBack();
    expect(written).toEqual(keys.map((_, index) => index + 1));
    expect(await processesOf(folder, 0)).toEqual([]);
  });
});
