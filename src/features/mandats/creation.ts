import type { Route } from '../../platform/http/route.ts';
import { preparationRoutes } from './preparation/routes.tsx';
import { signatureRoutes } from './preparation/routes-signature.tsx';
import type { CreationOptions } from './preparation/signer.ts';

/** The creation of a mandat, on the tablet or on paper, and its notice. Its fixed paths come before those of one mandat. */
export function creationRoutes(options: CreationOptions): readonly Route[] {
  return [...preparationRoutes(options), ...signatureRoutes(options)];
}
