import { estApres, estAvant, lePlusTard, lePlusTot, type Periode } from '../../../domain/periode.ts';
import type { Clauses } from './clauses.ts';
import { type Avenant, type Convention, effetAvenant, evenementsDeType, type Opposition } from './evenements.ts';
import { type Resiliation, resiliations } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** Why a convention ends. `terme`: its last day as written, or no renewal left. */
export type CauseFin = 'terme' | 'opposition' | Resiliation['cause'];

/** Last day in force, inclusive, and its cause. */
export interface Fin {
  readonly le: Jour;
  readonly cause: CauseFin;
}

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

/** True when an anniversary comes too late to renew anything. */
function isBeyondTerm(anniversaire: Jour, clauses: Clauses): boolean {
  const { finAuPlusTard, reconductionPourUnJour } = clauses;
  if (finAuPlusTard === null || estAvant(anniversaire, finAuPlusTard)) return false;
  return !(reconductionPourUnJour && anniversaire.equals(finAuPlusTard));
}

/**
 * Last day on which a party can still oppose the tacit renewal at `anniversaire`.
 *
 * Source: art. 6, « au plus tard 2 mois avant sa date anniversaire ». Unit: calendar months, day inclusive.
 * Example: anniversaire 2023-04-30 → 2023-02-28.
 * Returns null when the anniversary is at or after the last possible day: nothing is renewed then.
 */
export function dernierJourOpposition(anniversaire: Jour, clauses: Clauses): Jour | null {
  return isBeyondTerm(anniversaire, clauses) ? null : anniversaire.subtract({ months: clauses.preavisMois });
}

/** Day of an opposition that counts under the clauses of its sending; null while the letter has not arrived. Source: art. 6, « opposition expresse ». */
export function jourOpposition(opposition: Opposition, clauses: Clauses): Jour | null {
  return clauses.oppositionCompteDe === 'envoi' ? opposition.envoyeeLe : opposition.recueLe;
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
  clausesAu: Lecture['clausesAu'],
): readonly OppositionDuJour[] {
  const decisions = evenementsDeType(convention, 'decision_opposition');
  return evenementsDeType(convention, 'opposition').flatMap((opposition): OppositionDuJour[] => {
    const jour = jourOpposition(opposition, clausesAu(opposition.envoyeeLe));
    if (jour === null) return [];
    const admitted = decisions.some(({ oppositionId, admise }) => admise && oppositionId === opposition.id);
    return [{ opposition, jour: admitted ? opposition.envoyeeLe : jour }];
  });
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
}

interface Deroule {
  readonly periode: PeriodeConvention;
  readonly fin: Fin | null;
}

function clausesWith(convention: Convention, avenants: readonly Avenant[]): (jour: Jour) => Clauses {
  return (jour) => {
    let clauses = convention.clauses;
    for (const avenant of avenants) {
      const effet = effetAvenant(avenant);
      if (effet !== null && !estApres(effet, jour)) clauses = { ...clauses, ...avenant.changements };
    }
    return clauses;
  };
}

/** Last possible day met between `debut` and `fin`, avenants signed meanwhile included; null when none is met. */
function termBetween(
  debut: Jour,
  fin: Jour,
  avenants: readonly Avenant[],
  clausesAu: Lecture['clausesAu'],
): Jour | null {
  const changes = avenants
    .flatMap((avenant) => effetAvenant(avenant) ?? [])
    .filter((jour) => !estAvant(jour, debut) && !estApres(jour, fin));
  const starts = [debut, ...changes.filter((jour) => !jour.equals(debut))];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1]?.subtract({ days: 1 }) ?? fin;
    const { finAuPlusTard } = clausesAu(start);
    if (finAuPlusTard === null || estApres(finAuPlusTard, end)) continue;
    // A term shortened by an avenant never reaches back before that avenant.
    const shortened = changes.some((jour) => jour.equals(start));
    return shortened ? lePlusTard(finAuPlusTard, start) : finAuPlusTard;
  }
  return null;
}

