import type { Rq } from '../../platform/http/route.ts';
import { nomCherche, raisonsDeDoublon, type Saisie } from './rules.ts';
import { personnesProches } from './store.ts';
import type { Doublon } from './views.tsx';

const DOUBLONS_MAX = 10;

/** Records that may be the same person, those that share a telephone or a mail first. */
export async function doublonsDe(rq: Rq, saisie: Saisie, sauf: string | null): Promise<readonly Doublon[]> {
  const own = { ...saisie, nomCherche: nomCherche(saisie) };
  return (await personnesProches(rq.db, rq.territoire.id, own))
    .filter(({ id }) => id !== sauf)
    .map((personne) => ({ personne, raisons: raisonsDeDoublon(own, personne) }))
    .filter(({ raisons }) => raisons.length > 0)
    .sort((a, b) => b.raisons.length - a.raisons.length)
    .slice(0, DOUBLONS_MAX);
}
