import { formatDate, formatDuree } from '../../../domain/date.ts';
import { contains, estApres, type Periode } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** What an agent may note beside his séances, when he wishes to. */
export const NATURES_TEMPS = {
  trajet: 'Trajet',
  preparation: 'Préparation',
  reunion: 'Réunion',
  formation: 'Formation',
} as const;
export type NatureTemps = keyof typeof NATURES_TEMPS;

export const NATURES: readonly NatureTemps[] = ['trajet', 'preparation', 'reunion', 'formation'];

/** Longest time that can be noted, in minutes: 23 h 59. */
export const DUREE_MAX_MINUTES = 1439;
/** Minutes of a day. */
export const JOURNEE_MINUTES = 1440;

export interface SaisieTemps {
  readonly jour: Jour;
  readonly nature: NatureTemps;
  readonly minutes: number;
  readonly precision: string | null;
  /** The séance that it goes with. */
  readonly seanceId: string | null;
}

/** What is known of the day of an entry. */
export interface ContexteTemps {
  readonly contrat: Periode;
  /** Minutes that the day already holds, this entry left out: séances held, acts out of any, other entries. */
  readonly dejaMinutes: number;
  /** The séances of the agent on that day. */
  readonly seances: readonly string[];
}

export type RefusTemps =
  | { readonly refus: 'duree_impossible' }
  | { readonly refus: 'jour_a_venir' }
  | { readonly refus: 'hors_contrat'; readonly contrat: Periode }
  | { readonly refus: 'seance_autre' }
  | { readonly refus: 'journee_pleine'; readonly resteMinutes: number };

export const PHRASES_TEMPS: Phrases<RefusTemps> = {
  duree_impossible: () => 'La durée est comprise entre 1 minute et 23 h 59.',
  jour_a_venir: () => 'Ce jour n’est pas encore passé : notez le temps une fois qu’il a eu lieu.',
  hors_contrat: ({ contrat: { debut, fin } }) =>
    `Votre contrat va du ${formatDate(debut)} au ${formatDate(fin)} : choisissez un jour de cette période.`,
  seance_autre: () => 'Cette séance n’est pas la vôtre, ou n’est pas de ce jour : choisissez-en une autre, ou aucune.',
  journee_pleine: ({ resteMinutes }) =>
    resteMinutes > 0
      ? `Cette journée compterait plus de 24 heures : il n’y reste que ${formatDuree(resteMinutes)}.`
      : 'Cette journée compte déjà 24 heures : corrigez d’abord un autre temps.',
};

/**
 * Reads a length as people write it, in minutes: « 45 », « 45 min », « 1 h », « 1 h 30 », « 1:30 ». Null when it is none; 0 and more
 * than a day are read, and refused by `verifierTemps`.
 * Example: « 1h05 » → 65.
 */
export function lireDuree(text: string): number | null {
  const typed = text.trim().toLowerCase();
  const minutes = /^(\d{1,4})\s*(?:min|mn|minutes?)?$/.exec(typed);
  if (minutes !== null) return Number(minutes[1]);
  const hours = /^(\d{1,2})\s*(?:h|:|heures?)\s*([0-5]?\d)?\s*(?:min|mn|minutes?)?$/.exec(typed);
  return hours === null ? null : Number(hours[1]) * 60 + Number(hours[2] ?? 0);
}

/**
 * Every reason to refuse an entry, all at once; empty: it can be noted.
 *
 * Source: annexe 1, the agents' contracts, outside which nothing is theirs to count.
 * Example: 30 minutes on a day that already counts 23 h 45 → `journee_pleine`, 15 minutes left.
 */
export function verifierTemps(
  { jour, minutes, seanceId }: SaisieTemps,
  { contrat, dejaMinutes, seances }: ContexteTemps,
  aujourdhui: Jour,
): readonly RefusTemps[] {
  const isPossible = Number.isInteger(minutes) && minutes >= 1 && minutes <= DUREE_MAX_MINUTES;
  const resteMinutes = Math.max(0, JOURNEE_MINUTES - dejaMinutes);
  const checks: readonly (readonly [failed: boolean, refus: RefusTemps])[] = [
    [estApres(jour, aujourdhui), { refus: 'jour_a_venir' }],
    [!contains(contrat, jour), { refus: 'hors_contrat', contrat }],
    [!isPossible, { refus: 'duree_impossible' }],
    [isPossible && minutes > resteMinutes, { refus: 'journee_pleine', resteMinutes }],
    [seanceId !== null && !seances.includes(seanceId), { refus: 'seance_autre' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}
