import { z } from 'zod';
import { lienJob } from './features/comptes/store.ts';
import { importJob } from './features/conventions/portefeuille/store.ts';
import { courrielJob } from './features/courriels/store.ts';
import { destructionJob } from './features/mandats/destruction/store.ts';
import { lienRetraitJob } from './features/mandats/retrait/store.ts';
import { smsJob } from './features/sms/store.ts';
import type { Job, Schedule } from './platform/jobs.ts';

/** A job that says nothing but its territoire; tried again for most of a day. */
function jobDuTerritoire(name: string): Job {
  return { name, data: z.object({}), retries: 20, retrySeconds: 60 };
}

export const entretienJob = jobDuTerritoire('entretien');
export const teteJob = jobDuTerritoire('tete-journal');
export const brouillonsJob = jobDuTerritoire('brouillons-mandats');
export const semaineJob = jobDuTerritoire('semaine');
export const echeancesJob = jobDuTerritoire('echeances');
export const violationsJob = jobDuTerritoire('violations');
export const orphelinesJob = jobDuTerritoire('cles-orphelines');

/** Runs again in five minutes anyway. */
export const avisJob: Job = { ...jobDuTerritoire('avis-rendez-vous'), retries: 2 };

/** Every kind of job: what the database keeps a queue for. */
export const JOBS: readonly Job[] = [
  lienJob as Job,
  lienRetraitJob as Job,
  courrielJob as Job,
  smsJob as Job,
  importJob as Job,
  entretienJob,
  teteJob,
  brouillonsJob,
  semaineJob,
  echeancesJob,
  violationsJob,
  destructionJob,
  orphelinesJob,
  avisJob,
];

/** When each territoire's own jobs run, in Paris. */
export const SCHEDULES: readonly Schedule[] = [
  { job: entretienJob, cron: '10 2 * * *' },
  { job: brouillonsJob, cron: '20 2 * * *' },
  { job: teteJob, cron: '10 6 * * *' },
  { job: semaineJob, cron: '30 6 * * 1' },
  { job: echeancesJob, cron: '40 6 * * *' },
  { job: violationsJob, cron: '20 6 * * *' },
  // A mandat ends at midnight, and third parties have so many hours: what is due does not wait for the night.
  { job: destructionJob, cron: '5 * * * *' },
  { job: orphelinesJob, cron: '50 2 * * *' },
  { job: avisJob, cron: '*/5 * * * *' },
];
