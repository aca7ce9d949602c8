import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import { openDatabase } from '../src/platform/db.ts';
import { sessionCookie } from '../src/platform/http/server.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { freePort, type StartedEscale, startEscale, waitForNoProcess } from './process.ts';
import { creation, type Saisie, suite } from './saisies.ts';

const APPAREILS = 3;
const PARTS = 20;
const PAR_ENVOI = 8;
const TUE_APRES = 20;

let folder = '';
const started: StartedEscale[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-rejeu-'));
  // PostgreSQL's own user must be able to cross it when tests run as root.
  await chmod(folder, 0o711);
});
afterAll(async () => {
  for (const one of started) one.kill('SIGKILL');
  await waitForNoProcess(folder);
  await rm(folder, { recursive: true, force: true });
});

async function demarrer(): Promise<{ readonly escale: StartedEscale; readonly url: string; readonly cookie: string }> {
  const port = await freePort();
  const env = { PORT: String(port), ESCALE_DONNEES: folder };
  const escale = startEscale([process.execPath, '--import', 'tsx', 'src/main.ts'], { cwd: PROJECT_ROOT, env });
  started.push(escale);
  await escale.ready();
  const url = `http://localhost:${port}`;
  const answer = await fetch(`${url}/connexion/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _cle: randomUUID(), compte: demo.comptes.agent }).toString(),
  });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(sessionCookie(false)));
  if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
  return { escale, url, cookie: cookie.split(';')[0] ?? '' };
}

/** Each part of a queue: three records made, then corrected or deleted, one kept; the part after follows none of them. */
function file(): Saisie[][] {
  const seance = [seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'))];
  const saisiAt = `${Temporal.Now.instant()}`;
  return Array.from({ length: PARTS }, () => {
    const [a, b, c, d] = Array.from({ length: 4 }, () => creation({ seance }, { saisiAt }));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('Four were made');
    const corrigee = suite(a, 'modifier', { duree: ['45'] }, { saisiAt });
    const encore = suite(corrigee, 'modifier', { duree: ['60'] }, { saisiAt });
    return [
      a,
      b,
      corrigee,
      c,
      encore,
      suite(b, 'supprimer', {}, { saisiAt }),
      d,
      suite(d, 'modifier', {}, { saisiAt }),
    ];
  });
}

async function envoyer(to: { readonly url: string; readonly cookie: string }, operations: readonly Saisie[]) {
  const response = await fetch(`${to.url}/accompagnements/envoi`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: to.url, 'content-type': 'application/json', cookie: to.cookie },
    body: JSON.stringify({ compte: demo.comptes.agent, operations }),
  });
  const { reponses } = (await response.json()) as { reponses: { id: string; etat: string }[] };
  return reponses.map(({ etat }) => etat);
}

/** What the base holds of what was sent. */
async function relire(ids: ReadonlySet<string>) {
  const postgres = await startEmbedded(folder);
  const owner = openDatabase(postgres.ownerUrl, { max: 2 });
  try {
    const operations = await owner.selectFrom('accompagnementOperation').select('id').execute();
    const rows = await owner.selectFrom('accompagnement').select(['id', 'dureeMinutes', 'versionId']).execute();
    return {
      operations: operations.map(({ id }) => id).filter((id) => ids.has(id)),
      accompagnements: rows.filter(({ id }) => ids.has(id)),
    };
  } finally {
    await owner.destroy();
    await postgres.stop();
  }
}

describe.runIf(process.platform === 'linux')('Le serveur coupé net au milieu du renvoi de trois files', () => {
  const files = Array.from({ length: APPAREILS }, file);
  const all = files.flat(2);
  const ids = new Set(all.map(({ id }) => id));
  const received = new Set<string>();

  test('chaque envoi est reçu entier ou pas du tout, et rien de ce qui est confirmé n’est perdu', {
    timeout: 120_000,
  }, async () => {
    const site = await demarrer();
    let parts = 0;
    const sendAll = async (parties: readonly (readonly Saisie[])[]) => {
      for (const part of parties) {
        const etats = await envoyer(site, part);
        expect(new Set(etats)).toEqual(new Set(['acceptee']));
        for (const { id } of part) received.add(id);
        parts += 1;
        if (parts === TUE_APRES) site.escale.kill('SIGKILL');
      }
    };
    const ends = await Promise.allSettled(files.map(sendAll));
    await site.escale.ended();
    expect(ends.map(({ status }) => status)).toContain('rejected');
    expect(received.size).toBeGreaterThanOrEqual(TUE_APRES * PAR_ENVOI);
    expect(received.size).toBeLessThan(all.length);
    expect(await waitForNoProcess(folder)).toEqual([]);
    const found = new Set((await relire(ids)).operations);
    expect([...received].filter((id) => !found.has(id))).toEqual([]);
    for (const part of files.flat()) {
      expect([0, part.length]).toContain(part.filter(({ id }) => found.has(id)).length);
    }
  });

  test('relancé, il reçoit les trois files entières une seconde fois : tout y est, une fois', {
    timeout: 120_000,
  }, async () => {
    const site = await demarrer();
    const etats = await Promise.all(files.map((one) => Promise.all(one.map((part) => envoyer(site, part)))));
    expect(new Set(etats.flat(2))).toEqual(new Set(['acceptee', 'deja']));
    site.escale.kill('SIGTERM');
    expect(await site.escale.ended()).toBe(0);
    expect(await waitForNoProcess(folder)).toEqual([]);
    const { operations, accompagnements } = await relire(ids);
    expect(operations.toSorted()).toEqual([...ids].toSorted());
    const attendus = files.flat().flatMap(([a, , , c, encore, , d, corrigee]) => [
      { id: a?.id, dureeMinutes: 60, versionId: encore?.id },
      { id: c?.id, dureeMinutes: 30, versionId: c?.id },
      { id: d?.id, dureeMinutes: 30, versionId: corrigee?.id },
    ]);
    const byId = (list: readonly { id?: string | undefined }[]) =>
      list.toSorted((x, y) => ((x.id ?? '') < (y.id ?? '') ? -1 : 1));
    expect(byId(accompagnements)).toEqual(byId(attendus));
  });
});
