import { type CalendrierOptions, nomFerie } from './calendrier.ts';
import { JOURS, type Jour, jourDe } from './demi-journee.ts';
import { compareJours, contains, estApres, estAvant, lePlusTard, lePlusTot } from './periode.ts';

type Date = Temporal.PlainDate;

/** Which of its kind a weekday is in its month: the first to the fifth, or the last (-1). */
export type Rang = 1 | 2 | 3 | 4 | 5 | -1;

export const RANGS: readonly Rang[] = [1, 2, 3, 4, 5, -1];

/** The longest wait between two dates of a series, in weeks. */
export const SEMAINES_MAX = 8;

/** How often a weekday comes back. Every week unless told otherwise; `toutesLes` above 1 and `rangs` exclude each other. */
export interface Rythme {
  readonly jour: Jour;
  /** Every so many weeks, counted from the first date of the series. From 1 to 8; default: 1. */
  readonly toutesLes?: number;
  /** The ranks of the weekday in its month, [2, 4] for « les 2e et 4e jeudis »; empty, the default: no such choice. */
  readonly rangs?: readonly Rang[];
  /** No date during the school holidays of the zone of the territoire. Default: false. */
  readonly horsVacances?: boolean;
}

/** A rhythm from a first day to a last one, both inclusive; null: until further notice. */
export interface Serie extends Rythme {
  readonly du: Date;
  readonly au: Date | null;
}

/** School holidays: both days inclusive, the last one being the eve of the return. */
export interface Vacances {
  readonly du: Date;
  readonly au: Date;
  readonly nom: string;
}

/** The days looked at, both inclusive, and what is known of them. */
export interface Fenetre {
  readonly du: Date;
  readonly au: Date;
  readonly calendrier?: CalendrierOptions;
  /** Of the zone of the territoire. Default: none. */
  readonly vacances?: readonly Vacances[];
}

/** A date that the rhythm gives. `ferme` names the holiday on which nothing takes place; null: something does. */
export interface JourDeSerie {
  readonly date: Date;
  readonly ferme: string | null;
}

/**
 * Is a day of the month of that rank? Example: jeudi 2026-10-29 is both the 5th and the last Thursday of its month;
 * jeudi 2026-11-26 both the 4th and the last.
 */
export function estDeRang(date: Date, rang: Rang): boolean {
  return rang === -1 ? date.day + 7 > date.daysInMonth : Math.ceil(date.day / 7) === rang;
}

/** First day of a series that is its weekday: what « one week in two » is counted from. Example: jeudi from 2026-09-01 → 2026-09-03. */
function premierJour({ jour, du }: Serie): Date {
  return du.add({ days: (jour - jourDe(du) + 7) % 7 });
}

/**
 * The dates that a series gives in a window, closed days included, in order. Those before its first day or after its last
 * are none of its own. Nothing is endless: the window bounds a series without a last day.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine et en présentiel » (« plus ou moins », by avenant).
 * Example: lundis of 2027-03-22 to 2027-04-05 → 22 March, 29 March (« lundi de Pâques »), 5 April.
 */
export function joursDeSerie(serie: Serie, { du, au, calendrier, vacances = [] }: Fenetre): readonly JourDeSerie[] {
  const { toutesLes = 1, rangs = [], horsVacances = false } = serie;
  const last = serie.au === null ? au : lePlusTot(serie.au, au);
  const origin = premierJour(serie);
  const from = lePlusTard(origin, du);
  // Whole turns that end before the window are passed over.
  const turns = Math.ceil(origin.until(from).days / (7 * toutesLes));
  const jours: JourDeSerie[] = [];
  let date = origin.add({ weeks: turns * toutesLes });
  for (; !estApres(date, last); date = date.add({ weeks: toutesLes })) {
    const day = date;
    if (rangs.length > 0 && !rangs.some((rang) => estDeRang(day, rang))) continue;
    const conge = horsVacances ? vacances.find((one) => contains({ debut: one.du, fin: one.au }, day)) : undefined;
    jours.push({ date, ferme: nomFerie(date, calendrier) ?? conge?.nom ?? null });
  }
  return jours;
}

/**
 * The dates on which a series takes place in a window: those of its rhythm, public holidays left out, and school holidays
 * when it says so.
 *
 * Source: art. 1.2. Unit: days, both ends of the window inclusive. Empty: the series yields nothing there.
 * Example: « 2e et 4e jeudi », October 2026 (five Thursdays) → 8 and 22 October; outside the holidays of zone C, from
 * 17 October to 1 November 2026 → 8 October alone.
 */
export function occurrences(serie: Serie, fenetre: Fenetre): readonly Date[] {
  return joursDeSerie(serie, fenetre).flatMap(({ date, ferme }) => (ferme === null ? [date] : []));
}

