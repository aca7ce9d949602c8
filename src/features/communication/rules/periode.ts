import { formatDate } from '../../../domain/date.ts';
import { compareJours, estAvant, lePlusTot } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { horizonSeances } from '../../permanences/rules.ts';

type Jour = Temporal.PlainDate;

/** How far a poster looks, as whoever prints it chooses; the first one when nothing is said. */
export const PERIODES = ['6-semaines', 'trimestre', 'convention'] as const;
export type PeriodeAffiche = (typeof PERIODES)[number];
export const PERIODE_USUELLE = '6-semaines' satisfies PeriodeAffiche;

export type RefusPeriode = { readonly refus: 'periode_inconnue' } | { readonly refus: 'convention_sans_fin' };

export const PHRASES_PERIODE: Phrases<RefusPeriode> = {
  periode_inconnue: () => 'Choisissez une des périodes proposées.',
  convention_sans_fin: () =>
    'Aucune convention en cours ne donne de dernier jour à ce lieu : choisissez une autre période.',
};

const SEMAINES = { '6-semaines': 6, trimestre: 13 } as const;

/** The period asked by the values of the parameter. Examples: none → six weeks; twice, or unknown → refused. */
export function lirePeriode(asked: readonly string[]): PeriodeAffiche | RefusPeriode {
  const [first = PERIODE_USUELLE, ...others] = asked;
  const known = PERIODES.find((one) => one === first);
  return known === undefined || others.length > 0 ? { refus: 'periode_inconnue' } : known;
}

/** Last day of the usual poster, inclusive. Example: 2026-11-24 → 2027-01-04. */
export function dernierJourUsuel(today: Jour): Jour {
  return apres(today, SEMAINES[PERIODE_USUELLE]);
}

function apres(today: Jour, weeks: number): Jour {
  return today.add({ days: weeks * 7 - 1 });
}

/**
 * Last day asked for, inclusive. `fin`: last day covered by a convention of the structure; null when none has one.
 * Example: on 2026-11-24, a quarter → 2027-02-22.
 */
export function dernierJourDemande(periode: PeriodeAffiche, today: Jour, fin: Jour | null): Jour | RefusPeriode {
  if (periode !== 'convention') return apres(today, SEMAINES[periode]);
  return fin === null || estAvant(fin, today) ? { refus: 'convention_sans_fin' } : fin;
}

/** More permanences than this do not hold on one page at a readable size. */
export const PERMANENCES_PAR_AFFICHE = 4;

/** Dates of each permanence that one page shows legibly, when it shows one permanence, two, three, four. */
const DATES_LISIBLES = [25, 15, 15, 10] as const;
export const DATES_PAR_PERMANENCE = Math.max(...DATES_LISIBLES);

/**
 * Last day, inclusive, up to which a poster asked for up to `demande` says every date: no permanence has more dates than a page
 * shows legibly, and séances are planned that far. `permanences`: the days of each.
 *
 * Source: art. 1.2, « affichés de façon visible dans la structure ».
 * Example: four weekly permanences from Monday 2026-11-23, a quarter asked → ten of each, to 2027-01-31.
 */
export function dernierJourLisible(permanences: readonly (readonly Jour[])[], today: Jour, demande: Jour): Jour {
  const drawn = Math.min(permanences.length, PERMANENCES_PAR_AFFICHE);
  const place = DATES_LISIBLES[drawn - 1] ?? DATES_PAR_PERMANENCE;
  return permanences.reduce(
    (last, jours) => {
      const over = [...jours].sort(compareJours)[place];
      return over === undefined ? last : lePlusTot(last, over.subtract({ days: 1 }));
    },
    lePlusTot(demande, horizonSeances(today)),
  );
}

/**
 * What the poster says of where it stops; null for the usual one that stops where it was asked to, and shows everything.
 * `autres`: permanences of the lieu that are not drawn.
 * Example: « Dates jusqu’au 4 janvier 2027. Dates suivantes à l’accueil et sur la page indiquée plus bas. »
 */
export function direSuite(of: {
  readonly periode: PeriodeAffiche;
  readonly au: Jour;
  readonly demande: Jour;
  readonly autres: number;
}): string | null {
  const { periode, au, demande, autres } = of;
  const isCut = estAvant(au, demande);
  const parts = [
    ...(isCut || periode !== PERIODE_USUELLE ? [`Dates jusqu’au ${formatDate(au)}.`] : []),
    ...(isCut ? ['Dates suivantes à l’accueil et sur la page indiquée plus bas.'] : []),
    ...(autres > 0
      ? [`${autres === 1 ? 'Une autre permanence' : `${autres} autres permanences`} : demandez à l’accueil.`]
      : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}
