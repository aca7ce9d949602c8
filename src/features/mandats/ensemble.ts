import { guarded, type Route } from '../../platform/http/route.ts';
import { accesRoutes } from './acces/routes.tsx';
import { creationRoutes } from './creation.ts';
import { destructionRoutes } from './destruction/routes.tsx';
import type { CreationOptions } from './preparation/signer.ts';
import { reglagesRoutes } from './reglages/routes.tsx';
import { remisesRoutes } from './remise/routes.tsx';
import { mandatsRoutes } from './routes.tsx';
import { suiviRoutes } from './suivi/routes.tsx';
import { sursisRoutes } from './sursis/routes.tsx';

/**
 * Every route of mandats, fixed paths before those of one mandat. Whoever signed in asks one of them for what is not theirs, or
 * does not exist, is answered as everywhere, and leaves a line in the journal.
 */
export function ensembleRoutes(options: CreationOptions & Parameters<typeof mandatsRoutes>[0]): readonly Route[] {
  return [
    ...guarded('mandat', [
      ...suiviRoutes,
      ...reglagesRoutes,
      ...sursisRoutes,
      ...accesRoutes(options),
      ...creationRoutes(options),
      ...mandatsRoutes(options),
      ...destructionRoutes(options),
    ]),
    ...remisesRoutes(options),
  ];
}
