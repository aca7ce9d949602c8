import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Convention } from '../../conventions/rules.ts';
import { type Contrat, joursHorsContrat } from '../../equipe/rules.ts';
import type { Manque, UsagePossible } from '../../lieux/rules.ts';
import { joursApresDerogation, joursNonCouverts, PHRASES_PERMANENCE } from './permanence.ts';

type Date = Temporal.PlainDate;

export type RefusSeance =
  | { readonly refus: 'seance_passee' }
  | { readonly refus: 'seance_tenue' }
  | { readonly refus: 'deja_annulee' }
  | { readonly refus: 'deja_prevue' }
  | { readonly refus: 'aide_ponctuelle' }
  | { readonly refus: 'permanence_arretee'; readonly au: Date }
  | { readonly refus: 'lieu_ferme' }
  | { readonly refus: 'lieu_non_conforme'; readonly manques: readonly Manque[] }
  | { readonly refus: 'derogation_finie' }
  | { readonly refus: 'lieu_non_convenu' }
  | { readonly refus: 'jour_hors_convention' }
  | { readonly refus: 'jour_hors_contrat' }
  | { readonly refus: 'agent_occupe' }
  | { readonly refus: 'agent_absent' }
  | { readonly refus: 'trajet_trop_court' }
  | { readonly refus: 'lieu_ferme_ces_jours' }
  | { readonly refus: 'lieu_occupe' }
  | { readonly refus: 'salle_a_nommer' };

export const PHRASES_SEANCE: Phrases<RefusSeance> = {
  seance_passee: () => 'Cette séance est passée : elle ne change plus.',
  seance_tenue: () => 'Des accompagnements sont notés dans cette séance : elle a eu lieu, elle ne s’annule plus.',
  deja_annulee: () => 'Cette séance est déjà annulée.',
  deja_prevue: () => 'Cette séance est déjà prévue.',
  aide_ponctuelle: () => 'Une aide ponctuelle annulée ne se rétablit pas : enregistrez-la de nouveau.',
  permanence_arretee: ({ au }) => `La permanence s’arrête le ${formatDate(au)} : après ce jour, rien ne se rétablit.`,
  lieu_ferme: () => 'Ce lieu est fermé : rouvrez-le d’abord.',
  lieu_non_conforme: PHRASES_PERMANENCE.lieu_non_conforme,
  derogation_finie: () => 'Ce jour-là, la dérogation qui admet les permanences dans ce lieu aura pris fin.',
  lieu_non_convenu: PHRASES_PERMANENCE.lieu_non_convenu,
  jour_hors_convention: () => 'Aucune convention n’est en vigueur ce jour-là.',
  jour_hors_contrat: () => 'L’agent n’a pas de contrat en cours ce jour-là.',
  agent_occupe: () => 'L’agent est désormais pris à cet horaire.',
  agent_absent: () => 'L’agent est absent ce jour-là.',
  trajet_trop_court: PHRASES_PERMANENCE.trajet_trop_court,
  lieu_ferme_ces_jours: () => 'Le lieu n’ouvre pas ce jour-là : une fermeture y est notée.',
  lieu_occupe: () => 'Le lieu est désormais occupé à cet horaire.',
  salle_a_nommer: () =>
    'Une permanence sans salle occupe tout le lieu, et une autre s’y tient à cet horaire. Dites la salle de chacune des deux.',
};

/** A séance as cancelling or planning it again needs it. */
export interface SeanceSuivie {
  readonly jour: Date;
  readonly statut: 'prevue' | 'annulee';
  /** Whether an accompagnement is noted there. */
  readonly tenue: boolean;
}

/**
 * Every reason not to cancel a séance; empty: it can be.
 *
 * Source: art. 1.2, « de façon visible » (what is posted is what will be held). Example: today 2026-11-24, séance of
 * 2026-11-23 → `seance_passee`.
 */
export function verifierAnnulation({ jour, statut, tenue }: SeanceSuivie, aujourdhui: Date): readonly RefusSeance[] {
  const checks: readonly (readonly [boolean, RefusSeance])[] = [
    [estAvant(jour, aujourdhui), { refus: 'seance_passee' }],
    [statut === 'annulee', { refus: 'deja_annulee' }],
    [tenue, { refus: 'seance_tenue' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}

/** What must be known to plan a cancelled séance again. */
export interface DemandeRetablissement {
  readonly seance: SeanceSuivie;
  /** Its permanence; null for help given elsewhere. */
  readonly permanence: { readonly au: Date | null } | null;
  readonly lieuFermeLe: Date | null;
  /** What the lieu may host, from `usagesPossibles(…).permanence`. */
  readonly usage: UsagePossible;
  /** From `isConvenu`. */
  readonly lieuConvenu: boolean;
  /** Conventions of the Bénéficiaire; null: a lieu of the Département. */
  readonly conventions: readonly Convention[] | null;
  readonly contrats: readonly Contrat[];
}

/**
 * Every reason not to plan a cancelled séance again; empty: it can be, unless its agent or its lieu was taken meanwhile.
 *
 * Source: art. 1.2, art. 3.1, art. 6, as for the permanence itself. Example: permanence stopped on 2026-12-18, séance of 2026-12-25
 * → `permanence_arretee`.
 */
export function verifierRetablissement(demande: DemandeRetablissement, aujourdhui: Date): readonly RefusSeance[] {
  const { seance, permanence, lieuFermeLe, usage, lieuConvenu, conventions, contrats } = demande;
  const { jour } = seance;
  if (permanence === null) return [{ refus: 'aide_ponctuelle' }];
  const { au } = permanence;
  const uncovered = conventions !== null && joursNonCouverts(conventions, [jour]).length > 0;
  return [
    ...(estAvant(jour, aujourdhui) ? [{ refus: 'seance_passee' } as const] : []),
    ...(seance.statut === 'prevue' ? [{ refus: 'deja_prevue' } as const] : []),
    ...(au !== null && estApres(jour, au) ? [{ refus: 'permanence_arretee', au } as const] : []),
    ...(lieuFermeLe === null ? [] : [{ refus: 'lieu_ferme' } as const]),
    ...(usage.possible ? [] : [{ refus: 'lieu_non_conforme', manques: usage.manques } as const]),
    ...(joursApresDerogation(usage, [jour]).length > 0 ? [{ refus: 'derogation_finie' } as const] : []),
    ...(lieuConvenu ? [] : [{ refus: 'lieu_non_convenu' } as const]),
    ...(uncovered ? [{ refus: 'jour_hors_convention' } as const] : []),
    ...(joursHorsContrat(contrats, [jour]).length > 0 ? [{ refus: 'jour_hors_contrat' } as const] : []),
  ];
}
