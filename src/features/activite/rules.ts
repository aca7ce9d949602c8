import { formatMois } from '../../domain/date.ts';
import {
  AUTONOMIES,
  type Autonomie,
  cles,
  ISSUES,
  type Issue,
  type Nomenclature,
  THEMATIQUES,
  type Thematique,
} from '../../domain/nomenclatures.ts';
import { contains, type Periode } from '../../domain/periode.ts';

type Mois = Temporal.PlainYearMonth;

/** How the agent reads his own figures. */
export const VUES = { mois: 'Par mois', trimestre: 'Par trimestre' } as const;
export type Vue = keyof typeof VUES;

export function lireVue(text: string | null): Vue {
  return text === 'trimestre' ? 'trimestre' : 'mois';
}

/** One total of a month of an agent: 12 of `actes` `individuels`, 340 of `minutes` `aide`. */
export interface LigneActivite {
  /** First day of the month. */
  readonly mois: Temporal.PlainDate;
  readonly rubrique: 'actes' | 'participants' | 'minutes' | 'thematique' | 'autonomie' | 'issue' | 'bloque';
  readonly cle: string;
  readonly nombre: number;
}

export interface Compte<C extends string> {
  readonly cle: C;
  readonly libelle: string;
  readonly nombre: number;
}

/** What an agent did in a period. */
export interface Chiffres {
  readonly periode: Periode;
  readonly individuels: number;
  readonly ateliers: number;
  readonly participants: number;
  readonly coordination: number;
  readonly minutesSeances: number;
  /** Minutes of individual help and of ateliers, each record once. */
  readonly minutesAide: number;
  readonly bloques: number;
  readonly parThematique: readonly Compte<Thematique>[];
  readonly parAutonomie: readonly Compte<Autonomie>[];
  readonly parIssue: readonly Compte<Issue>[];
}

/** Months of a view. */
const LONGUEUR: Readonly<Record<Vue, number>> = { mois: 1, trimestre: 3 };

/** The period that holds a month. Example: trimestre, 2026-11 → 2026-10-01 to 2026-12-31. */
export function periodeDe(vue: Vue, mois: Mois): Periode {
  const first = vue === 'mois' ? mois : mois.with({ month: mois.month - ((mois.month - 1) % 3) });
  const last = first.add({ months: LONGUEUR[vue] - 1 });
  return { debut: first.toPlainDate({ day: 1 }), fin: last.toPlainDate({ day: last.daysInMonth }) };
}

/** The same view so many periods earlier. Example: trimestre, 2026-11, 1 → 2026-08. */
export function avant(vue: Vue, mois: Mois, periodes: number): Mois {
  return mois.subtract({ months: LONGUEUR[vue] * periodes });
}

/** Periods drawn side by side: a year of months and the same month of the year before, two years of quarters. */
export const PERIODES: Readonly<Record<Vue, number>> = { mois: 13, trimestre: 8 };

/** The last periods up to that of a month, the oldest first. */
export function periodesJusqua(vue: Vue, mois: Mois): readonly Periode[] {
  return Array.from({ length: PERIODES[vue] }, (_, rang) => periodeDe(vue, avant(vue, mois, PERIODES[vue] - 1 - rang)));
}

function compter<N extends Nomenclature>(
  nomenclature: N,
  rubrique: LigneActivite['rubrique'],
  of: (rubrique: LigneActivite['rubrique'], cle: string) => number,
): readonly Compte<keyof N & string>[] {
  return cles(nomenclature)
    .map((cle) => ({ cle, libelle: nomenclature[cle] ?? cle, nombre: of(rubrique, cle) }))
    .filter(({ nombre }) => nombre > 0);
}

/**
 * The figures of an agent in a period of whole months. They are his: compared with his own past, never with anybody.
 *
 * Source: art. 3.4; reference « teams and places are compared, people are not ranked ».
 * Example: 10 acts in October, 12 in November, 8 in December → 30 for the fourth quarter.
 */
export function chiffresDe(lignes: readonly LigneActivite[], periode: Periode): Chiffres {
  const totals = new Map<string, number>();
  for (const { mois, rubrique, cle, nombre } of lignes) {
    if (!contains(periode, mois)) continue;
    totals.set(`${rubrique} ${cle}`, (totals.get(`${rubrique} ${cle}`) ?? 0) + nombre);
  }
  const of = (rubrique: LigneActivite['rubrique'], cle: string): number => totals.get(`${rubrique} ${cle}`) ?? 0;
  return {
    periode,
    individuels: of('actes', 'individuels'),
    ateliers: of('actes', 'ateliers'),
    participants: of('participants', 'ateliers'),
    coordination: of('actes', 'coordination'),
    minutesSeances: of('minutes', 'seances'),
    minutesAide: of('minutes', 'aide'),
    bloques: of('bloque', 'signales'),
    parThematique: compter(THEMATIQUES, 'thematique', of),
    parAutonomie: compter(AUTONOMIES, 'autonomie', of),
    parIssue: compter(ISSUES, 'issue', of),
  };
}

/** True when nothing at all was done. */
export function estVide(chiffres: Chiffres): boolean {
  const { individuels, ateliers, coordination, minutesSeances, bloques } = chiffres;
  return individuels + ateliers + coordination + minutesSeances + bloques === 0;
}

/** « novembre 2026 », « 4e trimestre 2026 » */
export function direPeriode(vue: Vue, { debut }: Periode): string {
  if (vue === 'mois') return formatMois(debut);
  const rang = (debut.month + 2) / 3;
  return `${rang}${rang === 1 ? 'er' : 'e'} trimestre ${debut.year}`;
}

const MOIS_COURTS = ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'];

/** Under a column: « nov. », « T4 26 ». */
export function direCourt(vue: Vue, { debut }: Periode): string {
  const year = String(debut.year).slice(-2);
  return vue === 'mois' ? (MOIS_COURTS[debut.month - 1] ?? '') : `T${(debut.month + 2) / 3} ${year}`;
}
