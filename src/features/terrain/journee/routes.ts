import { donnees } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { journeeDe } from './journee.ts';

export const journeeRoutes: readonly Route[] = [
  get('/accompagnements/journee', {
    access: { agent: true },
    machinale: true,
    donnees: true,
    handle: async (rq) => {
      const { id: compteId, nom, agentId } = rq.compte;
      return donnees(await journeeDe(rq.db, rq.territoire.id, { compteId, nom, agentId: agentId ?? '' }, rq));
    },
  }),
];
