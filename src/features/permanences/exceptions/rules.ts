import { formatDateLongue, formatPlage } from '../../../domain/date.ts';
import type { Horaire } from '../../../domain/demi-journee.ts';
import { estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { joursHorsContrat } from '../../equipe/rules.ts';
import {
  type DemandePermanence,
  type DemandeRetablissement,
  type Exception,
  joursApresDerogation,
  joursNonCouverts,
  PHRASES_PERMANENCE,
  PHRASES_SEANCE,
  type RefusSeance,
  type SeanceSuivie,
} from '../rules.ts';

type Date = Temporal.PlainDate;

/** When and where a séance is held, and by whom. */
export interface Occurrence extends Horaire {
  readonly jour: Date;
  readonly lieuId: string | null;
  readonly agentId: string;
}

function memesHeures(a: Horaire, b: Horaire): boolean {
  return a.heureDebut.equals(b.heureDebut) && a.heureFin.equals(b.heureFin);
}

/**
 * What differs between a séance and what its series gave for it: later changes of the series leave these alone.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine ».
 * Example: given for Tuesday 2026-12-01 at the mairie from 9:00 to 12:00, held on Wednesday 2026-12-02 at the médiathèque at the same
 * hours → `['jour', 'lieu']`.
 */
export function exceptionsDe(seance: Occurrence, serie: Occurrence): Exception[] {
  return [
    ...(seance.jour.equals(serie.jour) ? [] : (['jour'] as const)),
    ...(memesHeures(seance, serie) ? [] : (['horaire'] as const)),
    ...(seance.lieuId === serie.lieuId ? [] : (['lieu'] as const)),
    ...(seance.agentId === serie.agentId ? [] : (['agent'] as const)),
  ];
}

/**
 * What of a séance differs from its series, as it is told; null: nothing that the public sees.
 * Example: moved from Tuesday to Wednesday at the médiathèque → « exceptionnellement à Médiathèque, le mercredi 2 décembre 2026 au lieu
 * du mardi 1er décembre 2026 ».
 */
export function direException(
  seance: Horaire & {
    readonly exceptions: readonly Exception[];
    readonly jour: Date;
    /** The day that its series gave. */
    readonly jourPrevu: Date | null;
    readonly endroit: string;
  },
): string | null {
  const { exceptions, jour, jourPrevu, endroit } = seance;
  const parts = [
    ...(exceptions.includes('lieu') ? [`à ${endroit}`] : []),
    ...(exceptions.includes('jour') && jourPrevu !== null
      ? [`le ${formatDateLongue(jour)} au lieu du ${formatDateLongue(jourPrevu)}`]
      : []),
    ...(exceptions.includes('horaire') ? [formatPlage(seance.heureDebut, seance.heureFin)] : []),
  ];
  return parts.length === 0 ? null : `exceptionnellement ${parts.join(', ')}`;
}

export type RefusModification =
  | { readonly refus: 'rien_ne_change' }
  | { readonly refus: 'deja_dans_la_serie' }
  | { readonly refus: 'horaire_inverse' }
  | { readonly refus: 'jour_passe' }
  | { readonly refus: 'jour_ferie'; readonly nom: string }
  | Exclude<RefusSeance, { refus: 'deja_prevue' | 'permanence_arretee' }>;

export const PHRASES_MODIFICATION: Phrases<RefusModification> = {
  ...PHRASES_SEANCE,
  rien_ne_change: () => 'Rien ne change : modifiez le jour, les heures ou le lieu.',
  deja_dans_la_serie: () => 'Cette séance est déjà comme sa permanence la prévoit.',
  horaire_inverse: PHRASES_PERMANENCE.horaire_inverse,
  jour_passe: () => 'Ce jour est passé : choisissez aujourd’hui ou un jour à venir.',
  jour_ferie: ({ nom }) => `Ce jour est férié (${nom}) : aucune permanence ne se tient.`,
  seance_tenue: () => 'Des accompagnements sont notés dans cette séance : elle a eu lieu, elle ne se déplace plus.',
  deja_annulee: () => 'Cette séance est annulée : rétablissez-la d’abord.',
  aide_ponctuelle: () => 'Une aide ponctuelle ailleurs ne se déplace pas : annulez-la, puis enregistrez la nouvelle.',
  agent_occupe: () => 'L’agent est pris à cet horaire ce jour-là.',
  lieu_occupe: () => 'Le lieu est occupé à cet horaire ce jour-là.',
};

/** What must be known to hold one séance otherwise than its series says. */
export interface DemandeModification {
  /** The séance as it is planned now. */
  readonly seance: SeanceSuivie & Occurrence & { readonly permanenceId: string | null };
  readonly vers: Occurrence;
  /** Name of the public holiday of the new day; null: none. */
  readonly ferie: string | null;
  /** Of the lieu where it would be held. */
  readonly lieuFermeLe: Date | null;
  readonly usage: DemandePermanence['usage'];
  readonly lieuConvenu: boolean;
  readonly conventions: DemandeRetablissement['conventions'];
  /** Of the agent who would hold it. */
  readonly contrats: DemandeRetablissement['contrats'];
}

/** Why a séance stays as it is, whatever is asked; empty: it may change. */
export function verifierModifiable(
  seance: DemandeModification['seance'],
  aujourdhui: Date,
): readonly RefusModification[] {
  const checks: readonly (readonly [boolean, RefusModification])[] = [
    [seance.permanenceId === null, { refus: 'aide_ponctuelle' }],
    [estAvant(seance.jour, aujourdhui), { refus: 'seance_passee' }],
    [seance.statut === 'annulee', { refus: 'deja_annulee' }],
    [seance.tenue, { refus: 'seance_tenue' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}

/**
 * Every reason not to hold one séance on another day, at other hours or in another lieu; empty: it can be, unless its agent or
 * the lieu is taken then. The same is asked as for planning: a lieu that conforms, a convention and a contract on that day.
 *
 * Source: art. 1.2, art. 3.1, art. 6.
 * Example: today 2026-11-24, séance of 2026-12-01 moved to 2026-12-25 → `jour_ferie` (Noël).
 */
export function verifierModification(demande: DemandeModification, aujourdhui: Date): readonly RefusModification[] {
  const { seance, vers, usage, conventions } = demande;
  const kept = verifierModifiable(seance, aujourdhui);
  if (kept.length > 0) return kept;
  if (exceptionsDe(vers, seance).length === 0) return [{ refus: 'rien_ne_change' }];
  const isInverted = Temporal.PlainTime.compare(vers.heureDebut, vers.heureFin) >= 0;
  const isUncovered = conventions !== null && joursNonCouverts(conventions, [vers.jour]).length > 0;
  return [
    ...(isInverted ? [{ refus: 'horaire_inverse' } as const] : []),
    ...(estAvant(vers.jour, aujourdhui) ? [{ refus: 'jour_passe' } as const] : []),
    ...(demande.ferie === null ? [] : [{ refus: 'jour_ferie', nom: demande.ferie } as const]),
    ...(demande.lieuFermeLe === null ? [] : [{ refus: 'lieu_ferme' } as const]),
    ...(usage.possible ? [] : [{ refus: 'lieu_non_conforme', manques: usage.manques } as const]),
    ...(joursApresDerogation(usage, [vers.jour]).length > 0 ? [{ refus: 'derogation_finie' } as const] : []),
    ...(demande.lieuConvenu ? [] : [{ refus: 'lieu_non_convenu' } as const]),
    ...(isUncovered ? [{ refus: 'jour_hors_convention' } as const] : []),
    ...(joursHorsContrat(demande.contrats, [vers.jour]).length > 0 ? [{ refus: 'jour_hors_contrat' } as const] : []),
  ];
}
