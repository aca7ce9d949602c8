import type { Compte } from '../../domain/compte.ts';
import type { Db } from '../../platform/db.ts';
import type { Access, Rq } from '../../platform/http/route.ts';
import { type ConventionComplete, loadConvention } from '../conventions/store.ts';
import { type AgentDuMois, activiteDesMois, agentsDesMois } from './activite/store.ts';
import { type ContenuReleve, contenuReleve, moisEntier, periodeDuReleve } from './rules.ts';
import { findReleve, type Releve } from './store.ts';

/** A version of a relevé with its convention and the agents of its month. */
export type Dossier = {
  readonly releve: Releve;
  readonly convention: ConventionComplete;
  readonly agents: readonly AgentDuMois[];
};

export async function chargerDossier(rq: Rq): Promise<Dossier | undefined> {
  const { db, territoire } = rq;
  const releve = await findReleve(db, territoire.id, rq.params['releve'] ?? '');
  if (releve === undefined) return undefined;
  const convention = await loadConvention(db, territoire.id, releve.conventionId);
  if (convention === undefined) return undefined;
  const { debut, fin } = moisEntier(releve.mois);
  const of = { depuis: debut, today: fin.add({ days: 1 }), conventionIds: [convention.id] };
  return { releve, convention, agents: await agentsDesMois(db, territoire.id, of) };
}

/** The figures of a version: frozen when it is certified, those of the records otherwise. */
export async function contenuDe(
  db: Db,
  territoireId: string,
  { releve, convention }: Pick<Dossier, 'releve' | 'convention'>,
): Promise<ContenuReleve> {
  if (releve.contenu !== null) return releve.contenu;
  const [activite] = await activiteDesMois(db, territoireId, [{ conventionId: convention.id, mois: releve.mois }]);
  if (activite === undefined) throw new Error(`Nothing was read for the relevé ${releve.id}`);
  // Ended since, with an earlier last day: the month is counted whole.
  return contenuReleve(periodeDuReleve(convention, releve.mois) ?? moisEntier(releve.mois), activite);
}

const deLAgent = (compte: Compte, { agents }: Dossier) => agents.some(({ agentId }) => agentId === compte.agentId);
const duReferent = (compte: Compte, { convention }: Dossier) => convention.structureId === compte.structureId;

/** The team reads all, an agent the months in which he took part, a référent those of his structure. */
export const lecteurs = { equipe: true, agent: deLAgent, referent: duReferent } as const satisfies Access<Dossier>;
export const auteurs = { equipe: true, agent: deLAgent } as const satisfies Access<Dossier>;
export const certificateurs = { referent: duReferent } as const satisfies Access<Dossier>;

/** Outside of the team small numbers are hidden. */
export function isPublic({ compte }: Rq): boolean {
  return compte?.role !== 'equipe' && compte?.role !== 'agent';
}
