import { estApres, estAvant, lePlusTard } from '../../../domain/periode.ts';
import type { Clauses } from './clauses.ts';
import {
  type Avenant,
  type Convention,
  effetAvenant,
  evenementsDeType,
  jourOpposition,
  type Opposition,
} from './evenements.ts';
import { type Resiliation, resiliations } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** Why a convention ends. `terme`: its last day as written, or no renewal left. */
export type CauseFin = 'terme' | 'opposition' | Resiliation['cause'];

/** Last day in force, inclusive, and its cause. */
export interface Fin {
  readonly le: Jour;
  readonly cause: CauseFin;
}

/**
 * Places the day `mois` months after `effet` before a day (negative), on it (zero) or after it (positive), without working
 * it out: a large portfolio has tens of thousands of anniversaries, and asks the date of few.
 * Example: effet 2022-08-31, 6 months, day 2023-02-28 → 0.
 */
export function placer(effet: Jour, mois: number, jour: Jour): number {
  const ecart = mois - (12 * (jour.year - effet.year) + jour.month - effet.month);
  return ecart === 0 ? Math.min(effet.day, jour.daysInMonth) - jour.day : ecart;
}

/** True when an anniversary comes too late to renew anything. */
export function isBeyondTerm(
  anniversaire: (jour: Jour) => number,
  { finAuPlusTard, reconductionPourUnJour }: Clauses,
): boolean {
  if (finAuPlusTard === null) return false;
  const ordre = anniversaire(finAuPlusTard);
  return reconductionPourUnJour ? ordre > 0 : ordre >= 0;
}

/** Clauses, and the day from which they hold; null: from the effect. */
interface Version {
  readonly depuis: Jour | null;
  readonly clauses: Clauses;
}

/** The clauses as signed, then as each avenant leaves them; of those of one day, the last. */
function versionsDe(convention: Convention, avenants: readonly Avenant[]): readonly Version[] {
  const versions: Version[] = [{ depuis: null, clauses: convention.clauses }];
  for (const avenant of avenants) {
    const depuis = effetAvenant(avenant);
    const last = versions.at(-1);
    if (depuis === null || last === undefined) continue;
    if (last.depuis?.equals(depuis)) versions.pop();
    versions.push({ depuis, clauses: { ...last.clauses, ...avenant.changements } });
  }
  return versions;
}

/** What decides of the periods, read once: the clauses day by day, and what stops a renewal or ends the convention. */
export interface Cours {
  readonly effet: Jour;
  readonly versions: readonly Version[];
  readonly clausesAu: (jour: Jour) => Clauses;
  /** The earliest. */
  readonly resiliation: Resiliation | null;
  readonly oppositions: readonly { readonly id: string; readonly jour: Jour; readonly preavisMois: number }[];
}

/** An opposition that counts, from a day. */
interface OppositionDuJour {
  readonly opposition: Opposition;
  readonly jour: Jour;
}

/**
 * Oppositions that count, each from its day: that of the clauses, or of its sending when it was decided to admit it.
 *
 * Source: art. 6, « opposition expresse d'une des parties au plus tard 2 mois avant ». One that has not arrived is left out.
 * Example: sent 2023-02-08, received 2023-02-13, admitted 2023-02-20 → counts from 2023-02-08.
 */
export function oppositionsComptees(
  convention: Convention,
  clausesAu: Cours['clausesAu'],
): readonly OppositionDuJour[] {
  const decisions = evenementsDeType(convention, 'decision_opposition');
  return evenementsDeType(convention, 'opposition').flatMap((opposition): OppositionDuJour[] => {
    const jour = jourOpposition(opposition, clausesAu(opposition.envoyeeLe));
    if (jour === null) return [];
    const admitted = decisions.some(({ oppositionId, admise }) => admise && oppositionId === opposition.id);
    return [{ opposition, jour: admitted ? opposition.envoyeeLe : jour }];
  });
}

export function lireCours(convention: Convention, effet: Jour, avenants: readonly Avenant[]): Cours {
  const versions = versionsDe(convention, avenants);
  const clausesAu = (jour: Jour): Clauses =>
    versions.findLast(({ depuis }) => depuis === null || !estApres(depuis, jour))?.clauses ?? convention.clauses;
  return {
    effet,
    versions,
    clausesAu,
    resiliation: resiliations(convention, clausesAu).reduce<Resiliation | null>(
      (a, b) => (a === null || estAvant(b.le, a.le) ? b : a),
      null,
    ),
    oppositions: oppositionsComptees(convention, clausesAu).map(({ opposition: { id }, jour }) => {
      return { id, jour, preavisMois: clausesAu(jour).preavisMois };
    }),
  };
}

/** A period as it unrolls, its ends said in months from the effect: their days are worked out when they are asked. */
export interface Etape {
  readonly rang: number;
  readonly debutMois: number;
  /** Its anniversary, unless the convention ends before. */
  readonly finMois: number;
  /** Notice at the anniversary. */
  readonly preavisMois: number;
  readonly isRenewable: boolean;
  readonly oppositionId: string | null;
  readonly fin: Fin | null;
}

