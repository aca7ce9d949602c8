import type {
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  Objectif,
  StatutSocial,
  Thematique,
  TrancheAge,
} from '../../../domain/nomenclatures.ts';
import type { Periode } from '../../../domain/periode.ts';

/** Why a permanence was not held. */
export const RAISONS = {
  absence: 'Agent absent',
  fermeture: 'Lieu fermé',
  fin_convention: 'Convention finie',
  sans_agent: 'Plus d’agent',
  autre: 'Annulée',
} as const;
export type Raison = keyof typeof RAISONS;

/** A séance of the month, as it was planned and as it turned out. */
export interface SeanceLue {
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly lieu: string;
  readonly statut: 'prevue' | 'annulee';
  /** Its agent had left, nobody had taken over, and nothing was noted in it. */
  readonly sansAgent: boolean;
  readonly cause: 'absence' | 'fermeture' | 'fin_convention' | null;
  readonly motif: string | null;
  /** Acts of help noted in it. */
  readonly personnes: number;
}

type Comptes<C extends string> = Readonly<Partial<Record<C, number>>>;

/** A record of the month, reduced to what a relevé counts. Durations in minutes. */
export type ActeLu =
  | {
      readonly type: 'Individuel';
      readonly minutes: number;
      readonly thematiques: readonly Thematique[];
      readonly demarches: readonly Demarche[];
      readonly objectif: Objectif;
      readonly issue: Issue;
      readonly genre: Genre;
      readonly trancheAge: TrancheAge;
      readonly statutSocial: StatutSocial;
    }
  | {
      readonly type: 'Collectif';
      readonly minutes: number;
      readonly thematiques: readonly Thematique[];
      readonly demarches: readonly Demarche[];
      readonly materiels: readonly Materiel[];
      /** Null: not told; so the axe. */
      readonly objectif: Objectif | null;
      readonly axe: Axe | null;
      readonly participants: number;
      readonly dejaAides: number;
      readonly genres: Comptes<Genre>;
      readonly tranchesAge: Comptes<TrancheAge>;
      readonly statutsSociaux: Comptes<StatutSocial>;
    }
  | { readonly type: 'Coordination'; readonly minutes: number };

export interface SeanceReleve {
  /** « 2026-10-06 » */
  readonly jour: string;
  /** « 09:00 » */
  readonly debut: string;
  readonly fin: string;
  readonly lieu: string;
  readonly raison: Raison | null;
  readonly precision: string | null;
  readonly personnes: number;
}

interface Profils {
  readonly genres: Comptes<Genre>;
  readonly tranchesAge: Comptes<TrancheAge>;
  readonly statutsSociaux: Comptes<StatutSocial>;
}

/**
 * What a month of a convention counts, exact: what is certified and frozen. Counts at zero are left out, so that a list that grows
 * changes nothing of what was certified. Durations in minutes; days and hours as text, in Paris.
 */
export interface ContenuReleve {
  /** « 2026-10 » */
  readonly mois: string;
  /** First and last days of the month on which the convention was in force. */
  readonly debut: string;
  readonly fin: string;
  readonly permanences: {
    readonly tenues: number;
    readonly manquees: number;
    readonly minutes: number;
    readonly seances: readonly SeanceReleve[];
  };
  readonly aides: Profils & {
    /** Acts of help: who came twice counts twice. */
    readonly nombre: number;
    readonly minutes: number;
    readonly thematiques: Comptes<Thematique>;
    readonly demarches: Comptes<Demarche>;
    readonly objectifs: Comptes<Objectif>;
    readonly issues: Comptes<Issue>;
  };
  /** Counts stay counts: nobody is made up from them, and none crosses another. */
  readonly ateliers: Profils & {
    readonly nombre: number;
    readonly participants: number;
    readonly dejaAides: number;
    readonly minutes: number;
    /** Ateliers, not participants; so the others. */
    readonly thematiques: Comptes<Thematique>;
    /** Absent when nothing of it was noted, and of what was certified before it was counted; so the others. */
    readonly demarches?: Comptes<Demarche>;
    readonly materiels?: Comptes<Materiel>;
    readonly objectifs?: Comptes<Objectif>;
    readonly axes?: Comptes<Axe>;
  };
  readonly coordination: { readonly nombre: number; readonly minutes: number };
  readonly servicesBloques: number;
}

function raisonDe({ statut, sansAgent, cause }: SeanceLue): Raison | null {
  if (statut === 'prevue') return sansAgent ? 'sans_agent' : null;
  return cause ?? 'autre';
}

/** An absence says no more than that: why somebody was away is nobody's business. */
function precisionDe(seance: SeanceLue, raison: Raison | null): string | null {
  return raison === 'fermeture' || raison === 'autre' ? seance.motif : null;
}

const HEURE = { smallestUnit: 'minute' } as const;

function lireSeance(seance: SeanceLue): SeanceReleve {
  const raison = raisonDe(seance);
  return {
    jour: seance.jour.toString(),
    debut: seance.heureDebut.toString(HEURE),
    fin: seance.heureFin.toString(HEURE),
    lieu: seance.lieu,
    raison,
    precision: precisionDe(seance, raison),
    personnes: seance.personnes,
  };
}

