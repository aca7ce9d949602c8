/**
 * Everything in the convention that another convention could say otherwise, and every reading that a jurist may want to
 * change. Never a constant in a rule: `clauses2022` holds the values of the 2022 paper, an avenant may change some.
 */
export interface Clauses {
  /** Length of a period, in calendar months. Source: art. 6, « pour une durée de 6 mois ». */
  readonly dureeMois: number;
  /** How many tacit renewals at most; null: as often as needed. Source: art. 6, « reconduite tacitement ». */
  readonly reconductions: number | null;
  /** Last possible day, inclusive; null: none. Source: art. 6, « au plus tard le 1er juillet 2023 ». */
  readonly finAuPlusTard: Temporal.PlainDate | null;
  /**
   * Does an anniversary that falls on the last possible day renew for that single day?
   * Our reading is no: effet 2023-01-01 ends on 2023-06-30. To the letter of art. 6 it would be yes.
   */
  readonly reconductionPourUnJour: boolean;
  /** Notice of opposition, in calendar months. Source: art. 6, « au plus tard 2 mois avant ». */
  readonly preavisMois: number;
  /** Which day of an opposition counts. The paper does not say; our reading is receipt by the other party. */
  readonly oppositionCompteDe: 'reception' | 'envoi';
  /** Delay to remedy a fault, in calendar days. Source: art. 7.1, « trente (30) jours calendaires ». */
  readonly delaiRemedeJours: number;
  /** Delay of a force majeure, in calendar days. Source: art. 7.2, « trente (30) jours calendaires ». */
  readonly delaiForceMajeureJours: number;
  /** Which day starts the delay of art. 7.2, « après notification ». Our reading is receipt. */
  readonly forceMajeureCompteDe: 'reception' | 'envoi';
  /** A registered letter refused or unclaimed: counts from its first presentation (our reading), or never. */
  readonly courrierNonRetire: 'premiere_presentation' | 'sans_effet';
  /**
   * Must the convention itself be sent to the préfecture, besides the délibérations? The paper does not say; our reading
   * is no, unless the convention says so.
   */
  readonly transmissionRequise: boolean;
  /** Half-days of intervention per week. Source: art. 1.2, « 1 demi-journée par semaine ». */
  readonly demiJourneesParSemaine: number;
}

/** The clauses of the convention of 2022, with our readings of what it leaves open. Source: art. 6, art. 7.1, art. 7.2. */
export const clauses2022: Clauses = {
  dureeMois: 6,
  reconductions: null,
  finAuPlusTard: Temporal.PlainDate.from('2023-07-01'),
  reconductionPourUnJour: false,
  preavisMois: 2,
  oppositionCompteDe: 'reception',
  delaiRemedeJours: 30,
  delaiForceMajeureJours: 30,
  forceMajeureCompteDe: 'reception',
  courrierNonRetire: 'premiere_presentation',
  transmissionRequise: false,
  demiJourneesParSemaine: 1,
};

/** Clauses as stored and sent: the same, with the date as `AAAA-MM-JJ`. */
export type ClausesJson = Omit<Clauses, 'finAuPlusTard'> & { readonly finAuPlusTard: string | null };

/** Writes clauses as plain JSON. */
export function clausesToJson(clauses: Clauses): ClausesJson {
  return { ...clauses, finAuPlusTard: clauses.finAuPlusTard?.toString() ?? null };
}
