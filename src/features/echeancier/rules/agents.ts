import { estAvant } from '../../../domain/periode.ts';
import type { Element } from './element.ts';

type Jour = Temporal.PlainDate;

/** An agent with the last day of the contract. */
export interface AgentSuivi {
  readonly id: string;
  readonly prenom: string;
  readonly nom: string;
  readonly contratFin: Jour;
}

/**
 * Ends of the contracts that are not over on a day. A mail or a calendar says whose it is to nobody.
 *
 * Source: préambule, « en contrat de projet sur 2 ans »; annexe 1, « sur une période de 1 an renouvelable ».
 * Example: contract until 2027-08-31, on 2026-11-24 → 2027-08-31; on 2027-09-01 → nothing.
 */
export function elementsDesAgents(agents: readonly AgentSuivi[], jour: Jour): readonly Element[] {
  return agents
    .filter(({ contratFin }) => !estAvant(contratFin, jour))
    .map(({ id, prenom, nom, contratFin }) => ({
      type: 'contrat',
      objet: `agent:${id}`,
      le: contratFin,
      depuis: null,
      sujet: `${prenom} ${nom}`,
      sujetPublic: 'équipe départementale',
      precision: null,
      structure: null,
      href: `/agents/${id}`,
    }));
}
