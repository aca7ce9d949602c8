import type { Insertable } from 'kysely';
import type { Role } from '../../src/domain/compte.ts';
import type { DB } from '../types.ts';
import type { AgentPlace } from './agents.ts';
import { demo, ids66 } from './ids.ts';

interface CompteDemo {
  readonly id: string;
  readonly nom: string;
  readonly courriel: string;
  readonly role: Role;
  readonly structureId?: string;
  /** Another account of a person whom a button opens already: reached by choosing a casquette. */
  readonly casquette?: true;
}

/** The accounts offered at the door of a demo instance, besides that of the demo agent. People are invented. */
const COMPTES: readonly CompteDemo[] = [
  { id: demo.comptes.equipe, nom: 'Nour Bourdaine', courriel: 'nour.bourdaine@exemple.fr', role: 'equipe' },
  { id: demo.comptes.equipeAdjoint, nom: 'Gabriel Sorbier', courriel: 'gabriel.sorbier@exemple.fr', role: 'equipe' },
  {
    id: demo.comptes.referent,
    nom: 'Hélène Salsepareille',
    courriel: 'helene.salsepareille@exemple.fr',
    role: 'referent',
    structureId: demo.structures.alberes,
  },
  {
    id: demo.comptes.autreReferent,
    nom: 'Marius Ardoisier',
    courriel: 'marius.ardoisier@exemple.fr',
    role: 'referent',
    structureId: demo.structures.prades,
  },
  { id: demo.comptes.direction, nom: 'Odile Grenache', courriel: 'odile.grenache@exemple.fr', role: 'direction' },
  { id: demo.comptes.dpo, nom: 'Irène Obsidienne', courriel: 'irene.obsidienne@exemple.fr', role: 'dpo' },
  { id: demo.comptes.administrateur, nom: 'Paul Cyprès', courriel: 'paul.cypres@exemple.fr', role: 'administrateur' },
  {
    id: demo.comptes.autreAdministrateur,
    nom: 'Solène Tamaris',
    courriel: 'solene.tamaris@exemple.fr',
    role: 'administrateur',
  },
  {
    id: demo.comptes.autreAdministrateurEquipe,
    nom: 'Solène Tamaris',
    courriel: 'solene.tamaris@exemple.fr',
    role: 'equipe',
    casquette: true,
  },
];

/** The demo accounts, and one for each other agent, which no button opens. */
export function compteRows(agents: readonly AgentPlace[], createdAt: Temporal.Instant): Insertable<DB['compte']>[] {
  const territoireId = demo.territoire;
  const ofAgents = agents.map((agent) => {
    const isDemo = agent.id === demo.agents.demo;
    return {
      territoireId,
      id: isDemo ? demo.comptes.agent : ids66.compte(agent.slug),
      courriel: agent.courriel,
      nom: `${agent.prenom} ${agent.nom}`,
      role: 'agent',
      agentId: agent.id,
      structureId: null,
      demo: isDemo,
      createdAt,
    };
  });
  const others = COMPTES.map((compte) => ({
    territoireId,
    id: compte.id,
    courriel: compte.courriel,
    nom: compte.nom,
    role: compte.role,
    agentId: null,
    structureId: compte.structureId ?? null,
    demo: compte.casquette !== true,
    createdAt,
  }));
  return [...ofAgents, ...others];
}
