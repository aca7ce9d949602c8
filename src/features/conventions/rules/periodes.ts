import { compareJours, lePlusTard, lePlusTot, type Periode } from '../../../domain/periode.ts';
import type { Clauses } from './clauses.ts';
import { Deroulement, type Etape, type Fin, isBeyondTerm, lireCours, placer } from './deroulement.ts';
import { type Avenant, type Convention, effetAvenant, evenementsDeType } from './evenements.ts';

export type { CauseFin, Fin } from './deroulement.ts';

type Jour = Temporal.PlainDate;

/** An anniversary that renews the convention unless a party opposes. */
export interface Anniversaire {
  readonly rang: number;
  readonly date: Jour;
  readonly dernierJourOpposition: Jour;
  /** The opposition that stops the renewal, if any. */
  readonly oppositionId: string | null;
}

/** One period of the convention, both days inclusive, numbered from 1. */
export interface PeriodeConvention extends Periode {
  readonly rang: number;
  /** The anniversary that follows it; null when nothing may be renewed after it. */
  readonly anniversaire: Anniversaire | null;
}

/**
 * Day the convention takes effect: the last of the two parties' (first) signatures; null while one is missing.
 *
 * Source: art. 6, « prend effet à compter de sa signature par l'ensemble des Parties ».
 * Example: Département 2022-10-03, Bénéficiaire 2022-10-10 → 2022-10-10.
 */
export function dateEffet(convention: Convention): Jour | null {
  const signatures = evenementsDeType(convention, 'signature');
  const first = (partie: 'departement' | 'beneficiaire'): Jour | null =>
    signatures
      .filter((signature) => signature.partie === partie)
      .map((signature) => signature.date)
      .reduce<Jour | null>((a, b) => (a === null ? b : lePlusTot(a, b)), null);
  const [departement, beneficiaire] = [first('departement'), first('beneficiaire')];
  return departement === null || beneficiaire === null ? null : lePlusTard(departement, beneficiaire);
}

/**
 * Last day on which a party can still oppose the tacit renewal at `anniversaire`.
 *
 * Source: art. 6, « au plus tard 2 mois avant sa date anniversaire ». Unit: calendar months, day inclusive.
 * Example: anniversaire 2023-04-30 → 2023-02-28.
 * Returns null when the anniversary is at or after the last possible day: nothing is renewed then.
 */
export function dernierJourOpposition(anniversaire: Jour, clauses: Clauses): Jour | null {
  return isBeyondTerm((jour) => compareJours(anniversaire, jour), clauses)
    ? null
    : anniversaire.subtract({ months: clauses.preavisMois });
}

/** The convention read from its effect on: its avenants in force, and its periods computed one after the other. */
export interface Lecture {
  readonly effet: Jour;
  readonly avenants: readonly Avenant[];
  /** Avenants signed by both after the end: an ended convention is not revived. Source: art. 8.2. */
  readonly avenantsSansEffet: readonly Avenant[];
  readonly clausesAu: (jour: Jour) => Clauses;
  readonly fin: Fin | null;
  readonly jusquA: (horizon: Jour) => readonly PeriodeConvention[];
  /** The first renewal on or after a day; null when the convention ends, or has ended, before. */
  readonly prochaineReconduction: (jour: Jour) => Anniversaire | null;
}

function toAnniversaire(effet: Jour, etape: Etape): Anniversaire | null {
  const { rang, finMois, preavisMois, isRenewable, oppositionId } = etape;
  if (!isRenewable) return null;
  const date = effet.add({ months: finMois });
  return { rang, date, dernierJourOpposition: date.subtract({ months: preavisMois }), oppositionId };
}

function toPeriode(effet: Jour, etape: Etape): PeriodeConvention {
  const { rang, debutMois, finMois, fin } = etape;
  return {
    rang,
    debut: effet.add({ months: debutMois }),
    fin: fin?.le ?? effet.add({ months: finMois }).subtract({ days: 1 }),
    anniversaire: toAnniversaire(effet, etape),
  };
}

function compareAvenants(a: Avenant, b: Avenant): number {
  const [effetA, effetB] = [effetAvenant(a), effetAvenant(b)];
  return effetA === null || effetB === null ? 0 : compareJours(effetA, effetB);
}