/**
 * A series cut in two at a day: what comes before, null when it had not begun, and what goes on, null when it was over. « One
 * week in two » keeps its weeks: what goes on begins on the next of its dates, so that both give what the whole gave.
 *
 * Example: one Thursday in two from 2026-09-03, cut at 2026-09-08 → to 2026-09-07, then from 2026-09-17.
 */
export function couperSerie<S extends Serie>(
  serie: S,
  le: Date,
): { readonly avant: S | null; readonly apres: S | null } {
  const isOver = serie.au !== null && estAvant(serie.au, le);
  if (isOver) return { avant: serie, apres: null };
  if (!estApres(le, serie.du)) return { avant: null, apres: serie };
  const avant = { ...serie, au: le.subtract({ days: 1 }) };
  const pas = 7 * (serie.toutesLes ?? 1);
  const origin = premierJour(serie);
  const days = origin.until(le).days;
  const du = days <= 0 ? origin : origin.add({ days: Math.ceil(days / pas) * pas });
  const isEmpty = serie.au !== null && estApres(du, serie.au);
  return { avant, apres: isEmpty ? null : { ...serie, du } };
}

/**
 * Half-days a week that a rhythm amounts to, holidays left aside: what the clause of the convention is compared with. A
 * month counts for four weeks, so that « 2e et 4e jeudi » is worth one week in two.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine ». Example: one Thursday in two → 0.5.
 */
export function parSemaine({ toutesLes = 1, rangs = [] }: Omit<Rythme, 'jour'>): number {
  return rangs.length === 0 ? 1 / toutesLes : Math.min(1, rangs.length / 4);
}

/** The last day of which the school holidays are known: that of the last ones; null: none is. */
export function connuesJusquAu(vacances: readonly Vacances[]): Date | null {
  return vacances.reduce<Date | null>((last, { au }) => (last === null ? au : lePlusTard(last, au)), null);
}

/**
 * Last day up to which a series is planned: one outside school holidays goes no further than the calendar that is known, so
 * that nobody is told of a date that the next calendar takes away. Null: no calendar is known.
 *
 * Example: horizon 2027-11-24, calendar known until 2027-08-31 → 2027-08-31 outside school holidays, else 2027-11-24.
 */
export function horizonConnu(
  { horsVacances }: Omit<Rythme, 'jour'>,
  horizon: Date,
  vacances: readonly Vacances[],
): Date | null {
  if (horsVacances !== true) return horizon;
  const known = connuesJusquAu(vacances);
  return known === null ? null : lePlusTot(horizon, known);
}

const NOMBRES: Readonly<Record<number, string>> = {
  2: 'deux',
  3: 'trois',
  4: 'quatre',
  5: 'cinq',
  6: 'six',
  7: 'sept',
  8: 'huit',
};

/** « 1er », « 2e », « dernier ». */
export function direRang(rang: Rang): string {
  if (rang === -1) return 'dernier';
  return rang === 1 ? '1er' : `${rang}e`;
}

function direRangs(rangs: readonly Rang[]): string {
  const said = RANGS.filter((rang) => rangs.includes(rang)).map(direRang);
  const last = said.pop() ?? '';
  return said.length === 0 ? last : `${said.join(', ')} et ${last}`;
}

/** The rhythm in the fewest words, for a poster: « jeudi », « un jeudi sur deux », « 2e et 4e jeudis », « dernier jeudi ». */
export function rythmeCourt({ jour, toutesLes = 1, rangs = [] }: Rythme): string {
  const nom = JOURS[jour];
  if (rangs.length > 0) return `${direRangs(rangs)} ${nom}${rangs.length > 1 ? 's' : ''}`;
  return toutesLes === 1 ? nom : `un ${nom} sur ${NOMBRES[toutesLes] ?? toutesLes}`;
}

/**
 * The rhythm as one says it: « chaque jeudi », « un jeudi sur deux », « les 2e et 4e jeudis du mois, hors vacances scolaires »,
 * « le dernier jeudi du mois ».
 */
export function direRythme(rythme: Rythme): string {
  const { toutesLes = 1, rangs = [], horsVacances = false } = rythme;
  const court = rythmeCourt(rythme);
  const fin = horsVacances ? ', hors vacances scolaires' : '';
  if (rangs.length > 0) return `${rangs.length > 1 ? 'les' : 'le'} ${court} du mois${fin}`;
  return `${toutesLes === 1 ? 'chaque ' : ''}${court}${fin}`;
}

/** School holidays in the order of their days. */
export function vacancesTriees(vacances: readonly Vacances[]): readonly Vacances[] {
  return vacances.toSorted((a, b) => compareJours(a.du, b.du));
}
