import { urlDe } from '../../../domain/territoire.ts';
import { file } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { findLieuPublic } from '../../portail/store.ts';
import { calendrierDuLieu, fenetreDuFlux } from './evenements.ts';
import { seancesDuFlux } from './store.ts';

export function fluxRoutes(url: string): readonly Route[] {
  return [
    // The dates of a lieu are on its poster: no secret is needed to follow them.
    get('/lieux/:lieu/calendrier.ics', {
      access: 'public',
      load: (rq) => findLieuPublic(rq.db, rq.territoire.id, rq.params['lieu'] ?? '', rq.today),
      handle: async ({ db, territoire, today }, lieu) => {
        const seances = await seancesDuFlux(db, territoire.id, fenetreDuFlux(today), { lieuId: lieu.id });
        const bytes = calendrierDuLieu(seances, { url: urlDe(url, territoire), lieuNom: lieu.nom });
        const type = 'text/calendar; charset=utf-8';
        return file({ bytes, type, name: 'permanences.ics', inline: true, revalidated: true });
      },
    }),
  ];
}
