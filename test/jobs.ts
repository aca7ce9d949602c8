import { PgBoss } from 'pg-boss';
import type { MailTransport } from '../src/platform/mail.ts';
import type { SmsTransport } from '../src/platform/sms.ts';
import { works } from '../src/travaux.ts';
import type { Base } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';

export type JobOptions = {
  readonly url?: string;
  readonly transport?: MailTransport;
  readonly sms?: SmsTransport;
  readonly dossier?: string;
  readonly clock?: () => Temporal.Instant;
};

/**
 * Runs what waits, and what that asks for, until nothing is left; returns the names of the jobs run, in order. A job that
 * throws is told to pg-boss as the workers do, and its error is thrown.
 */
export async function runJobs(base: Base, options: JobOptions = {}): Promise<string[]> {
  const boss = new PgBoss({
    connectionString: base.requestUrl,
    schema: 'travaux',
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    max: 1,
  });
  boss.on('error', () => undefined);
  await boss.start();
  const done: string[] = [];
  try {
    const all = works({
      database: base.request,
      coffre: testCoffre,
      cles: testCles,
      url: options.url ?? 'http://localhost',
      transport: options.transport,
      sms: options.sms,
      dossier: options.dossier ?? '/nonexistent',
      clock: options.clock ?? (() => Temporal.Now.instant()),
    });
    for (let found = true; found; ) {
      found = false;
      for (const { job, run } of all) {
        for (const { id, data } of await boss.fetch<{ territoireId: string }>(job.name, { batchSize: 100 })) {
          found = true;
          done.push(job.name);
          const { territoireId, ...own } = data;
          await run(territoireId, own).catch(async (error: Error) => {
            await boss.fail(job.name, id, error);
            throw error;
          });
          await boss.complete(job.name, id);
        }
      }
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  return done;
}