function somme(nombres: readonly number[]): number {
  return nombres.reduce((total, nombre) => total + nombre, 0);
}

function compter<C extends string>(values: readonly C[]): Comptes<C> {
  return additionner(values.map((value) => ({ [value]: 1 }) as Comptes<C>));
}

function additionner<C extends string>(comptes: readonly Comptes<C>[]): Comptes<C> {
  const totals = new Map<string, number>();
  for (const one of comptes) {
    for (const [cle, nombre] of Object.entries<number | undefined>(one)) {
      totals.set(cle, (totals.get(cle) ?? 0) + (nombre ?? 0));
    }
  }
  return Object.fromEntries([...totals].filter(([, nombre]) => nombre > 0)) as Comptes<C>;
}

/** Without the counts that are empty: what was certified before they were made says the same. */
function siCompte<T extends Readonly<Record<string, Comptes<string>>>>(comptes: T): Partial<T> {
  return Object.fromEntries(Object.entries(comptes).filter(([, of]) => Object.keys(of).length > 0)) as Partial<T>;
}

const duree = (debut: string, fin: string): number =>
  Temporal.PlainTime.from(debut).until(Temporal.PlainTime.from(fin)).total('minutes');

/**
 * Adds up a month of a convention. Says the same whatever the order in which the séances and the records are given.
 *
 * Source: art. 3.4, « le nombre d'ateliers réalisés, le nombre de participants, le profil des personnes accompagnées ».
 * Units: minutes. Example: two séances of 3 h, one cancelled for a closure → 1 held, 1 missed (`fermeture`), 180 minutes.
 */
export function contenuReleve(
  { debut, fin }: Periode,
  activite: {
    readonly seances: readonly SeanceLue[];
    readonly actes: readonly ActeLu[];
    /** Online services reported as blocking, by the records of the month. */
    readonly servicesBloques: number;
  },
): ContenuReleve {
  const seances = activite.seances.map(lireSeance).sort((a, b) => (canonique(a) < canonique(b) ? -1 : 1));
  const tenues = seances.filter(({ raison }) => raison === null);
  const aides = activite.actes.filter((one) => one.type === 'Individuel');
  const ateliers = activite.actes.filter((one) => one.type === 'Collectif');
  const coordination = activite.actes.filter((one) => one.type === 'Coordination');
  return {
    mois: debut.toPlainYearMonth().toString(),
    debut: debut.toString(),
    fin: fin.toString(),
    permanences: {
      tenues: tenues.length,
      manquees: seances.length - tenues.length,
      minutes: somme(tenues.map((one) => duree(one.debut, one.fin))),
      seances,
    },
    aides: {
      nombre: aides.length,
      minutes: somme(aides.map(({ minutes }) => minutes)),
      genres: compter(aides.map(({ genre }) => genre)),
      tranchesAge: compter(aides.map(({ trancheAge }) => trancheAge)),
      statutsSociaux: compter(aides.map(({ statutSocial }) => statutSocial)),
      thematiques: compter(aides.flatMap(({ thematiques }) => [...new Set(thematiques)])),
      demarches: compter(aides.flatMap(({ demarches }) => [...new Set(demarches)])),
      objectifs: compter(aides.map(({ objectif }) => objectif)),
      issues: compter(aides.map(({ issue }) => issue)),
    },
    ateliers: {
      nombre: ateliers.length,
      participants: somme(ateliers.map(({ participants }) => participants)),
      dejaAides: somme(ateliers.map(({ dejaAides }) => dejaAides)),
      minutes: somme(ateliers.map(({ minutes }) => minutes)),
      genres: additionner(ateliers.map(({ genres }) => genres)),
      tranchesAge: additionner(ateliers.map(({ tranchesAge }) => tranchesAge)),
      statutsSociaux: additionner(ateliers.map(({ statutsSociaux }) => statutsSociaux)),
      thematiques: compter(ateliers.flatMap(({ thematiques }) => [...new Set(thematiques)])),
      ...siCompte({
        demarches: compter(ateliers.flatMap(({ demarches }) => [...new Set(demarches)])),
        materiels: compter(ateliers.flatMap(({ materiels }) => [...new Set(materiels)])),
        objectifs: compter(ateliers.map(({ objectif }) => objectif).filter((one) => one !== null)),
        axes: compter(ateliers.map(({ axe }) => axe).filter((one) => one !== null)),
      }),
    },
    coordination: { nombre: coordination.length, minutes: somme(coordination.map(({ minutes }) => minutes)) },
    servicesBloques: activite.servicesBloques,
  };
}

/** Key by key in one order: the same text for the same value, wherever it was read from. */
function range(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(range);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([cle, one]) => [cle, range(one)]));
}

/**
 * A value as JSON, keys in alphabetical order and without spaces: what the print of a relevé is taken from, so that whoever has
 * its salt can take it again. Example: `{ b: 1, a: [2] }` → `{"a":[2],"b":1}`.
 */
export function canonique(value: unknown): string {
  return JSON.stringify(range(value));
}
