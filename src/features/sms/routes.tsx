import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { smsRecents } from './store.ts';
import { SmsDemoPage } from './views.tsx';

export const smsRoutes: readonly Route[] = [
  get('/demo/sms', {
    access: 'public',
    demo: true,
    handle: async (rq) =>
      page({
        title: 'SMS de la démonstration',
        body: <SmsDemoPage sms={await smsRecents(rq.db, rq.territoire.id)} />,
      }),
  }),
];
