import { formatDate } from '../../domain/date.ts';
import { contains, type Periode } from '../../domain/periode.ts';
import {
  type Accompagnement,
  type Cumul,
  masquerPartition,
  type Nombre,
  type SeanceComptee,
} from '../accompagnements/rules.ts';
import type { Echeance } from '../conventions/rules.ts';

type Jour = Temporal.PlainDate;

/** The last three months that are over, and the three before, both ends included. */
export interface Trimestres {
  readonly courant: Periode;
  readonly precedent: Periode;
}

/**
 * Whole months: read again the next day, figures that ran to today would tell who came.
 * Example: on 2026-11-24 → 2026-08-01 → 2026-10-31, then 2026-05-01 → 2026-07-31.
 */
export function trimestres(aujourdhui: Jour): Trimestres {
  const mois = aujourdhui.with({ day: 1 });
  const before = (months: number): Periode => ({
    debut: mois.subtract({ months: months + 3 }),
    fin: mois.subtract({ months }).subtract({ days: 1 }),
  });
  return { courant: before(0), precedent: before(3) };
}

/**
 * How a figure has moved, in per cent of the former one; null when either is hidden or the former is zero.
 * Example: 120 after 100 → « + 20 % ».
 */
export function evolution(courant: Cumul, precedent: Cumul): string | null {
  if (typeof courant !== 'number' || typeof precedent !== 'number' || precedent === 0) return null;
  const percent = Math.round(((courant - precedent) / precedent) * 100);
  if (percent === 0) return 'stable';
  return `${percent > 0 ? '+' : '−'}\u00a0${Math.abs(percent)}\u00a0%`;
}

export interface CommuneDuDepartement {
  readonly codeInsee: string;
  readonly nom: string;
  readonly population: number | null;
}

export interface LigneCouverture {
  readonly nom: string;
  readonly permanences: number;
  readonly minutes: number;
  readonly personnes: Nombre;
}

export interface Couverture {
  readonly communes: number;
  readonly communesCouvertes: number;
  /** Of the communes whose population is known; null when none is. */
  readonly partHabitants: number | null;
  /** Communes where something took place, by name. */
  readonly lignes: readonly LigneCouverture[];
  /** Help given elsewhere: school, home, forum, or a commune of another département. */
  readonly ailleurs: LigneCouverture;
}

type Situe = { readonly codeInsee: string | null };

/**
 * Where permanences were held in a period, commune by commune; people are masked together, as they add up to the total.
 *
 * Source: annexe 1, « services au public simplifiés » (axe 1): help near home, in every part of the département.
 * A commune is covered when at least one permanence was held there.
 */
export function couverture(
  communes: readonly CommuneDuDepartement[],
  activite: {
    readonly seances: readonly (SeanceComptee & Situe)[];
    readonly accompagnements: readonly (Accompagnement & Situe)[];
  },
  periode: Periode,
): Couverture {
  const names = new Map(communes.map((commune) => [commune.codeInsee, commune]));
  const key = ({ codeInsee }: Situe): string => (codeInsee !== null && names.has(codeInsee) ? codeInsee : '');
  const isCounted = ({ date }: { readonly date: Jour }): boolean => contains(periode, date);
  const held = activite.seances.filter((seance) => seance.statut === 'prevue' && isCounted(seance));
  const byPlace = Map.groupBy(held, key);
  const acts = Map.groupBy(activite.accompagnements.filter(isCounted), key);
  const reached = communes
    .filter(({ codeInsee }) => byPlace.has(codeInsee) || acts.has(codeInsee))
    .toSorted((a, b) => a.nom.localeCompare(b.nom, 'fr'));
  const codes = [...reached.map(({ codeInsee }) => codeInsee), ''];
  const people = masquerPartition(codes.map((code) => acts.get(code)?.length ?? 0));
  const line = (code: string, rang: number, nom: string): LigneCouverture => ({
    nom,
    permanences: byPlace.get(code)?.length ?? 0,
    minutes: (byPlace.get(code) ?? []).reduce(
      (sum, { heureDebut, heureFin }) => sum + heureDebut.until(heureFin).total('minutes'),
      0,
    ),
    personnes: people[rang] ?? 0,
  });
  const covered = communes.filter(({ codeInsee }) => byPlace.has(codeInsee));
  const inhabitants = (list: readonly CommuneDuDepartement[]) =>
    list.reduce((sum, { population }) => sum + (population ?? 0), 0);
  const all = inhabitants(communes);
  return {
    communes: communes.length,
    communesCouvertes: covered.length,
    partHabitants: all === 0 ? null : inhabitants(covered) / all,
    lignes: reached.map(({ codeInsee, nom }, rang) => line(codeInsee, rang, nom)),
    ailleurs: line('', codes.length - 1, 'Ailleurs (école, domicile, forum…)'),
  };
}

export interface SeanceDatee {
  readonly jour: Jour;
  readonly heureFin: Temporal.PlainTime;
  readonly statut: 'prevue' | 'annulee';
}

export type EtatSeance = 'tenue' | 'a_venir' | 'annulee';

/** What has become of a séance at an hour of Paris: held once its last hour is over. */
export function etatSeance({ jour, heureFin, statut }: SeanceDatee, maintenant: Temporal.PlainDateTime): EtatSeance {
  if (statut === 'annulee') return 'annulee';
  return Temporal.PlainDateTime.compare(jour.toPlainDateTime(heureFin), maintenant) <= 0 ? 'tenue' : 'a_venir';
}

/** Monday and Sunday of the week of a day. */
export function semaineDe(jour: Jour): Periode {
  const debut = jour.subtract({ days: jour.dayOfWeek - 1 });
  return { debut, fin: debut.add({ days: 6 }) };
}

/** Deadlines looked at by the équipe technique, in days from today. */
export const JOURS_ECHEANCES = 60;

/** A deadline as the Bénéficiaire is told it. `dureeMois`: length of a renewal. Source: art. 6, art. 7.1, art. 4.2. */
export function phraseEcheance({ type, date }: Echeance, dureeMois: number): string {
  const le = formatDate(date);
  switch (type) {
    case 'opposition':
      return `Jusqu’au ${le} inclus, chaque partie peut s’opposer à la prochaine reconduction. Sans opposition, vous n’avez rien à faire.`;
    case 'reconduction':
      return `Le ${le}, la convention sera reconduite pour ${dureeMois} mois. Vous n’avez rien à faire.`;
    case 'fin':
      return `La convention prend fin le ${le} au soir.`;
    case 'remede':
      return `Une mise en demeure est en cours : le manquement doit être réparé au plus tard le ${le}.`;
    case 'constat':
      return `À partir du ${le}, l’auteur de la mise en demeure peut constater qu’elle est restée sans effet.`;
    case 'assurance':
      return `Votre attestation d’assurance responsabilité civile est valable jusqu’au ${le} : envoyez la suivante à l’équipe technique.`;
  }
}
