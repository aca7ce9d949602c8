import type { Compte } from '../../../domain/compte.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { findSeance, type SeanceAgent } from '../../accompagnements/store.ts';

/** The agent's own séance, or own mandat: prepared and signed by them alone, never by the substitute. */
export const sien = {
  agent: (compte: Compte, { agentId }: { readonly agentId: string }) => agentId === compte.agentId,
};

export const loadSeance = (rq: Rq): Promise<SeanceAgent | undefined> =>
  findSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');

/** The way to a séance, for a page that hangs from it. */
export const versSeance = ({ id, endroit }: Pick<SeanceAgent, 'id' | 'endroit'>) =>
  [
    { href: '/agenda', label: 'Mon agenda' },
    { href: `/seances/${id}`, label: endroit },
  ] as const;
