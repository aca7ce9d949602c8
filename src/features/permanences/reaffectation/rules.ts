import { formatDates } from '../../../domain/date.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Contrat, joursHorsContrat } from '../../equipe/rules.ts';
import {
  type DemandePermanence,
  joursApresDerogation,
  PHRASES_PERMANENCE,
  PHRASES_SEANCE,
  type RefusPermanence,
  type Seance,
  type SeancePrevue,
  type SeanceSuivie,
  seChevauchent,
  verifierCouverture,
} from '../rules.ts';

type Date = Temporal.PlainDate;

type RefusPartage = Extract<
  RefusPermanence,
  {
    refus:
      | 'lieu_non_conforme'
      | 'lieu_non_convenu'
      | 'hors_convention'
      | 'agent_hors_contrat'
      | 'agent_occupe'
      | 'trajet_trop_court';
  }
>;

export type RefusReaffectation =
  | { readonly refus: 'agent_identique' }
  | { readonly refus: 'aucune_seance' }
  | { readonly refus: 'seance_passee' }
  | { readonly refus: 'seance_annulee' }
  | { readonly refus: 'seance_tenue' }
  | { readonly refus: 'derogation_finie'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_absent' }
  | { readonly refus: 'lieu_ferme_ces_jours' }
  | RefusPartage;

export const PHRASES_REAFFECTATION: Phrases<RefusReaffectation> = {
  agent_identique: () => 'C’est déjà l’agent de ces séances : choisissez-en un autre.',
  aucune_seance: () => 'Aucune séance de cette permanence n’est à confier entre ces deux dates.',
  seance_passee: () => 'Cette séance est passée : elle ne change plus.',
  seance_annulee: () => 'Cette séance est annulée : rétablissez-la d’abord.',
  seance_tenue: () => 'Des accompagnements sont notés dans cette séance : elle a eu lieu, elle garde son agent.',
  agent_absent: () => 'Cet agent est absent l’un de ces jours.',
  lieu_ferme_ces_jours: PHRASES_SEANCE.lieu_ferme_ces_jours,
  lieu_non_conforme: PHRASES_PERMANENCE.lieu_non_conforme,
  derogation_finie: ({ dates }) =>
    `La dérogation qui admet les permanences dans ce lieu aura pris fin à ces dates : ${formatDates(dates)}.`,
  lieu_non_convenu: PHRASES_PERMANENCE.lieu_non_convenu,
  hors_convention: PHRASES_PERMANENCE.hors_convention,
  agent_hors_contrat: PHRASES_PERMANENCE.agent_hors_contrat,
  agent_occupe: PHRASES_PERMANENCE.agent_occupe,
  trajet_trop_court: PHRASES_PERMANENCE.trajet_trop_court,
};

/** What must be known to hand planned séances to another agent. */
export interface DemandeReaffectation {
  /** In order, with who holds each now. */
  readonly seances: readonly (Seance & { readonly agentId: string })[];
  /** The agent who would hold them. */
  readonly agentId: string;
  /** Where they are held; null: help given elsewhere, for which no lieu answers. */
  readonly lieu: Pick<DemandePermanence, 'usage' | 'lieuConvenu'> | null;
  /** Conventions of the Bénéficiaire; null: a lieu of the Département, or none. */
  readonly conventions: DemandePermanence['conventions'];
  readonly contrats: readonly Contrat[];
  /** What that agent holds already. */
  readonly prevues: readonly SeancePrevue[];
}

/**
 * Every reason not to hand these séances to another agent, all at once; empty: they can be. The same as for planning them,
 * since that is what the other agent does: a lieu that still answers, a convention and a contract on each day, and nothing
 * else at the same hour.
 *
 * Source: art. 1.2, art. 3.1, art. 6.
 * Example: Tuesdays 1, 8 and 15 December, the other's contract ends on the 10th → `agent_hors_contrat` with 15 December.
 */
export function verifierReaffectation(demande: DemandeReaffectation): readonly RefusReaffectation[] {
  const { agentId, lieu, conventions, contrats, prevues } = demande;
  const seances = demande.seances.filter((seance) => seance.agentId !== agentId);
  if (seances.length === 0) return [{ refus: demande.seances.length > 0 ? 'agent_identique' : 'aucune_seance' }];
  const jours = seances.map(({ date }) => date);
  const covered = verifierCouverture({ conventions, contrats }, jours) as readonly RefusPartage[];
  const late = lieu === null ? [] : joursApresDerogation(lieu.usage, jours);
  const taken = prevues.filter((prevue) => seances.some((seance) => seChevauchent(seance, prevue)));
  return [
    ...(lieu === null || lieu.usage.possible
      ? []
      : [{ refus: 'lieu_non_conforme', manques: lieu.usage.manques } as const]),
    ...(late.length === 0 ? [] : [{ refus: 'derogation_finie', dates: late } as const]),
    ...(lieu === null || lieu.lieuConvenu ? [] : [{ refus: 'lieu_non_convenu' } as const]),
    ...covered,
    ...(taken.length === 0 ? [] : [{ refus: 'agent_occupe', seances: taken } as const]),
  ];
}

/** Why one séance keeps its agent: past, cancelled, or held already; null: it may change hands. */
export function verifierSeanceAConfier(seance: SeanceSuivie, aujourdhui: Date): RefusReaffectation | null {
  if (Temporal.PlainDate.compare(seance.jour, aujourdhui) < 0) return { refus: 'seance_passee' };
  if (seance.statut === 'annulee') return { refus: 'seance_annulee' };
  return seance.tenue ? { refus: 'seance_tenue' } : null;
}

export interface Disponibilite {
  /** Days on which another séance takes the same hour. */
  readonly prises: number;
  /** Days that no contract of theirs covers. */
  readonly horsContrat: number;
}

/**
 * On how many of these séances somebody could not be there: taken elsewhere, or without a contract.
 * Example: four Tuesdays, one of them taken, the contract over before the last two → 1 and 2.
 */
export function disponibilite(
  seances: readonly Seance[],
  agent: { readonly contrats: readonly Contrat[]; readonly prevues: readonly SeancePrevue[] },
): Disponibilite {
  const days = seances.map(({ date }) => date);
  return {
    prises: seances.filter((seance) => agent.prevues.some((prevue) => seChevauchent(seance, prevue))).length,
    horsContrat: joursHorsContrat(agent.contrats, days).length,
  };
}