/** Last possible day met in a period, avenants signed meanwhile included; null when none is met. */
function termeDe({ effet, versions }: Cours, debutMois: number, finMois: number): Jour | null {
  for (const [rank, { depuis, clauses }] of versions.entries()) {
    const { finAuPlusTard } = clauses;
    const next = versions[rank + 1]?.depuis ?? null;
    const isOver = next !== null && placer(effet, debutMois, next) >= 0;
    if (isOver || finAuPlusTard === null) continue;
    if (depuis !== null && placer(effet, finMois, depuis) <= 0) break;
    const isMet = placer(effet, finMois, finAuPlusTard) > 0 && (next === null || estAvant(finAuPlusTard, next));
    if (!isMet) continue;
    // A term shortened by an avenant never reaches back before that avenant.
    return depuis !== null && placer(effet, debutMois, depuis) <= 0 ? lePlusTard(finAuPlusTard, depuis) : finAuPlusTard;
  }
  return null;
}

/** The period that begins `debutMois` months after the effect. */
function etapeDe(cours: Cours, rang: number, debutMois: number): Etape {
  const { effet, versions, resiliation, oppositions } = cours;
  const au = (mois: number, isIncluded: boolean): Clauses => {
    const least = isIncluded ? 0 : 1;
    const version = versions.findLast(({ depuis }) => depuis === null || placer(effet, mois, depuis) >= least);
    if (version === undefined) throw new Error('The clauses as signed always hold');
    return version.clauses;
  };
  const { dureeMois } = au(debutMois, true);
  if (dureeMois < 1) throw new Error('A period lasts one month at least');
  // Always from the effect: 31 August + 6 months is 28 February, + 12 months is 31 August again.
  const finMois = debutMois + dureeMois;
  const anniversaire = (): Jour => effet.add({ months: finMois });
  const clauses = au(finMois, false);
  const { preavisMois, reconductions } = clauses;
  const terme = termeDe(cours, debutMois, finMois);
  const beyond = isBeyondTerm((jour) => placer(effet, finMois, jour), clauses);
  const exhausted = reconductions !== null && rang > reconductions;
  const opposition = oppositions.find(
    ({ jour, preavisMois: months }) =>
      placer(effet, finMois, jour) >= 0 && !estApres(jour, anniversaire().subtract({ months })),
  );

  let fin: Fin | null = null;
  if (terme !== null) fin = { le: terme, cause: 'terme' };
  else if (beyond || exhausted) fin = { le: anniversaire().subtract({ days: 1 }), cause: 'terme' };
  else if (opposition !== undefined) fin = { le: anniversaire().subtract({ days: 1 }), cause: 'opposition' };
  const cut =
    resiliation !== null &&
    (fin === null ? placer(effet, finMois, resiliation.le) > 0 : estAvant(resiliation.le, fin.le));
  if (cut) fin = resiliation;

  const isRenewable = !beyond && !exhausted && terme === null && !cut;
  return { rang, debutMois, finMois, preavisMois, isRenewable, oppositionId: opposition?.id ?? null, fin };
}

/** Does the convention go on for ever, as far as its events say, once `debutMois` is reached? */
function isEndless({ effet, versions, oppositions, resiliation }: Cours, debutMois: number): boolean {
  // A termination cuts the period that holds it: one that has not been met yet is still to come.
  if (oppositions.length > 0 || resiliation !== null) return false;
  const last = versions.at(-1);
  if (last === undefined || (last.depuis !== null && placer(effet, debutMois, last.depuis) <= 0)) return false;
  return last.clauses.finAuPlusTard === null && last.clauses.reconductions === null;
}

/** The periods of a convention, each worked out once, when somebody goes that far. */
export class Deroulement {
  readonly #cours: Cours;
  readonly #etapes: Etape[] = [];

  constructor(cours: Cours) {
    this.#cours = cours;
  }

  /** The period of that rank, from 0; undefined past the end. */
  etape(rank: number): Etape | undefined {
    const known = this.#etapes[rank];
    if (known !== undefined) return known;
    const before = rank === 0 ? undefined : this.etape(rank - 1);
    if (rank > 0 && (before === undefined || before.fin !== null)) return undefined;
    const etape = etapeDe(this.#cours, rank + 1, before?.finMois ?? 0);
    this.#etapes[rank] = etape;
    return etape;
  }

  /** The end, if it comes before a day; without a day, whenever it comes. */
  fin(before: Jour | null = null): Fin | null {
    const { effet } = this.#cours;
    for (let rank = 0; ; rank += 1) {
      const etape = this.etape(rank);
      if (etape === undefined) return null;
      const { fin, finMois } = etape;
      if (fin !== null) return before === null || estAvant(fin.le, before) ? fin : null;
      if (before === null ? isEndless(this.#cours, finMois) : placer(effet, finMois, before) >= 0) return null;
    }
  }
}
