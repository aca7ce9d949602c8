import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Convention } from './evenements.ts';
import { type Fin, lireConvention } from './periodes.ts';

type Jour = Temporal.PlainDate;

/** What an opposition would do if it counted on a given day. */
export interface OppositionPossible {
  /** The renewal that it would stop. */
  readonly anniversaire: Jour;
  /** Last day on which it still stops that one, inclusive. */
  readonly dernierJour: Jour;
  /** Last day in force if it does, inclusive. */
  readonly fin: Jour;
  /** A renewal sooner than that, which it is too late to stop. */
  readonly manquee: { readonly anniversaire: Jour; readonly dernierJour: Jour } | null;
  /** The renewal that it would stop if it counted the day after `dernierJour`; null: none, it would be useless. */
  readonly sinon: Jour | null;
}

/** Why no opposition would have any effect. */
export type RefusOpposition =
  | { readonly refus: 'opposition_avant_effet' }
  | { readonly refus: 'convention_finie'; readonly depuis: Jour }
  | { readonly refus: 'deja_opposee'; readonly fin: Jour }
  | { readonly refus: 'aucune_reconduction'; readonly fin: Jour };

export const PHRASES_OPPOSITION: Phrases<RefusOpposition> = {
  opposition_avant_effet: () => 'La convention n’a pas encore pris effet : il n’y a rien à reconduire.',
  convention_finie: ({ depuis }) => `La convention a pris fin le ${formatDate(depuis)}.`,
  deja_opposee: ({ fin }) =>
    `Une opposition a déjà empêché la reconduction : la convention prend fin le ${formatDate(fin)}.`,
  aucune_reconduction: ({ fin }) =>
    `Plus aucune reconduction n’est possible : la convention prend fin le ${formatDate(fin)}, sans opposition.`,
};

/** The end of the convention if an opposition counted on that day; null when nothing would end it. */
function finSiOpposee(convention: Convention, jour: Jour): Fin | null {
  const opposition = {
    id: 'prevision',
    type: 'opposition',
    auteur: 'departement',
    envoyeeLe: jour,
    recueLe: jour,
  } as const;
  return lireConvention({ ...convention, evenements: [...convention.evenements, opposition] })?.fin ?? null;
}

/**
 * What an opposition that counts on `jour` would stop, and until when; or why it would have no effect.
 *
 * Source: art. 6, « sauf opposition expresse d'une des parties au plus tard 2 mois avant sa date anniversaire ».
 * Which day counts (receipt, sending) is the clause `oppositionCompteDe`: the caller says it.
 * Refuses `opposition_avant_effet`, `convention_finie`, `deja_opposee` and `aucune_reconduction`.
 * Example: effet 2022-10-10, on 2023-01-15 → anniversaire 2023-04-10, dernierJour 2023-02-10, fin 2023-04-09, sinon null
 * (the hard end, 2023-07-01, comes before the next one); on 2023-02-11 → `aucune_reconduction`, fin 2023-07-01.
 */
export function oppositionPossible(convention: Convention, jour: Jour): OppositionPossible | RefusOpposition {
  const lecture = lireConvention(convention);
  if (lecture === null || estAvant(jour, lecture.effet)) return { refus: 'opposition_avant_effet' };
  const { fin } = lecture;
  if (fin !== null && estAvant(fin.le, jour)) return { refus: 'convention_finie', depuis: fin.le };
  if (fin?.cause === 'opposition') return { refus: 'deja_opposee', fin: fin.le };
  const stopped = finSiOpposee(convention, jour);
  const renewals = stopped === null ? [] : lecture.jusquA(stopped.le).flatMap(({ anniversaire }) => anniversaire ?? []);
  const target = renewals.at(-1);
  if (stopped?.cause !== 'opposition' || target === undefined) {
    return { refus: 'aucune_reconduction', fin: fin?.le ?? stopped?.le ?? jour };
  }
  const missed = renewals.find(({ date }) => estApres(date, jour) && estAvant(date, target.date));
  const late = finSiOpposee(convention, target.dernierJourOpposition.add({ days: 1 }));
  return {
    anniversaire: target.date,
    dernierJour: target.dernierJourOpposition,
    fin: stopped.le,
    manquee: missed === undefined ? null : { anniversaire: missed.date, dernierJour: missed.dernierJourOpposition },
    sinon: late?.cause === 'opposition' ? late.le.add({ days: 1 }) : null,
  };
}
