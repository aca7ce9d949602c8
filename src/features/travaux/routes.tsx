import { isUuid } from '../../platform/http/idempotence.ts';
import { page, redirect } from '../../platform/http/reply.ts';
import { get, post, type Route } from '../../platform/http/route.ts';
import { retryJob, type UnfinishedJob, unfinishedJobs } from '../../platform/jobs.ts';
import { type CourrielRefuse, courrielsRefuses, renvoyer } from '../courriels/store.ts';
import { renvoyerSms, type SmsRefuse, smsRefuses } from '../sms/store.ts';
import { TravauxPage } from './views.tsx';

const administrateur = { administrateur: true } as const;

export const travauxRoutes: readonly Route[] = [
  get('/administration/travaux', {
    access: administrateur,
    handle: async (rq) =>
      page({
        title: 'Travaux',
        breadcrumbs: [{ href: '/administration', label: 'Administration' }],
        body: (
          <TravauxPage
            cle={rq.key}
            travaux={await unfinishedJobs(rq.db, rq.territoire.id)}
            refuses={await courrielsRefuses(rq.db, rq.territoire.id)}
            sms={await smsRefuses(rq.db, rq.territoire.id)}
          />
        ),
      }),
  }),

  post('/administration/travaux/:travail/relancer', {
    access: administrateur,
    acte: 'relancer un travail',
    collecte: 'rien',
    load: async (rq): Promise<UnfinishedJob | undefined> =>
      (await unfinishedJobs(rq.db, rq.territoire.id)).find(
        ({ id, state }) => id === rq.params['travail'] && state === 'failed',
      ),
    handle: async (rq, travail) => {
      await retryJob(rq.db, travail);
      return redirect('/administration/travaux', { flash: 'Le travail est relancé.' });
    },
  }),

  post('/administration/courriels/:courriel/renvoyer', {
    access: administrateur,
    acte: 'renvoyer un courriel',
    collecte: 'rien',
    load: async (rq): Promise<CourrielRefuse | undefined> =>
      isUuid(rq.params['courriel'] ?? '')
        ? (await courrielsRefuses(rq.db, rq.territoire.id)).find(({ id }) => id === rq.params['courriel'])
        : undefined,
    handle: async (rq, { id }) => {
      await renvoyer(rq.db, rq.territoire.id, id);
      return redirect('/administration/travaux', { flash: 'Le courriel est renvoyé.' });
    },
  }),

  post('/administration/sms/:sms/renvoyer', {
    access: administrateur,
    acte: 'renvoyer un SMS',
    collecte: 'rien',
    load: async (rq): Promise<SmsRefuse | undefined> =>
      (await smsRefuses(rq.db, rq.territoire.id)).find(({ id }) => id === rq.params['sms']),
    handle: async (rq, { id }) => {
      await renvoyerSms(rq.db, rq.territoire.id, id);
      return redirect('/administration/travaux', { flash: 'Le SMS est renvoyé.' });
    },
  }),
];
