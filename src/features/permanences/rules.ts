import { type CalendrierOptions, estFerie } from '../../domain/calendrier.ts';
import { formatDates } from '../../domain/date.ts';
import { type Horaire, type Jour, jourDe } from '../../domain/demi-journee.ts';
import { estApres, lePlusTot } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';
import { type Convention, joursHorsConvention } from '../conventions/rules.ts';
import { type Contrat, joursHorsContrat } from '../equipe/rules.ts';
import { type Manque, phraseManque, type UsagePossible } from '../lieux/rules.ts';

type Date = Temporal.PlainDate;

/** Séances are kept this far ahead, in calendar months. */
export const HORIZON_MOIS = 12;

/** A weekly permanence: one half-day, from a first day to a last one (inclusive; null: until further notice). */
export interface Permanence extends Horaire {
  readonly jour: Jour;
  readonly du: Date;
  readonly au: Date | null;
}

/** One dated occurrence, in Paris wall-clock hours. */
export interface Seance extends Horaire {
  readonly date: Date;
}

/** Last day up to which séances are kept. Example: today 2026-11-24 → 2027-11-24. */
export function horizonSeances(aujourdhui: Date, mois = HORIZON_MOIS): Date {
  return aujourdhui.add({ months: mois });
}

/**
 * Séances of a permanence up to `horizon` (inclusive), public holidays left out.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine et en présentiel ». Unit: days, both ends inclusive.
 * Example: lundis from 2027-03-22 to 2027-04-05 → 22 March and 5 April (29 March 2027 is Easter Monday).
 */
export function seancesDe(permanence: Permanence, horizon: Date, options: CalendrierOptions = {}): readonly Seance[] {
  const { jour, du, au, heureDebut, heureFin } = permanence;
  const last = au === null ? horizon : lePlusTot(au, horizon);
  const seances: Seance[] = [];
  let date = du.add({ days: (jour - jourDe(du) + 7) % 7 });
  while (!estApres(date, last)) {
    if (!estFerie(date, options)) seances.push({ date, heureDebut, heureFin });
    date = date.add({ weeks: 1 });
  }
  return seances;
}

/** True when two séances share a minute of the same day; one may start when the other ends. */
export function seChevauchent(a: Seance, b: Seance): boolean {
  return (
    a.date.equals(b.date) &&
    Temporal.PlainTime.compare(a.heureDebut, b.heureFin) < 0 &&
    Temporal.PlainTime.compare(b.heureDebut, a.heureFin) < 0
  );
}

/** A séance already planned for the agent or the lieu. */
export interface SeancePrevue extends Seance {
  readonly id: string;
  readonly agentId: string;
  /** Null for help given elsewhere. */
  readonly lieuId: string | null;
}

export type RefusPermanence =
  | { readonly refus: 'horaire_inverse' }
  | { readonly refus: 'dates_inversees' }
  | { readonly refus: 'aucune_date' }
  | { readonly refus: 'lieu_non_conforme'; readonly manques: readonly Manque[] }
  | { readonly refus: 'lieu_non_convenu' }
  | { readonly refus: 'hors_convention'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_hors_contrat'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_occupe'; readonly seances: readonly SeancePrevue[] }
  | { readonly refus: 'lieu_occupe'; readonly seances: readonly SeancePrevue[] };

function datesOf(seances: readonly Seance[]): string {
  const days = new Map(seances.map(({ date }) => [date.toString(), date]));
  return formatDates([...days.values()].sort(Temporal.PlainDate.compare));
}

export const PHRASES_PERMANENCE: Phrases<RefusPermanence> = {
  horaire_inverse: () => 'L’heure de fin doit suivre l’heure de début.',
  dates_inversees: () => 'Le dernier jour ne peut pas précéder le premier.',
  aucune_date: () => 'Aucune séance n’est possible entre ces deux dates, jours fériés exclus.',
  lieu_non_conforme: ({ manques }) =>
    `Ce lieu ne peut pas accueillir de permanence. ${manques.map(phraseManque).join(' ; ')}.`,
  lieu_non_convenu: () => 'Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.',
  hors_convention: ({ dates }) => `La convention n’est pas en vigueur à ces dates : ${formatDates(dates)}.`,
  agent_hors_contrat: ({ dates }) => `L’agent n’a pas de contrat en cours à ces dates : ${formatDates(dates)}.`,
  agent_occupe: ({ seances }) => `L’agent est déjà pris à cet horaire : ${datesOf(seances)}.`,
  lieu_occupe: ({ seances }) => `Le lieu est déjà occupé à cet horaire : ${datesOf(seances)}.`,
};

