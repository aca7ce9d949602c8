import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import type { Phrases } from '../../../domain/refus.ts';

/** How long before its hours and after them a séance still counts as held: people come early, and leave late. [choice] */
export const TOLERANCE_MINUTES = 30;

/** What tells when a séance is held; hours are those of Paris. */
export type SeanceTenue = {
  readonly statut: 'prevue' | 'annulee';
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
};

export type RefusSeance =
  | { readonly refus: 'seance_annulee' }
  | { readonly refus: 'seance_autre_jour'; readonly jour: Temporal.PlainDate }
  | { readonly refus: 'seance_pas_commencee'; readonly aPartirDe: Temporal.PlainTime }
  | { readonly refus: 'seance_finie'; readonly depuis: Temporal.PlainTime };

const AILLEURS =
  'Si vous recevez cette personne maintenant, ouvrez la séance en cours depuis votre agenda, ou enregistrez d’abord une aide ponctuelle.';

export const PHRASES_SEANCE: Phrases<RefusSeance> = {
  seance_annulee: () => `Un mandat se signe sur place, et cette séance est annulée. ${AILLEURS}`,
  seance_autre_jour: ({ jour }) =>
    `Un mandat se signe sur place, pendant la séance : celle-ci est celle du ${formatDateLongue(jour)}. ${AILLEURS}`,
  seance_pas_commencee: ({ aPartirDe }) =>
    `Un mandat se signe sur place, pendant la séance : celle-ci s’ouvre à la signature à ${formatHeure(aPartirDe)}. ${AILLEURS}`,
  seance_finie: ({ depuis }) =>
    `Un mandat se signe sur place, pendant la séance : celle-ci n’est plus ouverte à la signature depuis ${formatHeure(depuis)}. ${AILLEURS}`,
};

/** First and last instants at which a mandat may be signed in a séance, both included. */
export function bornesSeance({ jour, heureDebut, heureFin }: SeanceTenue): {
  readonly debut: Temporal.Instant;
  readonly fin: Temporal.Instant;
} {
  const at = (plainTime: Temporal.PlainTime) =>
    jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime }).toInstant();
  return {
    debut: at(heureDebut).subtract({ minutes: TOLERANCE_MINUTES }),
    fin: at(heureFin).add({ minutes: TOLERANCE_MINUTES }),
  };
}

/**
 * Why no mandat may be signed at `now` in this séance; null while it is held, give or take 30 minutes.
 *
 * Source: art. 2, « Le mandat doit être signé sur place par le mandataire et le mandant »; the tolerance is ours [choice].
 * Example: 2026-11-26 from 9 h to 12 h; at 8 h 30 → null; at 8 h 29 → seance_pas_commencee; at 12 h 31 → seance_finie.
 */
export function verifierSeance(seance: SeanceTenue, now: Temporal.Instant): RefusSeance | null {
  if (seance.statut === 'annulee') return { refus: 'seance_annulee' };
  const { debut, fin } = bornesSeance(seance);
  const isEarly = Temporal.Instant.compare(now, debut) < 0;
  const isLate = Temporal.Instant.compare(now, fin) > 0;
  if (!isEarly && !isLate) return null;
  if (!parisDate(now).equals(seance.jour)) return { refus: 'seance_autre_jour', jour: seance.jour };
  return isEarly
    ? { refus: 'seance_pas_commencee', aPartirDe: parisTime(debut) }
    : { refus: 'seance_finie', depuis: parisTime(fin) };
}

/** Whether a mandat may be signed at `now` in this séance. */
export function seanceEnCours(seance: SeanceTenue, now: Temporal.Instant): boolean {
  return verifierSeance(seance, now) === null;
}

/**
 * What a mandat that was prepared in a séance waits for, as a sentence: its signatures, until the end of the séance; then nothing but
 * the night, which abandons it.
 *
 * Example: 2026-11-26 from 9 h to 12 h; at 10 h → « Il manque les signatures, jusqu’à 12 h 30. »
 */
export function direAttente(seance: SeanceTenue, now: Temporal.Instant): string {
  const fin = formatHeure(parisTime(bornesSeance(seance).fin));
  const refus = verifierSeance(seance, now);
  if (refus === null) return `Il manque les signatures, jusqu’à ${fin}.`;
  return refus.refus === 'seance_pas_commencee'
    ? `Il manque les signatures, à partir de ${formatHeure(refus.aPartirDe)}.`
    : 'Il ne se signe plus : sa séance est finie ou annulée. Il s’efface dans la nuit.';
}

/**
 * When a mandat may be signed in a séance that is not open to it at `now`, as a sentence; null while it is, or when it never will.
 *
 * Example: 2026-11-26 from 9 h to 12 h; at 8 h → « Un mandat s’y signe de 8 h 30 à 12 h 30, jeudi 26 novembre 2026. »; at 12 h 31 →
 * « Un mandat s’y signait jusqu’à 12 h 30, jeudi 26 novembre 2026. »; at 12 h 30 → null.
 */
export function direSignature(seance: SeanceTenue, now: Temporal.Instant): string | null {
  if (seance.statut === 'annulee' || seanceEnCours(seance, now)) return null;
  const { debut, fin } = bornesSeance(seance);
  const [from, until] = [formatHeure(parisTime(debut)), formatHeure(parisTime(fin))];
  const jour = formatDateLongue(seance.jour);
  return Temporal.Instant.compare(now, debut) < 0
    ? `Un mandat s’y signe de ${from} à ${until}, ${jour}.`
    : `Un mandat s’y signait jusqu’à ${until}, ${jour}.`;
}
