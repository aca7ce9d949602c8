import { estApres, lePlusTot } from '../../../domain/periode.ts';
import type { Clauses } from './clauses.ts';
import { type Constat, type Convention, dateReception, evenementsDeType, type MiseEnDemeure } from './evenements.ts';

type Jour = Temporal.PlainDate;
/** The clauses in force on a day. */
export type ClausesAu = (jour: Jour) => Clauses;

/** Where a mise en demeure stands, all its events taken together. */
export interface Procedure {
  readonly miseEnDemeure: MiseEnDemeure;
  /** Day that counts as receipt; null: the delay has not started. */
  readonly recueLe: Jour | null;
  readonly dernierJourRemede: Jour | null;
  /** Day of a complete remedy made in time: the procedure is closed, its trace stays. */
  readonly remedieeLe: Jour | null;
  /** First constat made after the delay of a procedure not closed by a remedy; it decides. */
  readonly constat: Constat | null;
}

/**
 * Last day to remedy a fault, inclusive. The delay is counted from the day after receipt.
 *
 * Source: art. 7.1, « un délai de trente (30) jours calendaires à compter de sa réception ». Unit: calendar days.
 * Example: received 2023-01-10 → 2023-02-09; the constat is possible from 2023-02-10.
 */
export function dernierJourRemede(reception: Jour, clauses: Clauses): Jour {
  return reception.add({ days: clauses.delaiRemedeJours });
}

/**
 * Last day in force after a notice of force majeure, inclusive.
 *
 * Source: art. 7.2, « trente (30) jours calendaires après notification ». Unit: calendar days, from the day after receipt.
 * Example: received 2023-01-10 → last day 2023-02-09, terminated from 2023-02-10.
 */
export function dernierJourForceMajeure(notification: Jour, clauses: Clauses): Jour {
  return notification.add({ days: clauses.delaiForceMajeureJours });
}

/** Procedures for fault of a convention, one a mise en demeure. Source: art. 7.1, « mise en demeure […] restée partiellement ou totalement infructueuse ». */
export function procedures(convention: Convention, clausesAu: ClausesAu): readonly Procedure[] {
  const remedes = evenementsDeType(convention, 'remede');
  const constats = evenementsDeType(convention, 'constat');
  return evenementsDeType(convention, 'mise_en_demeure').map((miseEnDemeure) => {
    const { courrier, id } = miseEnDemeure;
    const recueLe = dateReception(courrier, clausesAu(courrier.envoyeLe));
    if (recueLe === null) {
      return { miseEnDemeure, recueLe, dernierJourRemede: null, remedieeLe: null, constat: null };
    }
    const limite = dernierJourRemede(recueLe, clausesAu(recueLe));
    const remedieeLe = remedes
      .filter((remede) => remede.miseEnDemeureId === id && remede.complet && !estApres(remede.date, limite))
      .map((remede) => remede.date)
      .reduce<Jour | null>((first, date) => (first === null ? date : lePlusTot(first, date)), null);
    const constat =
      remedieeLe !== null
        ? null
        : constats
            .filter((candidat) => candidat.miseEnDemeureId === id && estApres(candidat.date, limite))
            .reduce<Constat | null>((a, b) => (a === null || estApres(a.date, b.date) ? b : a), null);
    return { miseEnDemeure, recueLe, dernierJourRemede: limite, remedieeLe, constat };
  });
}

/** A cause that ends the convention « de plein droit », and its last day in force, inclusive. */
export interface Resiliation {
  readonly le: Jour;
  readonly cause: 'faute' | 'force_majeure' | 'dissolution';
}

/**
 * Terminations of a convention, unsorted. The machine never terminates for fault by itself: a constat does.
 *
 * Source: art. 7.1, « résiliée de plein droit par l'autre Partie »; art. 7.2, « résiliée de plein droit, sans indemnité »
 * and « en cas de dissolution du Bénéficiaire ». The day of the constat and the day of the dissolution are the last ones.
 */
export function resiliations(convention: Convention, clausesAu: ClausesAu): readonly Resiliation[] {
  const fautes = procedures(convention, clausesAu).flatMap(({ constat }): Resiliation[] =>
    constat === null || constat.resultat === 'remediee' ? [] : [{ le: constat.date, cause: 'faute' }],
  );
  const forces = evenementsDeType(convention, 'force_majeure').flatMap(({ courrier }): Resiliation[] => {
    const clauses = clausesAu(courrier.envoyeLe);
    const notification =
      clauses.forceMajeureCompteDe === 'envoi' ? courrier.envoyeLe : dateReception(courrier, clauses);
    if (notification === null) return [];
    return [{ le: dernierJourForceMajeure(notification, clausesAu(notification)), cause: 'force_majeure' }];
  });
  const dissolutions = evenementsDeType(convention, 'dissolution').map(
    ({ date }): Resiliation => ({ le: date, cause: 'dissolution' }),
  );
  return [...fautes, ...forces, ...dissolutions];
}
