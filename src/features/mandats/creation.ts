import type { Route } from '../../platform/http/route.ts';
import { noticeRoutes } from './notice/routes.tsx';
import { papierRoutes } from './papier/routes.tsx';
import { preparationRoutes } from './preparation/routes.tsx';
import { signatureRoutes } from './preparation/routes-signature.tsx';
import type { CreationOptions } from './preparation/signer.ts';

/** The creation of a mandat, on the tablet or on paper, and its notice. Its fixed paths come before those of one mandat. */
export function creationRoutes(options: CreationOptions): readonly Route[] {
  return [...noticeRoutes, ...papierRoutes(options), ...preparationRoutes(options), ...signatureRoutes(options)];
}
