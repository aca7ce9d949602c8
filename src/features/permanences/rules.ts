import { type CalendrierOptions, estFerie } from '../../domain/calendrier.ts';
import { formatDate, formatDates } from '../../domain/date.ts';
import { type Horaire, type Jour, jourDe } from '../../domain/demi-journee.ts';
import { estApres, estAvant, lePlusTot } from '../../domain/periode.ts';
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
  | { readonly refus: 'premier_jour_passe' }
  | { readonly refus: 'lieu_non_conforme'; readonly manques: readonly Manque[] }
  | { readonly refus: 'lieu_non_convenu' }
  | { readonly refus: 'hors_convention'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_hors_contrat'; readonly dates: readonly Date[] }
  | { readonly refus: 'agent_occupe'; readonly seances: readonly SeancePrevue[] }
  | { readonly refus: 'trajet_trop_court' }
  | { readonly refus: 'lieu_occupe'; readonly seances: readonly SeancePrevue[] };

function datesOf(seances: readonly Seance[]): string {
  const days = new Map(seances.map(({ date }) => [date.toString(), date]));
  return formatDates([...days.values()].sort(Temporal.PlainDate.compare));
}

export const PHRASES_PERMANENCE: Phrases<RefusPermanence> = {
  horaire_inverse: () => 'L’heure de fin doit suivre l’heure de début.',
  dates_inversees: () => 'Le dernier jour ne peut pas précéder le premier.',
  aucune_date: () => 'Aucune séance n’est possible entre ces deux dates, jours fériés exclus.',
  premier_jour_passe: () => 'Le premier jour ne peut pas être passé.',
  lieu_non_conforme: ({ manques }) =>
    `Ce lieu ne peut pas accueillir de permanence. ${manques.map(phraseManque).join(' ; ')}.`,
  lieu_non_convenu: () => 'Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.',
  hors_convention: ({ dates }) => `La convention n’est pas en vigueur à ces dates : ${formatDates(dates)}.`,
  agent_hors_contrat: ({ dates }) => `L’agent n’a pas de contrat en cours à ces dates : ${formatDates(dates)}.`,
  agent_occupe: ({ seances }) => `L’agent est déjà pris à cet horaire : ${datesOf(seances)}.`,
  trajet_trop_court: () =>
    'L’agent tient une autre séance ce jour-là, trop loin pour arriver à l’heure : laissez-lui le temps de la route.',
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
  /** The day of the decision: a permanence begins then at the earliest. */
  readonly aujourdhui: Date;
  readonly horizon: Date;
  readonly calendrier?: CalendrierOptions;
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
  const { permanence, usage, prevues, agentId, lieuId } = demande;
  const refus: RefusPermanence[] = [];
  if (Temporal.PlainTime.compare(permanence.heureDebut, permanence.heureFin) >= 0) {
    refus.push({ refus: 'horaire_inverse' });
  }
  const isInverted = permanence.au !== null && estApres(permanence.du, permanence.au);
  const seances = seancesDe(permanence, demande.horizon, demande.calendrier);
  if (isInverted) refus.push({ refus: 'dates_inversees' });
  else if (seances.length === 0) refus.push({ refus: 'aucune_date' });
  if (estAvant(permanence.du, demande.aujourdhui)) refus.push({ refus: 'premier_jour_passe' });
  if (!usage.possible) refus.push({ refus: 'lieu_non_conforme', manques: usage.manques });
  if (!demande.lieuConvenu) refus.push({ refus: 'lieu_non_convenu' });

  const jours = seances.map(({ date }) => date);
  refus.push(...verifierCouverture(demande, jours));

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

export type RefusSeance =
  | { readonly refus: 'seance_passee' }
  | { readonly refus: 'seance_tenue' }
  | { readonly refus: 'deja_annulee' }
  | { readonly refus: 'deja_prevue' }
  | { readonly refus: 'aide_ponctuelle' }
  | { readonly refus: 'permanence_arretee'; readonly au: Date }
  | { readonly refus: 'lieu_ferme' }
  | { readonly refus: 'lieu_non_conforme'; readonly manques: readonly Manque[] }
  | { readonly refus: 'derogation_finie' }
  | { readonly refus: 'lieu_non_convenu' }
  | { readonly refus: 'jour_hors_convention' }
  | { readonly refus: 'jour_hors_contrat' }
  | { readonly refus: 'agent_occupe' }
  | { readonly refus: 'agent_absent' }
  | { readonly refus: 'trajet_trop_court' }
  | { readonly refus: 'lieu_ferme_ces_jours' }
  | { readonly refus: 'lieu_occupe' };

export const PHRASES_SEANCE: Phrases<RefusSeance> = {
  seance_passee: () => 'Cette séance est passée : elle ne change plus.',
  seance_tenue: () => 'Des accompagnements sont notés dans cette séance : elle a eu lieu, elle ne s’annule plus.',
  deja_annulee: () => 'Cette séance est déjà annulée.',
  deja_prevue: () => 'Cette séance est déjà prévue.',
  aide_ponctuelle: () => 'Une aide ponctuelle annulée ne se rétablit pas : enregistrez-la de nouveau.',
  permanence_arretee: ({ au }) => `La permanence s’arrête le ${formatDate(au)} : après ce jour, rien ne se rétablit.`,
  lieu_ferme: () => 'Ce lieu est fermé : rouvrez-le d’abord.',
  lieu_non_conforme: PHRASES_PERMANENCE.lieu_non_conforme,
  derogation_finie: () => 'Ce jour-là, la dérogation qui admet les permanences dans ce lieu aura pris fin.',
  lieu_non_convenu: PHRASES_PERMANENCE.lieu_non_convenu,
  jour_hors_convention: () => 'Aucune convention n’est en vigueur ce jour-là.',
  jour_hors_contrat: () => 'L’agent n’a pas de contrat en cours ce jour-là.',
  agent_occupe: () => 'L’agent est désormais pris à cet horaire.',
  agent_absent: () => 'L’agent est absent ce jour-là.',
  trajet_trop_court: PHRASES_PERMANENCE.trajet_trop_court,
  lieu_ferme_ces_jours: () => 'Le lieu n’ouvre pas ce jour-là : une fermeture y est notée.',
  lieu_occupe: () => 'Le lieu est désormais occupé à cet horaire.',
};

/** A séance as cancelling or planning it again needs it. */
export interface SeanceSuivie {
  readonly jour: Date;
  readonly statut: 'prevue' | 'annulee';
  /** Whether an accompagnement is noted there. */
  readonly tenue: boolean;
}

/**
 * Every reason not to cancel a séance; empty: it can be.
 *
 * Source: art. 1.2, « de façon visible » (what is posted is what will be held). Example: today 2026-11-24, séance of
 * 2026-11-23 → `seance_passee`.
 */
export function verifierAnnulation({ jour, statut, tenue }: SeanceSuivie, aujourdhui: Date): readonly RefusSeance[] {
  const checks: readonly (readonly [boolean, RefusSeance])[] = [
    [estAvant(jour, aujourdhui), { refus: 'seance_passee' }],
    [statut === 'annulee', { refus: 'deja_annulee' }],
    [tenue, { refus: 'seance_tenue' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}

/** What must be known to plan a cancelled séance again. */
export interface DemandeRetablissement {
  readonly seance: SeanceSuivie;
  /** Its permanence; null for help given elsewhere. */
  readonly permanence: { readonly au: Date | null } | null;
  readonly lieuFermeLe: Date | null;
  /** What the lieu may host, from `usagesPossibles(…).permanence`. */
  readonly usage: UsagePossible;
  /** From `isConvenu`. */
  readonly lieuConvenu: boolean;
  /** Conventions of the Bénéficiaire; null: a lieu of the Département. */
  readonly conventions: readonly Convention[] | null;
  readonly contrats: readonly Contrat[];
}

/**
 * Every reason not to plan a cancelled séance again; empty: it can be, unless its agent or its lieu was taken meanwhile.
 *
 * Source: art. 1.2, art. 3.1, art. 6, as for the permanence itself. Example: permanence stopped on 2026-12-18, séance of 2026-12-25
 * → `permanence_arretee`.
 */
export function verifierRetablissement(demande: DemandeRetablissement, aujourdhui: Date): readonly RefusSeance[] {
  const { seance, permanence, lieuFermeLe, usage, lieuConvenu, conventions, contrats } = demande;
  const { jour } = seance;
  if (permanence === null) return [{ refus: 'aide_ponctuelle' }];
  const { au } = permanence;
  const uncovered = conventions !== null && joursNonCouverts(conventions, [jour]).length > 0;
  return [
    ...(estAvant(jour, aujourdhui) ? [{ refus: 'seance_passee' } as const] : []),
    ...(seance.statut === 'prevue' ? [{ refus: 'deja_prevue' } as const] : []),
    ...(au !== null && estApres(jour, au) ? [{ refus: 'permanence_arretee', au } as const] : []),
    ...(lieuFermeLe === null ? [] : [{ refus: 'lieu_ferme' } as const]),
    ...(usage.possible ? [] : [{ refus: 'lieu_non_conforme', manques: usage.manques } as const]),
    ...(joursApresDerogation(usage, [jour]).length > 0 ? [{ refus: 'derogation_finie' } as const] : []),
    ...(lieuConvenu ? [] : [{ refus: 'lieu_non_convenu' } as const]),
    ...(uncovered ? [{ refus: 'jour_hors_convention' } as const] : []),
    ...(joursHorsContrat(contrats, [jour]).length > 0 ? [{ refus: 'jour_hors_contrat' } as const] : []),
  ];
}