function lire(convention: Convention): Lecture | null {
  const effet = dateEffet(convention);
  if (effet === null) return null;
  const signed = evenementsDeType(convention, 'avenant').filter((avenant) => effetAvenant(avenant) !== null);
  const avenants: Avenant[] = [];
  const avenantsSansEffet: Avenant[] = [];
  let cours = lireCours(convention, effet, []);
  let deroulement = new Deroulement(cours);
  for (const avenant of signed.toSorted(compareAvenants)) {
    if (deroulement.fin(effetAvenant(avenant)) !== null) avenantsSansEffet.push(avenant);
    else {
      avenants.push(avenant);
      cours = lireCours(convention, effet, avenants);
      deroulement = new Deroulement(cours);
    }
  }
  return {
    effet,
    avenants,
    avenantsSansEffet,
    clausesAu: cours.clausesAu,
    fin: deroulement.fin(),
    jusquA: (horizon) => {
      const periodes: PeriodeConvention[] = [];
      for (let rank = 0; ; rank += 1) {
        const etape = deroulement.etape(rank);
        if (etape === undefined || placer(effet, etape.debutMois, horizon) > 0) return periodes;
        if (etape.fin !== null && placer(effet, etape.debutMois, etape.fin.le) > 0) return periodes;
        periodes.push(toPeriode(effet, etape));
      }
    },
    prochaineReconduction: (jour) => {
      for (let rank = 0; ; rank += 1) {
        const etape = deroulement.etape(rank);
        if (etape === undefined) return null;
        if (placer(effet, etape.finMois, jour) >= 0) return etape.fin === null ? toAnniversaire(effet, etape) : null;
      }
    },
  };
}

/** The last convention read: a page asks ten questions of each before it goes on to the next. */
let derniereLue: { readonly convention: Convention; readonly lecture: Lecture | null } | null = null;

/**
 * Reads a convention whole; null while it has no effect (a signature is missing).
 *
 * Source: art. 6, « conclue pour une durée de 6 mois, reconduite tacitement »; art. 8.2, « Aucune modification […] sans
 * prendre la forme d'un avenant ». An avenant counts from its last signature, unless the convention had ended before.
 * A new length applies to the periods that begin after it; a new notice, to the oppositions received after it.
 */
export function lireConvention(convention: Convention): Lecture | null {
  if (derniereLue?.convention !== convention) derniereLue = { convention, lecture: lire(convention) };
  return derniereLue.lecture;
}

/**
 * Periods that begin on or before `horizon`, each given to its own end. Empty while the convention is not signed by
 * both, or when it was signed after its last possible day.
 *
 * Source: art. 6, « conclue pour une durée de 6 mois, reconduite tacitement […] au plus tard le 1er juillet 2023 ».
 * Example: effet 2022-10-10 → 2022-10-10 → 2023-04-09, then 2023-04-10 → 2023-07-01.
 */
export function periodes(convention: Convention, horizon: Jour): readonly PeriodeConvention[] {
  return lireConvention(convention)?.jusquA(horizon) ?? [];
}

/** Anniversaries of those periods that renew, or would without an opposition. Source: art. 6, « sa date anniversaire ». */
export function anniversaires(convention: Convention, horizon: Jour): readonly Anniversaire[] {
  return periodes(convention, horizon).flatMap((periode) => periode.anniversaire ?? []);
}

/**
 * Last day in force, inclusive, with its cause; null when it is not signed, or when nothing ends it yet (no last
 * possible day, renewals without limit).
 *
 * Source: art. 6, « prendra fin au plus tard le 1er juillet 2023 »; art. 7.1; art. 7.2.
 */
export function finConvention(convention: Convention): Fin | null {
  return lireConvention(convention)?.fin ?? null;
}

/** Last day in force, inclusive; null as for `finConvention`. Example: effet 2023-02-01 → 2023-07-01. */
export function derniereJournee(convention: Convention): Jour | null {
  return finConvention(convention)?.le ?? null;
}

/** Clauses in force on a day, avenants included. Source: art. 8.2, « Aucune modification […] ne produira d'effet ». */
export function clausesAu(convention: Convention, jour: Jour): Clauses {
  return lireConvention(convention)?.clausesAu(jour) ?? convention.clauses;
}
