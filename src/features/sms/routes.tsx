import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { type Adresses, poserLiens } from '../rendez-vous/avis/liens.ts';
import { smsRecents } from './store.ts';
import { SmsDemoPage } from './views.tsx';

export function smsRoutes(adresses: Adresses): readonly Route[] {
  return [
    get('/demo/sms', {
      access: 'public',
      demo: true,
      handle: async (rq) => {
        const recents = await smsRecents(rq.db, rq.territoire.id);
        const sms = recents.map((one) => ({ ...one, texte: poserLiens(adresses, rq.territoire, one.texte) }));
        return page({ title: 'SMS de la démonstration', body: <SmsDemoPage sms={sms} /> });
      },
    }),
  ];
}
