import { page } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { SAISIES } from '../../accompagnements/conservation.ts';
import { COQUILLE } from '../service-worker.ts';
import { TerrainPage } from './views.tsx';

export const terrainRoutes: readonly Route[] = [
  get(COQUILLE, {
    access: { agent: true },
    collecte: SAISIES,
    handle: async () => page({ title: 'Ma journée', coquille: true, script: 'terrain.js', body: <TerrainPage /> }),
  }),
];
