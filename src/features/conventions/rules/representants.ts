import { estApres } from '../../../domain/periode.ts';
import { type Convention, evenementsDeType, type Partie } from './evenements.ts';
import type { Responsable } from './evenements-suivi.ts';

type Jour = Temporal.PlainDate;

/** Who represents a party on a day, and what says so. */
export interface Represente {
  readonly nom: string;
  readonly qualite: string;
  readonly depuis: Jour;
  /** An event of change, or only the signature of the convention. */
  readonly source: 'changement' | 'signature';
}

function last<E extends { readonly partie: Partie; readonly date: Jour }>(
  evenements: readonly E[],
  partie: Partie,
  jour: Jour,
): E | undefined {
  return evenements
    .filter((evenement) => evenement.partie === partie && !estApres(evenement.date, jour))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date))
    .at(-1);
}

/**
 * Who represents a party on a day: the last change recorded, else whoever signed for it; null when neither is known (the
 * register then says who does today).
 *
 * Source: préambule, « représenté par ». A new representative is an event, not an avenant.
 * Example: signed 2022-10-10 by A, changed to B on 2023-03-01 → A on 2023-02-28, B from 2023-03-01.
 */
export function representantAu(convention: Convention, partie: Partie, jour: Jour): Represente | null {
  const change = representantChange(convention, partie, jour);
  if (change !== null) return change;
  const signature = last(evenementsDeType(convention, 'signature'), partie, jour);
  if (signature === undefined) return null;
  const { signataire, qualite, date } = signature;
  return { nom: signataire, qualite, depuis: date, source: 'signature' };
}

/** The last change of representative of a party known on a day; null: none. Source: préambule, « représenté par ». */
export function representantChange(convention: Convention, partie: Partie, jour: Jour): Represente | null {
  const change = last(evenementsDeType(convention, 'representant'), partie, jour);
  if (change === undefined) return null;
  return { nom: change.nom, qualite: change.qualite, depuis: change.date, source: 'changement' };
}

/**
 * Who is in charge of the convention for a party on a day, or null. Source: art. 3.3, « contacts fréquents entre cette
 * équipe et le Bénéficiaire ».
 */
export function responsableAu(convention: Convention, partie: Partie, jour: Jour): Responsable | null {
  return last(evenementsDeType(convention, 'responsable'), partie, jour) ?? null;
}
