import type { CalendrierOptions } from '../../../domain/calendrier.ts';
import { formatDates } from '../../../domain/date.ts';
import type { Horaire } from '../../../domain/demi-journee.ts';
import { estApres, estAvant, lePlusTard, lePlusTot } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { horizonConnu, occurrences, type Serie, type Vacances } from '../../../domain/rythme.ts';
import { type Convention, joursHorsConvention } from '../../conventions/rules.ts';
import { type Contrat, joursHorsContrat } from '../../equipe/rules.ts';
import { type Manque, phraseManque, type UsagePossible } from '../../lieux/rules.ts';

type Date = Temporal.PlainDate;

/** Séances are kept this far ahead, in calendar months. */
export const HORIZON_MOIS = 12;

/** A permanence: one half-day, at the rhythm of a series, from a first day to a last one (inclusive; null: until further notice). */
export interface Permanence extends Horaire, Serie {}

/** The days on which nothing takes place: public holidays, and the school holidays of the zone of the territoire. */
export interface Calendrier extends CalendrierOptions {
  /** Default: none is known. */
  readonly vacances?: readonly Vacances[];
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
 * Last day up to which séances are planned in a lieu: a use admitted by a dérogation is admitted until its last day.
 *
 * Source: art. 1.2. Example: horizon 2027-11-24, dérogation to 2027-03-31 → 2027-03-31.
 */
export function horizonDuLieu(usage: UsagePossible, horizon: Date): Date {
  return usage.possible && usage.derogation !== null ? lePlusTot(horizon, usage.derogation.au) : horizon;
}

/**
 * Days after the last one of the dérogation that admits a use; empty: none is, or the use conforms.
 *
 * Source: art. 1.2. Example: dérogation to 2027-03-31, Wednesdays 31 March and 7 April 2027 → 7 April.
 */
export function joursApresDerogation(usage: UsagePossible, jours: readonly Date[]): readonly Date[] {
  return jours.filter((jour) => estApres(jour, horizonDuLieu(usage, jour)));
}

/**
 * Séances of a permanence up to `horizon` (inclusive), public holidays left out. One outside school holidays has none after
 * the last day of which they are known.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine et en présentiel ». Unit: days, both ends inclusive. `depuis`: those of that
 * day and later only.
 * Example: lundis from 2027-03-22 to 2027-04-05 → 22 March and 5 April (29 March 2027 is Easter Monday).
 */
export function seancesDe(
  permanence: Permanence,
  horizon: Date,
  { depuis = permanence.du, vacances = [], ...calendrier }: Calendrier & { readonly depuis?: Date } = {},
): readonly Seance[] {
  const { heureDebut, heureFin } = permanence;
  const au = horizonConnu(permanence, horizon, vacances);
  if (au === null) return [];
  const dates = occurrences(permanence, { du: lePlusTard(depuis, permanence.du), au, calendrier, vacances });
  return dates.map((date) => ({ date, heureDebut, heureFin }));
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
  /** The room of the lieu; null, the default: the lieu names none. */
  readonly salleId?: string | null;
  /** Held beside another séance, in its room: it takes no room of its own. */
  readonly enBinome?: boolean;
}

export type RefusPermanence =
  | { readonly refus: 'horaire_inverse' }
  | { readonly refus: 'dates_inversees' }
  | { readonly refus: 'aucune_date' }
  | { readonly refus: 'vacances_inconnues' }
  | { readonly refus: 'premier_jour_passe' }
  | { readonly refus: 'lieu_non_conforme'; readonly manques: readonly Manque[] }
  | { readonly refus: 'lieu_non_convenu' }
  | { readonly refus: 'hors_convention'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_hors_contrat'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_occupe'; readonly seances: readonly SeancePrevue[] }
  | { readonly refus: 'agent_absent' }
  | { readonly refus: 'trajet_trop_court' }
  | { readonly refus: 'lieu_ferme_ces_jours' }
  | { readonly refus: 'lieu_occupe'; readonly seances: readonly SeancePrevue[] }
  | { readonly refus: 'salle_a_nommer'; readonly seances: readonly SeancePrevue[] };

function datesOf(seances: readonly Seance[]): string {
  const days = new Map(seances.map(({ date }) => [date.toString(), date]));
  const dates = formatDates([...days.values()].sort(Temporal.PlainDate.compare));
  return dates === '' ? 'un de ces jours' : dates;
}

export const PHRASES_PERMANENCE: Phrases<RefusPermanence> = {
  horaire_inverse: () => 'L’heure de fin doit suivre l’heure de début.',
  dates_inversees: () => 'Le dernier jour ne peut pas précéder le premier.',
  aucune_date: () =>
    'Aucune séance n’est possible entre ces deux dates : ce rythme n’y donne que des jours fermés, ou aucun.',
  vacances_inconnues: () =>
    'Les vacances scolaires ne sont pas connues à ces dates : importez le calendrier officiel dans les réglages du planning.',
  premier_jour_passe: () => 'Le premier jour ne peut pas être passé.',
  lieu_non_conforme: ({ manques }) =>
    `Ce lieu ne peut pas accueillir de permanence. ${manques.map(phraseManque).join(' ; ')}.`,
  lieu_non_convenu: () => 'Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.',
  hors_convention: ({ dates }) => `La convention n’est pas en vigueur à ces dates : ${formatDates(dates)}.`,
  agent_hors_contrat: ({ dates }) => `L’agent n’a pas de contrat en cours à ces dates : ${formatDates(dates)}.`,
  agent_occupe: ({ seances }) => `L’agent est déjà pris à cet horaire : ${datesOf(seances)}.`,
  agent_absent: () => 'L’agent est absent l’un de ces jours.',
  trajet_trop_court: () =>
    'L’agent tient une autre séance ce jour-là, trop loin pour arriver à l’heure : laissez-lui le temps de la route.',
  lieu_ferme_ces_jours: () => 'Le lieu n’ouvre pas l’un de ces jours : une fermeture y est notée.',
  lieu_occupe: ({ seances }) => `Le lieu est déjà occupé à cet horaire : ${datesOf(seances)}.`,
  salle_a_nommer: ({ seances }) =>
    `Une permanence sans salle occupe tout le lieu, et une autre s’y tient à cet horaire : ${datesOf(seances)}. Dites la salle de chacune des deux.`,
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
  /** Room of the lieu; null, the default: the lieu names none. */
  readonly salleId?: string | null;
  /** Held beside another permanence, in its room. Default: false. */
  readonly enBinome?: boolean;
  /** Séances already planned for this agent or this lieu; those of the permanence being changed left out. */
  readonly prevues: readonly SeancePrevue[];
  /** Days of the rhythm that are already settled otherwise (« 2027-03-29 »): nothing new takes place there. */
  readonly sauf?: ReadonlySet<string>;
  /** The day of the decision: a permanence begins then at the earliest. */
  readonly aujourdhui: Date;
  readonly horizon: Date;
  readonly calendrier?: Calendrier;
}

/** Days that none of the conventions covers. Source: art. 3.1, « au sein de ses locaux »; art. 6, « prend effet ». */
export function joursNonCouverts(conventions: readonly Convention[], jours: readonly Date[]): readonly Date[] {
  return conventions.reduce<readonly Date[]>((left, convention) => joursHorsConvention(convention, left), jours);
}

/**
 * The days that no convention, or no contract, covers; empty: all are covered.
 *
 * Asked before séances are written, and of those already planned as well: an opposition, a termination or a contract cut
 * short, recorded since, uncovers them. Source: art. 3.1, « au sein de ses locaux »; art. 6, « prendra fin ».
 * Example: convention terminated from 2023-02-10, Tuesdays to 2023-02-14 → `hors_convention` with 14 February.
 */
export function verifierCouverture(
  { conventions, contrats }: Pick<DemandePermanence, 'conventions' | 'contrats'>,
  jours: readonly Date[],
): readonly RefusPermanence[] {
  const uncovered = conventions === null ? [] : joursNonCouverts(conventions, jours);
  const unemployed = joursHorsContrat(contrats, jours);
  return [
    ...(uncovered.length > 0 ? [{ refus: 'hors_convention', dates: uncovered } as const] : []),
    ...(unemployed.length > 0 ? [{ refus: 'agent_hors_contrat', dates: unemployed } as const] : []),
  ];
}

/**
 * Every reason to refuse a permanence, all at once; empty: its séances can be written.
 *
 * Source: art. 1.2 (lieu, half-day), art. 3.1 (the Bénéficiaire hosts), art. 6 (days covered). A lieu of the Département
 * needs no convention. The database proves once more, under concurrency, that neither the agent nor the lieu is taken.
 * Example: convention ending 2023-07-01, permanence from 2023-06-20 → `hors_convention` with each Tuesday after 1 July.
 */
export function verifierPermanence(demande: DemandePermanence): readonly RefusPermanence[] {
  const { permanence, usage } = demande;
  const refus: RefusPermanence[] = [];
  if (Temporal.PlainTime.compare(permanence.heureDebut, permanence.heureFin) >= 0) {
    refus.push({ refus: 'horaire_inverse' });
  }
  const isInverted = permanence.au !== null && estApres(permanence.du, permanence.au);
  const seances = seancesDe(permanence, demande.horizon, demande.calendrier);
  if (isInverted) refus.push({ refus: 'dates_inversees' });
  else if (seances.length === 0) refus.push({ refus: raisonSansDate(demande) });
  if (estAvant(permanence.du, demande.aujourdhui)) refus.push({ refus: 'premier_jour_passe' });
  if (!usage.possible) refus.push({ refus: 'lieu_non_conforme', manques: usage.manques });
  if (!demande.lieuConvenu) refus.push({ refus: 'lieu_non_convenu' });

  const jours = seances.map(({ date }) => date);
  refus.push(...verifierCouverture(demande, jours));
  refus.push(...verifierPlaces(demande, seances));
  return refus;
}

function raisonSansDate({ permanence, horizon, calendrier }: DemandePermanence) {
  const known = horizonConnu(permanence, horizon, calendrier?.vacances ?? []);
  return known === null || estAvant(known, permanence.du) ? ('vacances_inconnues' as const) : ('aucune_date' as const);
}

/** What two half-days at the same hours in one lieu are to each other. */
export type Voisinage = 'possible' | 'occupe' | 'salle_a_nommer';

/**
 * May two permanences be held in one lieu at the same hours? Each needs a closed office of its own: two rooms are two places, and one
 * that names none takes the whole lieu, since nobody can tell behind which door it is. The second of a binôme takes no room.
 *
 * Source: art. 1.2, « un bureau fermé et confidentiel ».
 * Examples: « Bleue » and « Verte » → `possible`; « Bleue » twice, or no room twice → `occupe`; « Bleue » and no room →
 * `salle_a_nommer`.
 */
export function voisinage(
  une: Pick<SeancePrevue, 'salleId' | 'enBinome'>,
  autre: Pick<SeancePrevue, 'salleId' | 'enBinome'>,
): Voisinage {
  if (une.enBinome === true || autre.enBinome === true) return 'possible';
  const [a, b] = [une.salleId ?? null, autre.salleId ?? null];
  if (a === b) return 'occupe';
  return a === null || b === null ? 'salle_a_nommer' : 'possible';
}

/** The séances of others that these would meet: of the agent, then of the room. */
function verifierPlaces(demande: DemandePermanence, seances: readonly Seance[]): readonly RefusPermanence[] {
  const { prevues, agentId, lieuId, salleId = null, enBinome = false, sauf } = demande;
  const wanted = seances.filter(({ date }) => sauf?.has(date.toString()) !== true);
  const byDate = new Map(wanted.map((seance) => [seance.date.toString(), seance]));
  const clashes = prevues.filter((prevue) => {
    const seance = byDate.get(prevue.date.toString());
    return seance !== undefined && seChevauchent(seance, prevue);
  });
  const agent = clashes.filter((prevue) => prevue.agentId === agentId);
  const asked = { salleId, enBinome };
  const beside = (quoi: Voisinage) =>
    clashes.filter((prevue) => prevue.lieuId === lieuId && voisinage(asked, prevue) === quoi);
  const [lieu, mixed] = [beside('occupe'), beside('salle_a_nommer')];
  return [
    ...(agent.length > 0 ? [{ refus: 'agent_occupe', seances: agent } as const] : []),
    ...(lieu.length > 0 ? [{ refus: 'lieu_occupe', seances: lieu } as const] : []),
    ...(mixed.length > 0 ? [{ refus: 'salle_a_nommer', seances: mixed } as const] : []),
  ];
}
