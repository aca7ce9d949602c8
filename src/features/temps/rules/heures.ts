import { compareJours, estApres } from '../../../domain/periode.ts';
import { NATURES, type NatureTemps } from './temps.ts';

type Jour = Temporal.PlainDate;

/** A séance that was held. Hours are Paris time. */
export interface SeanceTenue {
  readonly id: string;
  readonly jour: Jour;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly endroit: string;
  /** Records of help noted there; 0 where nobody counts. */
  readonly accompagnements: number;
}

/** What was recorded out of any séance, by the agent or with him. */
export interface ActeHorsSeance {
  readonly id: string;
  readonly jour: Jour;
  readonly minutes: number;
  readonly type: 'aide' | 'atelier' | 'coordination';
  /** Title of the atelier, name of what was held; null for help. */
  readonly quoi: string | null;
}

export interface TempsDeclare {
  readonly id: string;
  readonly agentId: string;
  readonly jour: Jour;
  readonly nature: NatureTemps;
  readonly minutes: number;
  readonly precision: string | null;
  readonly seanceId: string | null;
}

/** What a sheet adds up, in its order: what Escale knows, then what the agent declares. */
export const RUBRIQUES = {
  seances: 'Permanences et séances',
  hors_seance: 'Aide et ateliers hors séance',
  coordination: 'Coordination',
  reunion: 'Réunions',
  formation: 'Formation',
  preparation: 'Préparation',
  trajet: 'Trajets',
} as const;
export type Rubrique = keyof typeof RUBRIQUES;
export const RUBRIQUES_ORDRE = Object.keys(RUBRIQUES) as readonly Rubrique[];

/** Minutes by heading. */
export type Minutes = Readonly<Record<Rubrique, number>>;

export interface JourHeures {
  readonly jour: Jour;
  readonly seances: readonly SeanceTenue[];
  readonly actes: readonly ActeHorsSeance[];
  readonly temps: readonly TempsDeclare[];
  readonly minutes: Minutes;
  readonly totalMinutes: number;
}

export interface MoisHeures {
  readonly mois: Temporal.PlainYearMonth;
  readonly jours: readonly JourHeures[];
  readonly minutes: Minutes;
  readonly totalMinutes: number;
}

export interface Faits {
  readonly seances: readonly SeanceTenue[];
  readonly actes: readonly ActeHorsSeance[];
  readonly temps: readonly TempsDeclare[];
}

export function minutesDeSeance({ heureDebut, heureFin }: Pick<SeanceTenue, 'heureDebut' | 'heureFin'>): number {
  return heureDebut.until(heureFin).total('minutes');
}

const somme = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

const totalDe = (minutes: Minutes): number => somme(Object.values(minutes));

/** Help given within a séance is in the hours of the séance: it adds nothing. */
function minutesDe({ seances, actes, temps }: Faits): Minutes {
  const acts = (isCoordination: boolean) =>
    somme(actes.filter(({ type }) => (type === 'coordination') === isCoordination).map(({ minutes }) => minutes));
  const declared = Object.fromEntries(
    NATURES.map((nature) => [nature, somme(temps.filter((one) => one.nature === nature).map((one) => one.minutes))]),
  ) as Record<NatureTemps, number>;
  return {
    seances: somme(seances.map(minutesDeSeance)),
    hors_seance: acts(false),
    coordination: acts(true),
    ...declared,
  };
}

/**
 * The hours of a month, day by day, every day of it: what Escale knows and what the agent declares. Help and coordination within a séance
 * count in its hours alone.
 *
 * Source: art. 3.4, « permanences […], heures »; road and preparation are told by the agent, and nobody else.
 * Unit: minutes. Example: a séance of 9 h to 12 h with 2 acts in it, an act of 45 minutes at home, 30 minutes of road → 4 h 15.
 */
export function heuresDuMois(mois: Temporal.PlainYearMonth, { seances, actes, temps }: Faits): MoisHeures {
  const of = <T extends { readonly jour: Jour }>(list: readonly T[], jour: Jour): readonly T[] =>
    list.filter((one) => one.jour.equals(jour));
  const jours = Array.from({ length: mois.daysInMonth }, (_, rang): JourHeures => {
    const jour = mois.toPlainDate({ day: rang + 1 });
    const faits = { seances: of(seances, jour), actes: of(actes, jour), temps: of(temps, jour) };
    const minutes = minutesDe(faits);
    return { jour, ...faits, minutes, totalMinutes: totalDe(minutes) };
  });
  const minutes = Object.fromEntries(
    RUBRIQUES_ORDRE.map((rubrique) => [rubrique, somme(jours.map((one) => one.minutes[rubrique]))]),
  ) as Record<Rubrique, number>;
  return { mois, jours, minutes, totalMinutes: totalDe(minutes) };
}

/** The month that an address asks for (« 2026-11 »), never after that of today; that of today when it names none. */
export function moisDemande(text: string | null, aujourdhui: Jour): Temporal.PlainYearMonth {
  const current = aujourdhui.toPlainYearMonth();
  const match = /^(\d{4})-(\d{2})$/.exec(text ?? '');
  const [year, month] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || year < 1900 || month < 1 || month > 12) return current;
  const asked = Temporal.PlainYearMonth.from({ year, month });
  return Temporal.PlainYearMonth.compare(asked, current) > 0 ? current : asked;
}

/** Days that a page shows, in order: those that hold something, and those of work up to today. */
export function joursMontres(
  { jours }: MoisHeures,
  aujourdhui: Jour,
  ouvre: (jour: Jour) => boolean,
): readonly JourHeures[] {
  return jours
    .filter(({ jour, totalMinutes }) => totalMinutes > 0 || (!estApres(jour, aujourdhui) && ouvre(jour)))
    .sort((a, b) => compareJours(a.jour, b.jour));
}