/** What must be known to accept a permanence. */
export interface DemandePermanence {
  readonly permanence: Permanence;
  readonly agentId: string;
  readonly lieuId: string;
  /** What the lieu may host, from `usagesPossibles(…).permanence`. */
  readonly usage: UsagePossible;
  /** From `isConvenu`: both parties agreed to the lieu. */
  readonly lieuConvenu: boolean;
  /** Conventions of the Bénéficiaire: a day is covered when one of them is in force; null: a lieu of the Département. */
  readonly conventions: readonly Convention[] | null;
  readonly contrats: readonly Contrat[];
  /** Séances already planned for this agent or this lieu; those of the permanence being changed left out. */
  readonly prevues: readonly SeancePrevue[];
  readonly horizon: Date;
  readonly calendrier?: CalendrierOptions;
}

/** Days that none of the conventions covers. Source: art. 3.1, « au sein de ses locaux »; art. 6, « prend effet ». */
export function joursNonCouverts(conventions: readonly Convention[], jours: readonly Date[]): readonly Date[] {
  return conventions.reduce<readonly Date[]>((left, convention) => joursHorsConvention(convention, left), jours);
}

/**
 * Every reason to refuse a permanence, all at once; empty: its séances can be written.
 *
 * Source: art. 1.2 (lieu, half-day), art. 3.1 (the Bénéficiaire hosts), art. 6 (days covered). A lieu of the Département
 * needs no convention. The database proves once more, under concurrency, that neither the agent nor the lieu is taken.
 * Example: convention ending 2023-07-01, permanence from 2023-06-20 → `hors_convention` with each Tuesday after 1 July.
 */
export function verifierPermanence(demande: DemandePermanence): readonly RefusPermanence[] {
  const { permanence, usage, prevues, agentId, lieuId } = demande;
  const refus: RefusPermanence[] = [];
  if (Temporal.PlainTime.compare(permanence.heureDebut, permanence.heureFin) >= 0) {
    refus.push({ refus: 'horaire_inverse' });
  }
  const isInverted = permanence.au !== null && estApres(permanence.du, permanence.au);
  const seances = seancesDe(permanence, demande.horizon, demande.calendrier);
  if (isInverted) refus.push({ refus: 'dates_inversees' });
  else if (seances.length === 0) refus.push({ refus: 'aucune_date' });
  if (!usage.possible) refus.push({ refus: 'lieu_non_conforme', manques: usage.manques });
  if (!demande.lieuConvenu) refus.push({ refus: 'lieu_non_convenu' });

  const jours = seances.map(({ date }) => date);
  const uncovered = demande.conventions === null ? [] : joursNonCouverts(demande.conventions, jours);
  if (uncovered.length > 0) refus.push({ refus: 'hors_convention', dates: uncovered });
  const unemployed = joursHorsContrat(demande.contrats, jours);
  if (unemployed.length > 0) refus.push({ refus: 'agent_hors_contrat', dates: unemployed });

  const byDate = new Map(seances.map((seance) => [seance.date.toString(), seance]));
  const clashes = prevues.filter((prevue) => {
    const seance = byDate.get(prevue.date.toString());
    return seance !== undefined && seChevauchent(seance, prevue);
  });
  const agent = clashes.filter((prevue) => prevue.agentId === agentId);
  if (agent.length > 0) refus.push({ refus: 'agent_occupe', seances: agent });
  const lieu = clashes.filter((prevue) => prevue.lieuId === lieuId);
  if (lieu.length > 0) refus.push({ refus: 'lieu_occupe', seances: lieu });
  return refus;
}
