import type { Route } from '../../platform/http/route.ts';
import type { RendezVousOptions } from './chemin.ts';
import { guichetRoutes } from './guichet/routes.tsx';
import { motifsRoutes } from './motifs/routes.tsx';
import { ficheRoutes } from './publique/routes-fiche.tsx';
import { priseRoutes } from './publique/routes-prise.tsx';

/** Every route of rendez-vous; the paths that name something come before those that name one by its id. */
export function rendezVousRoutes(options: RendezVousOptions): readonly Route[] {
  return [...motifsRoutes, ...guichetRoutes(options), ...priseRoutes(options), ...ficheRoutes(options)];
}