function* derouler(convention: Convention, effet: Jour, avenants: readonly Avenant[]): Generator<Deroule> {
  const clausesAu = clausesWith(convention, avenants);
  const resiliation = resiliations(convention, clausesAu).reduce<Resiliation | null>(
    (a, b) => (a === null || estAvant(b.le, a.le) ? b : a),
    null,
  );
  const oppositions = oppositionsComptees(convention, clausesAu).map(({ opposition: { id }, jour }) => {
    return { id, jour, preavis: { months: clausesAu(jour).preavisMois } };
  });
  let debut = effet;
  let mois = 0;
  for (let rang = 1; ; rang += 1) {
    const { dureeMois } = clausesAu(debut);
    if (dureeMois < 1) throw new Error('A period lasts one month at least');
    mois += dureeMois;
    // Always from the effect: 31 August + 6 months is 28 February, + 12 months is 31 August again.
    const date = effet.add({ months: mois });
    const veille = date.subtract({ days: 1 });
    const clauses = clausesAu(veille);
    const terme = termBetween(debut, veille, avenants, clausesAu);
    const limite = dernierJourOpposition(date, clauses);
    const exhausted = clauses.reconductions !== null && rang > clauses.reconductions;
    const opposition = oppositions.find(({ jour, preavis }) => !estApres(jour, date.subtract(preavis)));

    let fin: Fin | null = null;
    if (limite === null || exhausted) fin = { le: veille, cause: 'terme' };
    else if (opposition !== undefined) fin = { le: veille, cause: 'opposition' };
    if (terme !== null) fin = { le: terme, cause: 'terme' };
    const cut = resiliation !== null && estAvant(resiliation.le, fin?.le ?? date);
    if (cut) fin = resiliation;

    const renewable = limite !== null && !exhausted && terme === null && !cut;
    const anniversaire = renewable
      ? { rang, date, dernierJourOpposition: limite, oppositionId: opposition?.id ?? null }
      : null;
    yield { periode: { rang, debut, fin: fin?.le ?? veille, anniversaire }, fin };
    if (fin !== null) return;
    debut = date;
  }
}

/** Does the convention go on for ever, as far as its events say, once `debut` is reached? */
function isEndless(convention: Convention, lecture: Pick<Lecture, 'clausesAu' | 'avenants'>, debut: Jour): boolean {
  const { finAuPlusTard, reconductions } = lecture.clausesAu(debut);
  if (finAuPlusTard !== null || reconductions !== null) return false;
  const opposed = oppositionsComptees(convention, lecture.clausesAu).length > 0;
  const pending = [
    ...resiliations(convention, lecture.clausesAu).map(({ le }) => le),
    ...lecture.avenants.flatMap((avenant) => effetAvenant(avenant) ?? []),
  ].some((jour) => !estAvant(jour, debut));
  return !opposed && !pending;
}

function findFin(convention: Convention, effet: Jour, avenants: readonly Avenant[]): Fin | null {
  const lecture = { avenants, clausesAu: clausesWith(convention, avenants) };
  for (const { periode, fin } of derouler(convention, effet, avenants)) {
    if (fin !== null) return fin;
    if (isEndless(convention, lecture, periode.fin.add({ days: 1 }))) return null;
  }
  return null;
}

function compareAvenants(a: Avenant, b: Avenant): number {
  const [effetA, effetB] = [effetAvenant(a), effetAvenant(b)];
  if (effetA === null || effetB === null) return 0;
  return Temporal.PlainDate.compare(effetA, effetB);
}

/**
 * Reads a convention whole; null while it has no effect (a signature is missing).
 *
 * Source: art. 6, « conclue pour une durée de 6 mois, reconduite tacitement »; art. 8.2, « Aucune modification […] sans
 * prendre la forme d'un avenant ». An avenant counts from its last signature, unless the convention had ended before.
 * A new length applies to the periods that begin after it; a new notice, to the oppositions received after it.
 */
export function lireConvention(convention: Convention): Lecture | null {
  const effet = dateEffet(convention);
  if (effet === null) return null;
  const signed = evenementsDeType(convention, 'avenant').filter((avenant) => effetAvenant(avenant) !== null);
  const avenants: Avenant[] = [];
  const avenantsSansEffet: Avenant[] = [];
  for (const avenant of signed.toSorted(compareAvenants)) {
    const jour = effetAvenant(avenant) ?? effet;
    const fin = findFin(convention, effet, avenants);
    const revives = fin !== null && estAvant(fin.le, jour);
    (revives ? avenantsSansEffet : avenants).push(avenant);
  }
  const jusquA = (horizon: Jour): PeriodeConvention[] => {
    const periodes: PeriodeConvention[] = [];
    for (const { periode } of derouler(convention, effet, avenants)) {
      if (estApres(periode.debut, horizon) || estApres(periode.debut, periode.fin)) break;
      periodes.push(periode);
    }
    return periodes;
  };
  return {
    effet,
    avenants,
    avenantsSansEffet,
    clausesAu: clausesWith(convention, avenants),
    fin: findFin(convention, effet, avenants),
    jusquA,
  };
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
