import type { Route } from '../../platform/http/route.ts';
import { aReplacerRoutes } from './a-replacer/routes.tsx';
import { appelsRoutes } from './appels/routes.tsx';
import { attenteRoutes } from './attente/routes.tsx';
import type { RendezVousOptions } from './chemin.ts';
import { comptesRendezVousRoutes } from './comptes/routes.ts';
import { guichetRoutes } from './guichet/routes.tsx';
import { motifsRoutes } from './motifs/routes.tsx';
import { ficheRoutes } from './publique/routes-fiche.tsx';
import { priseRoutes } from './publique/routes-prise.tsx';

/** Every route of rendez-vous; the paths that name something come before those that name one by its id. */
export function rendezVousRoutes(options: RendezVousOptions): readonly Route[] {
  return [
    ...comptesRendezVousRoutes,
    ...motifsRoutes,
    ...guichetRoutes(options),
    ...priseRoutes(options),
    ...ficheRoutes(options),
    ...appelsRoutes(options),
    ...attenteRoutes(options),
    ...aReplacerRoutes,
  ];
}
