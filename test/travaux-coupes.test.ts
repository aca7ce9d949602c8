import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { queueMail } from '../src/features/courriels/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { markNature } from '../src/platform/installation.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { useBase } from './base.ts';
import { freePort, type StartedEscale, startEscale } from './process.ts';
import { seedSmallTerritoire } from './small-territoire.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

const base = useBase();
const undo = new AsyncDisposableStack();
let folder = '';
let smtp: TestSmtp;
/** While true, the mail server takes messages and never says so. */
let isMute = true;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-travaux-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  await seedSmallTerritoire(base.owner);
  await markNature(base.owner, 'reelle');
  smtp = await startSmtp({ onMessage: () => (isMute ? new Promise(() => undefined) : Promise.resolve()) });
});
afterAll(() => undo.disposeAsync());

async function start(): Promise<StartedEscale> {
  const port = await freePort();
  const escale = startEscale([process.execPath, '--import', 'tsx', 'src/main.ts'], {
    cwd: PROJECT_ROOT,
    env: {
      PORT: String(port),
      ESCALE_URL: `http://localhost:${port}`,
      ESCALE_DONNEES: folder,
      ESCALE_EXPEDITEUR: 'escale@exemple.fr',
      SMTP_URL: smtp.url,
      DATABASE_URL: base.requestUrl,
      DATABASE_URL_PROPRIETAIRE: base.ownerUrl,
      CLES_URL: inject('testServer').clesUrl,
    },
  });
  undo.defer(() => escale.kill('SIGKILL'));
  await escale.ready();
  return escale;
}

const messageId = (text: string) => /^Message-ID: (.*)$/im.exec(text)?.[1];

describe('Escale tuée net au milieu d’un travail', () => {
  test('le reprend une fois relancée : rien n’est perdu, et le message garde son identité', {
    timeout: 90_000,
  }, async () => {
    const first = await start();
    await inTerritoire(base.request, '66', (db) =>
      queueMail(db, '66', { genre: 'compte', destinataire: 'a@exemple.fr', sujet: 'Essai', texte: 'Bonjour' }),
    );
    while (smtp.received.length === 0) await wait(20);
    first.kill('SIGKILL');
    await first.ended();
    const row = base.owner.selectFrom('courriel').select('envoyeAt');
    expect((await row.executeTakeFirstOrThrow()).envoyeAt).toBeNull();

    isMute = false;
    const second = await start();
    while ((await row.executeTakeFirstOrThrow()).envoyeAt === null) await wait(100);
    expect(smtp.received).toHaveLength(2);
    const [before, after] = smtp.received.map(({ text }) => messageId(text));
    expect(before).toMatch(/^<[\w-]{36}@exemple\.fr>$/);
    expect(after).toBe(before);
    second.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
  });
});
