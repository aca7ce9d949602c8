import type { Compte } from '../../../domain/compte.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { type Accompagnement, findAccompagnement, findSeance, type SeanceAgent } from '../store.ts';

export const AGENDA = { href: '/agenda', label: 'Mon agenda' } as const;

/** The agent's own, and nobody else's. */
export const sien = {
  agent: (compte: Compte, objet: { readonly agentId: string }) => objet.agentId === compte.agentId,
};

export function seanceDe(rq: Rq): Promise<SeanceAgent | undefined> {
  return findSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

/** The same, once whoever cancels it is done. */
export async function seanceTenue(rq: Rq): Promise<SeanceAgent | undefined> {
  await lockSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
  return seanceDe(rq);
}

export type AvecSeance = Accompagnement & { readonly seance: SeanceAgent };

/** A record noted in a séance. */
export async function accompagnementDe(rq: Rq): Promise<AvecSeance | undefined> {
  const found = await findAccompagnement(rq.db, rq.territoire.id, rq.params['accompagnement'] ?? '');
  const itsSeance = found && (await findSeance(rq.db, rq.territoire.id, found.seanceId ?? ''));
  return found && itsSeance && { ...found, seance: itsSeance };
}

/** The same, once whoever writes in its séance is done: its version is the last until the end. */
export async function accompagnementTenu(rq: Rq): Promise<AvecSeance | undefined> {
  const found = await accompagnementDe(rq);
  if (found === undefined) return undefined;
  await lockSeance(rq.db, rq.territoire.id, found.seance.id);
  return accompagnementDe(rq);
}
