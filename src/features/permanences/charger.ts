import type { Rq } from '../../platform/http/route.ts';
import { lockPlanning } from './seances/store.ts';
import { findPermanence, type PermanenceSuivie } from './store.ts';

/** The permanence that a path names. */
export function chargerPermanence(rq: Rq): Promise<PermanenceSuivie | undefined> {
  return findPermanence(rq.db, rq.territoire.id, rq.params['permanence'] ?? '', rq.today);
}

/** The same, once whoever changes the planning is done: it may have gone with a change that was taken back. */
export async function tenirPermanence(rq: Rq): Promise<PermanenceSuivie | undefined> {
  await lockPlanning(rq.db, rq.territoire.id);
  return chargerPermanence(rq);
}
