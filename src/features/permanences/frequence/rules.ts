import { formatDate } from '../../../domain/date.ts';
import { contains, estApres } from '../../../domain/periode.ts';
import { parSemaine } from '../../../domain/rythme.ts';
import { type Convention, clausesAu, enVigueurLe } from '../../conventions/rules.ts';
import type { Permanence } from '../rules.ts';

type Date = Temporal.PlainDate;

/** Half-days per week: what the clause says on a day, and what is planned, in fractions where a rhythm is not weekly. */
export interface EcartFrequence {
  readonly clause: number;
  readonly prevues: number;
  readonly le: Date;
}

/**
 * How the permanences of a structure differ, on a day, from the clause in force that day, avenants included; null: they do
 * not, or no convention is in force. Told, never refused.
 *
 * One week in two is worth half of one; two agents side by side hold one.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine et en présentiel ».
 * Example: avenant in force on 2022-11-09 for 2 half-days, one permanence → null on 2022-11-08, 1 instead of 2 the day after.
 */
export function ecartFrequence(
  conventions: readonly Convention[],
  permanences: readonly (Omit<Permanence, 'jour' | 'heureDebut' | 'heureFin'> & {
    readonly binomeDe?: string | null;
  })[],
  le: Date,
): EcartFrequence | null {
  const convention = conventions.find((one) => enVigueurLe(one, le));
  if (convention === undefined) return null;
  const clause = clausesAu(convention, le).demiJourneesParSemaine;
  const inForce = permanences.filter(({ du, au, binomeDe = null }) => {
    if (binomeDe !== null) return false;
    return au === null ? !estApres(du, le) : contains({ debut: du, fin: au }, le);
  });
  const prevues = Math.round(inForce.reduce((sum, one) => sum + parSemaine(one), 0) * 100) / 100;
  return prevues === clause ? null : { clause, prevues, le };
}

const demiJournees = (nombre: number): string =>
  `${nombre.toLocaleString('fr-FR')} demi-journée${nombre >= 2 ? 's' : ''}`;

/** « Au 24 novembre 2026, 1 demi-journée par semaine est prévue dans les lieux de la structure ; la convention en dit 2… » */
export function phraseEcart({ clause, prevues, le }: EcartFrequence): string {
  const planned =
    prevues === 0
      ? 'aucune demi-journée n’est prévue'
      : `${demiJournees(prevues)} par semaine ${prevues >= 2 ? 'sont prévues' : 'est prévue'}`;
  return `Au ${formatDate(le)}, ${planned} dans les lieux de la structure ; la convention en dit ${clause} (art. 1.2).`;
}

/** The same beside a name: « 1 demi-journée par semaine sur 2 ». */
export function phraseEcartCourte({ clause, prevues }: EcartFrequence): string {
  return `${demiJournees(prevues)} par semaine sur ${clause}`;
}
