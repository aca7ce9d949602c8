import { page } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { SAISIES } from '../../accompagnements/conservation.ts';
import { nomsCommunes } from '../../territoires/commune-saisie.ts';
import { COQUILLE } from '../service-worker.ts';
import { TerrainPage } from './views.tsx';

export const terrainRoutes: readonly Route[] = [
  get(COQUILLE, {
    access: { agent: true },
    collecte: SAISIES,
    handle: async ({ db, territoire, today }) => {
      const communes = await nomsCommunes(db, territoire.codeDepartement);
      const body = <TerrainPage communes={communes} today={today} />;
      return page({ title: 'Ma journée', coquille: true, script: 'terrain.js', body });
    },
  }),
];
