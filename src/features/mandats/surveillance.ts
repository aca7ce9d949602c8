import type { Route } from '../../platform/http/route.ts';
import type { DataKeys } from '../../platform/keys/store.ts';
import { accesRoutes } from './acces/routes.tsx';
import { reglagesRoutes } from './reglages/routes.tsx';
import { suiviRoutes } from './suivi/routes.tsx';
import { sursisRoutes } from './sursis/routes.tsx';

/**
 * What surrounds the mandats without being of their agents: counts, settings, access for a serious reason, legal holds. Comes
 * before the routes whose path names a mandat right after « /mandats ».
 */
export function surveillanceRoutes(options: { readonly url: string; readonly cles: DataKeys }): readonly Route[] {
  return [...suiviRoutes, ...reglagesRoutes, ...sursisRoutes, ...accesRoutes(options)];
}
