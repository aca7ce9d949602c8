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
import { freePort, type StartedEscale, startEscale, waitForNoProcess } from '../test/process.ts';

/** Sendings of a day: each holds records created, corrected, deleted. */
const SENDINGS = 24;
const RECORDS = 10;
const KILLED_AFTER = 4;
const TIMEOUT = { timeout: 120_000 };

type Operation = {
  readonly id: string;
  readonly nature: 'creer' | 'modifier' | 'supprimer';
  readonly accompagnement: string;
  readonly base: string | null;
  readonly formulaire: number;
  readonly saisiAt: string;
  readonly valeurs: Readonly<Record<string, readonly string[]>>;
};
type Reponse = { readonly id: string; readonly etat: string; readonly raisons: readonly { message: string }[] };

const today = Temporal.Now.plainDateISO('Europe/Paris');
const seance = seanceDuJour(today);
/** Typed an hour ago, minute after minute. */
const debut = Temporal.Now.instant().subtract({ hours: 1 });
const typed = (rang: number) => debut.add({ seconds: rang }).toString({ smallestUnit: 'millisecond' });

let folder = '';
const started: StartedEscale[] = [];
let url = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-terrain-'));
  // PostgreSQL's own user must be able to cross it when tests run as root.
  await chmod(folder, 0o711);
});
afterAll(async () => {
  for (const escale of started) escale.kill('SIGKILL');
  await waitForNoProcess(folder);
  await rm(folder, { recursive: true, force: true });
});

/** Starts the demo on its own PostgreSQL, where it was left. */
async function start(): Promise<StartedEscale> {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const env = { PORT: String(port), ESCALE_DONNEES: folder };
  const escale = startEscale([process.execPath, '--import', 'tsx', 'src/main.ts'], { cwd: PROJECT_ROOT, env });
  started.push(escale);
  await escale.ready();
  return escale;
}

async function signIn(): Promise<string> {
  const headers = { origin: url, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ _cle: randomUUID(), compte: demo.comptes.agent }).toString();
  const answer = await fetch(`${url}/connexion/demo`, { method: 'POST', redirect: 'manual', headers, body });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(sessionCookie(false)));
  if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

