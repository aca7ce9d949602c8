import { formatDate, formatHeure, parisDate, parisTime } from '../../domain/date.ts';

/** An instant as a sentence says it, in Paris: « 26 novembre 2026 à 14 h 02 ». */
export function quand(at: Temporal.Instant): string {
  return `${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}
