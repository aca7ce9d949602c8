/** Who a person is in Escale: one role an account. */
export const roles = ['agent', 'equipe', 'referent', 'direction', 'dpo', 'administrateur'] as const;
export type Role = (typeof roles)[number];

/** Every role, as a route says it: what concerns one's own account. */
export const TOUS = {
  agent: true,
  equipe: true,
  referent: true,
  direction: true,
  dpo: true,
  administrateur: true,
} as const satisfies Record<Role, true>;

export const rolesLibelles: Record<Role, string> = {
  agent: 'Agent de l’équipe départementale',
  equipe: 'Équipe technique',
  referent: 'Référent de structure',
  direction: 'Direction et élus',
  dpo: 'Déléguée à la protection des données',
  administrateur: 'Administrateur',
};

/** A signed-in account. `agentId` is set for an agent and `structureId` for a référent, never otherwise. */
export type Compte = {
  readonly id: string;
  readonly nom: string;
  readonly courriel: string;
  readonly role: Role;
  readonly agentId: string | null;
  readonly structureId: string | null;
};
