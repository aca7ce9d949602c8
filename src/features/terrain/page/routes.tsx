import { page } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { ACCOMPAGNEMENTS } from '../../accompagnements/conservation.ts';
import { COQUILLE } from '../service-worker.ts';
import { TerrainPage } from './views.tsx';

export const terrainRoutes: readonly Route[] = [
  get(COQUILLE, {
    access: { agent: true },
    collecte: [ACCOMPAGNEMENTS],
    handle: async () => page({ title: 'Ma journée', coquille: true, script: 'terrain.js', body: <TerrainPage /> }),
  }),
];
