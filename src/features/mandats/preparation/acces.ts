import type { Compte } from '../../../domain/compte.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { findSeance, type SeanceAgent } from '../../accompagnements/store.ts';
import { findMandat, type Mandat } from '../store.ts';

/** The agent's own séance, or own mandat: prepared and signed by them alone. */
export const sien = {
  agent: (compte: Compte, { agentId }: { readonly agentId: string }) => agentId === compte.agentId,
};

/** The mandataire, and the substitute named when it was signed. */
export const lecteurs = {
  agent: ({ agentId }: Compte, mandat: Pick<Mandat, 'agentId' | 'suppleantId'>) =>
    agentId !== null && (agentId === mandat.agentId || agentId === mandat.suppleantId),
};

export const loadSeance = (rq: Rq): Promise<SeanceAgent | undefined> =>
  findSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');

export const loadMandat = (rq: Rq): Promise<Mandat | undefined> =>
  findMandat(rq.db, rq.territoire.id, rq.params['mandat'] ?? '');

/** The signed mandat that the path names. */
export async function loadSigne(rq: Rq): Promise<Mandat | undefined> {
  const found = await loadMandat(rq);
  return found?.etat === 'signe' ? found : undefined;
}

export const LISTE = { href: '/mandats', label: 'Mandats' } as const;
/** The way to a séance, for a page that hangs from it. */
export const versSeance = ({ id, endroit }: Pick<SeanceAgent, 'id' | 'endroit'>) =>
  [
    { href: '/agenda', label: 'Mon agenda' },
    { href: `/seances/${id}`, label: endroit },
  ] as const;
