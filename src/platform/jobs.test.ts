import { sql } from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { useBase } from '../../test/base.ts';
import { seedSmallTerritoire } from '../../test/small-territoire.ts';
import { inTerritoire } from './db.ts';
import type { Job, Work } from './jobs.ts';

// Who asks learns the queues once: here, those of this file, whatever another one asked for before.
vi.resetModules();
const { enqueue, installJobs, startWorkers, work } = await import('./jobs.ts');
const { StartupRefusal } = await import('./startup-refusal.ts');

const base = useBase();
const essai: Job<{ readonly objet: string }> = {
  name: 'essai',
  data: z.object({ objet: z.string() }),
  retries: 2,
  retrySeconds: 1,
};

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
  await installJobs(base.ownerUrl, [essai]);
});

const ask = (objet: string, territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => enqueue(db, territoireId, essai, { objet }));

async function states(): Promise<Record<string, string>> {
  const { rows } = await sql<{ objet: string; state: string }>`
    select data->>'objet' as objet, state from travaux.job where name = 'essai'`.execute(base.owner);
  return Object.fromEntries(rows.map(({ objet, state }) => [objet, state]));
}

/** Runs workers while `during` waits for what it wants to see. */
async function working(run: Work['run'], during: () => Promise<void>, errors: unknown[] = []): Promise<void> {
  const workers = await startWorkers(base.requestUrl, [work(essai, (id, data) => run(id, data))], {
    schedules: [],
    territoireIds: async () => [],
    lookEverySeconds: 0.5,
    onError: (error) => errors.push(error),
  });
  try {
    await during();
  } finally {
    await workers.stop();
  }
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('Un travail', () => {
  test('demandé dans une transaction annulée, n’existe pas', async () => {
    const undone = inTerritoire(base.request, '66', async (db) => {
      await enqueue(db, '66', essai, { objet: 'annulé' });
      throw new Error('boom');
    });
    await expect(undone).rejects.toThrow('boom');
    expect(await states()).toEqual({});
  });

  test('demandé, est fait aussitôt après, pour son territoire, une fois', async () => {
    const seen: string[] = [];
    await working(
      async (id, data) => void seen.push(`${id} ${JSON.stringify(data)}`),
      async () => {
        await ask('un');
        await ask('deux', '00');
        await until(async () => Object.values(await states()).every((state) => state === 'completed'));
      },
    );
    expect(seen.sort()).toEqual(['00 {"objet":"deux"}', '66 {"objet":"un"}']);
  });

  test('qui échoue est repris, puis gardé parmi les abandonnés quand il échoue toujours', async () => {
    const tries: string[] = [];
    const errors: unknown[] = [];
    await working(
      async (_id, data) => {
        const { objet } = essai.data.parse(data);
        tries.push(objet);
        if (objet === 'perdu' || tries.filter((one) => one === objet).length === 1)
          throw new Error(`échec de ${objet}`);
      },
      async () => {
        await ask('capricieux');
        await ask('perdu');
        await until(async () => {
          const now = await states();
          return now['capricieux'] === 'completed' && now['perdu'] === 'failed';
        });
      },
      errors,
    );
    expect(tries.filter((objet) => objet === 'capricieux')).toHaveLength(2);
    expect(tries.filter((objet) => objet === 'perdu')).toHaveLength(1 + essai.retries);
    expect(errors.map(String)).toContain('Error: échec de perdu');
  });

  test('qui échoue ne retient pas ceux qui le suivent, même nombreux', async () => {
    await sql`delete from travaux.job`.execute(base.owner);
    for (let index = 0; index < 45; index += 1) await ask(`n° ${index}`);
    await working(
      async (_id, data) => {
        if (essai.data.parse(data).objet === 'n° 3') throw new Error('échec');
      },
      () => until(async () => Object.values(await states()).filter((state) => state === 'completed').length === 44),
    );
  });

  test('aux données inattendues n’est pas demandé', async () => {
    await expect(
      inTerritoire(base.request, '66', (db) => enqueue(db, '66', essai, { objet: 3 } as never)),
    ).rejects.toThrow();
  });
});

describe('Les tables des travaux', () => {
  test('se mettent en place deux fois sans rien perdre', async () => {
    await ask('gardé');
    await installJobs(base.ownerUrl, [essai]);
    expect((await states())['gardé']).toBe('created');
  });

  test('d’une autre version arrêtent le démarrage, en une phrase', async () => {
    const { rows } = await sql<{ version: number }>`select version from travaux.version`.execute(base.owner);
    await sql`update travaux.version set version = 1`.execute(base.owner);
    const refused = await startWorkers(base.requestUrl, [], {
      schedules: [],
      territoireIds: async () => [],
      onError: () => undefined,
    }).catch((error: unknown) => error);
    await sql`update travaux.version set version = ${rows[0]?.version}`.execute(base.owner);
    expect(refused).toBeInstanceOf(StartupRefusal);
  });
});
