import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant, lePlusTard, lePlusTot } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Convention, finConvention } from '../../conventions/rules.ts';
import { joursNonCouverts, type SeanceSuivie } from '../rules.ts';

type Date = Temporal.PlainDate;

export type RefusSuites =
  | { readonly refus: 'sans_fin' }
  | { readonly refus: 'rien_au_dela' }
  | { readonly refus: 'suites_changees' }
  | { readonly refus: 'rien_a_retablir' };

export const PHRASES_SUITES: Phrases<RefusSuites> = {
  sans_fin: () => 'Rien ne met fin à cette convention à ce jour : ses séances restent prévues.',
  rien_au_dela: () => 'Aucune séance n’est prévue après le dernier jour de cette convention.',
  suites_changees: () =>
    'La convention ou ses séances ont changé depuis que vous avez ouvert cette page : relisez ce qui suit avant de confirmer.',
  rien_a_retablir: () => 'Aucune séance annulée ne peut être rétablie aujourd’hui.',
};

/**
 * The last day on which one of the conventions of a structure covers it; null when nothing ends one of them, or when none
 * has taken effect.
 *
 * Source: art. 6, « prendra fin au plus tard ». Example: one ends on 2026-12-31, another on 2027-06-30 → 2027-06-30.
 */
export function dernierJourCouvert(conventions: readonly Convention[]): Date | null {
  const ends = conventions.flatMap((convention) => finConvention(convention)?.le ?? []);
  return ends.reduce<Date | null>((last, end) => (last === null ? end : lePlusTard(last, end)), null);
}

/**
 * Séances still planned after the last day of their convention, from today on, that no other convention of the structure
 * takes over. Those already past stay as they are, and so do those where help is noted.
 *
 * Source: art. 6; art. 7.1; art. 7.2. Nothing is decided here: a person does, once for all of them.
 * Example: opposed, last day 2027-04-09; séances on 6, 13 and 20 April → 13 and 20 April.
 */
export function seancesAuDela<S extends SeanceSuivie>(
  convention: Convention,
  conventions: readonly Convention[],
  seances: readonly S[],
  aujourdhui: Date,
): readonly S[] {
  const fin = finConvention(convention);
  if (fin === null) return [];
  const beyond = seances.filter(
    ({ jour, statut, tenue }) => statut === 'prevue' && !tenue && estApres(jour, fin.le) && !estAvant(jour, aujourdhui),
  );
  const uncovered = new Set(
    joursNonCouverts(
      conventions,
      beyond.map(({ jour }) => jour),
    ),
  );
  return beyond.filter(({ jour }) => uncovered.has(jour));
}

/**
 * The last day of a permanence whose convention has no séance left after `dernierJour`: that day, never before yesterday
 * (what has taken place stays), nor before its own first day, nor after the end that it already has.
 *
 * Source: art. 1.2. Example: last day 2027-04-09, today 2027-03-01, permanence without an end → 2027-04-09.
 */
export function arretDe(
  permanence: { readonly du: Date; readonly au: Date | null },
  dernierJour: Date,
  aujourdhui: Date,
): Date {
  const yesterday = aujourdhui.subtract({ days: 1 });
  const arret = lePlusTard(lePlusTard(dernierJour, yesterday), permanence.du);
  return permanence.au === null ? arret : lePlusTot(arret, permanence.au);
}

/** The reason proposed for cancelling them. Example: « Fin de la convention le 9 avril 2027 ». */
export function motifPropose(dernierJour: Date): string {
  return `Fin de la convention le ${formatDate(dernierJour)}`;
}
