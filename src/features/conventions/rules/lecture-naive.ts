/**
 * Conventions read without any shortcut: every day is worked out, every list read again. For the tests alone, which compare
 * the rules with it.
 */
import { estApres, estAvant, lePlusTard } from '../../../domain/periode.ts';
import {
  type Avenant,
  type Clauses,
  type Convention,
  dateEffet,
  dernierJourOpposition,
  evenementsDeType as deType,
  effetAvenant,
  type Fin,
  jourOpposition,
  type PeriodeConvention,
  type Resiliation,
  resiliations,
} from '../rules.ts';

type Jour = Temporal.PlainDate;
type ClausesAu = (jour: Jour) => Clauses;

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
function termBetween(debut: Jour, fin: Jour, avenants: readonly Avenant[], clausesAu: ClausesAu): Jour | null {
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
  const oppositions = deType(convention, 'opposition').flatMap((opposition) => {
    const arrived = jourOpposition(opposition, clausesAu(opposition.envoyeeLe));
    if (arrived === null) return [];
    const decisions = deType(convention, 'decision_opposition');
    const isAdmitted = decisions.some(({ oppositionId, admise }) => admise && oppositionId === opposition.id);
    const jour = isAdmitted ? opposition.envoyeeLe : arrived;
    return [{ id: opposition.id, jour, preavis: { months: clausesAu(jour).preavisMois } }];
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
function isEndless(
  convention: Convention,
  lecture: { clausesAu: ClausesAu; avenants: readonly Avenant[] },
  debut: Jour,
): boolean {
  const { finAuPlusTard, reconductions } = lecture.clausesAu(debut);
  if (finAuPlusTard !== null || reconductions !== null) return false;
  const opposed = deType(convention, 'opposition').some(
    (opposition) => jourOpposition(opposition, lecture.clausesAu(opposition.envoyeeLe)) !== null,
  );
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

export function lireNaivement(convention: Convention) {
  const effet = dateEffet(convention);
  if (effet === null) return null;
  const signed = deType(convention, 'avenant').filter((avenant) => effetAvenant(avenant) !== null);
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