/** What a device sends, and what it is answered of each; throws when nothing is. */
async function send(cookie: string, operations: readonly Operation[]): Promise<readonly Reponse[]> {
  const headers = { origin: url, 'content-type': 'application/json', cookie };
  const body = JSON.stringify({ compte: demo.comptes.agent, operations });
  const answer = await fetch(`${url}/accompagnements/envoi`, { method: 'POST', redirect: 'manual', headers, body });
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}`);
  return ((await answer.json()) as { reponses: Reponse[] }).reponses;
}

const etats = (reponses: readonly Reponse[]) => [...new Set(reponses.map(({ etat }) => etat))].toSorted();

/** A record known again by its reason and its length. */
function valeurs(nom: string, minutes: number): Operation['valeurs'] {
  return {
    typeActivite: ['Individuel'],
    seance: [seance],
    typeLieu: ['LieuActivite'],
    thematiques: ['AideAuxDemarchesAdministratives'],
    demarches: ['Logement'],
    duree: ['personnaliser'],
    dureeAutre: [String(minutes)],
    issue: ['impossible'],
    issuePrecision: [nom],
    genre: ['NonCommunique'],
    trancheAge: ['NonCommunique'],
    statutSocial: ['NonCommunique'],
    objectif: ['permanence'],
  };
}

function creation(nom: string, rang: number, autres: Partial<Operation> = {}): Operation {
  const id = randomUUID();
  const made = { id, nature: 'creer', accompagnement: id, base: null, formulaire: 2, saisiAt: typed(rang) } as const;
  return { ...made, valeurs: valeurs(nom, 15), ...autres };
}

/** One record as it was worked on: created; every third corrected; every fifth deleted in the end. */
function suite(numero: number): readonly Operation[] {
  const first = creation(`Terrain ${numero}`, numero * 3);
  const { id: accompagnement, formulaire } = first;
  const next = (nature: 'modifier' | 'supprimer', base: string, typedValues: Operation['valeurs'], rang: number) => {
    const saisiAt = typed(numero * 3 + rang);
    return { id: randomUUID(), nature, accompagnement, base, formulaire, saisiAt, valeurs: typedValues };
  };
  const corrected = numero % 3 === 0 ? [next('modifier', first.id, valeurs(`Terrain ${numero}`, 45), 1)] : [];
  const last = corrected.at(-1)?.id ?? first.id;
  return [first, ...corrected, ...(numero % 5 === 0 ? [next('supprimer', last, {}, 2)] : [])];
}

/** What the database holds of these records and operations, the server being stopped. */
async function readBack() {
  const postgres = await startEmbedded(folder);
  const owner = openDatabase(postgres.ownerUrl, { max: 2 });
  try {
    const records = await owner
      .selectFrom('accompagnement')
      .select(['id', 'dureeMinutes', 'issuePrecision', 'versionId'])
      .where('issuePrecision', 'like', 'Terrain %')
      .execute();
    const operations = await owner.selectFrom('accompagnementOperation').select(['id', 'accompagnementId']).execute();
    return { records: new Map(records.map((one) => [one.id, one])), count: records.length, operations };
  } finally {
    await owner.destroy();
    await postgres.stop();
  }
}

describe.runIf(process.platform === 'linux')('La file d’un appareil, quand le serveur tombe ou change', () => {
  const suites = Array.from({ length: SENDINGS * RECORDS }, (_, numero) => suite(numero));
  const sendings = Array.from({ length: SENDINGS }, (_, rang) =>
    suites.slice(rang * RECORDS, (rang + 1) * RECORDS).flat(),
  );
  const acknowledged = new Set<string>();
  let cookie = '';

  test('tué net au milieu d’un envoi, il garde tout ce qu’il a confirmé, et rien à moitié', TIMEOUT, async () => {
    const running = await start();
    cookie = await signIn();
    let answered = 0;
    const answers = await Promise.allSettled(
      sendings.map(async (sending) => {
        const reponses = await send(cookie, sending);
        for (const { id } of reponses) acknowledged.add(id);
        answered += 1;
        if (answered === KILLED_AFTER) running.kill('SIGKILL');
        return reponses;
      }),
    );
    await running.ended();
    const heard = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    expect(etats(heard)).toEqual(['acceptee']);
    expect(answers.filter(({ status }) => status === 'rejected').length, 'nothing was cut').toBeGreaterThan(0);
    expect(await waitForNoProcess(folder), 'PostgreSQL outlived Escale').toEqual([]);

    const { operations, records } = await readBack();
    const written = new Set(operations.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !written.has(id))).toEqual([]);
    // A sending is written whole, or not at all, heard or not; and a record is there with its operations alone.
    for (const sending of sendings)
      expect([0, sending.length]).toContain(sending.filter(({ id }) => written.has(id)).length);
    for (const id of records.keys()) expect(written.has(id)).toBe(true);
  });

  test('relancé, il reçoit toute la file une seconde fois sans rien écrire deux fois', TIMEOUT, async () => {
    const running = await start();
    // The session outlives the server: the device has not signed in again.
    for (const sending of sendings) {
      const reponses = await send(cookie, sending);
      expect(reponses.map(({ id }) => id)).toEqual(sending.map(({ id }) => id));
      for (const { id, etat } of reponses)
        expect(etat).toBeOneOf(acknowledged.has(id) ? ['deja'] : ['acceptee', 'deja']);
    }
    // Two tabs that both believe that they have all to send.
    const twice = await Promise.all([...sendings, ...sendings].map((sending) => send(cookie, sending)));
    expect(etats(twice.flat())).toEqual(['deja']);
    running.kill('SIGTERM');
    expect(await running.ended()).toBe(0);

    const { records, count, operations } = await readBack();
    const all = suites.flat();
    expect(operations.filter(({ id }) => all.some((one) => one.id === id))).toHaveLength(all.length);
    const expected = suites.filter((one) => one.at(-1)?.nature !== 'supprimer');
    expect(count).toBe(expected.length);
    for (const one of expected) {
      const [first, corrected] = one;
      const found = records.get(first?.id ?? '');
      expect(found?.dureeMinutes).toBe(corrected === undefined ? 15 : 45);
      expect(found?.versionId).toBe(one.at(-1)?.id);
    }
  });

  test(
    'une nouvelle version est installée entre la saisie et l’envoi : prise quand elle se comprend, rendue sinon',
    TIMEOUT,
    async () => {
      const running = await start();
      // The first form knew neither kinds nor kinds of place.
      const { typeActivite: _, typeLieu: __, ...ancienne } = valeurs('Terrain ancien', 25);
      const old = creation('', 5_000, { formulaire: 1, valeurs: ancienne });
      const unknown = creation('Terrain inconnu', 5_001, { formulaire: 99 });
      const present = creation('Terrain présent', 5_002);
      const later = { ...creation('Terrain inconnu', 5_003), nature: 'modifier', base: unknown.id } as const;
      const over = { ...later, accompagnement: unknown.id };
      const reponses = await send(cookie, [old, unknown, over, present]);
      expect(reponses.map(({ etat }) => etat)).toEqual(['acceptee', 'refusee', 'refusee', 'acceptee']);
      expect(reponses[1]?.raisons.map(({ message }) => message)).toEqual([
        'Le formulaire a changé depuis cette saisie : relisez-la, complétez-la et enregistrez-la de nouveau.',
      ]);
      // Asked again as it is, it is told the same; read again and saved by the form of today, it is received.
      expect(etats(await send(cookie, [unknown]))).toEqual(['refusee']);
      const again = creation('Terrain inconnu', 5_004);
      expect(etats(await send(cookie, [again]))).toEqual(['acceptee']);
      running.kill('SIGTERM');
      expect(await running.ended()).toBe(0);
      const { records, operations } = await readBack();
      expect(records.get(old.id)?.dureeMinutes).toBe(25);
      expect([...records.values()].filter(({ issuePrecision }) => issuePrecision === 'Terrain inconnu')).toHaveLength(
        1,
      );
      expect(operations.some(({ id }) => id === unknown.id)).toBe(false);
    },
  );
});
