import {
  AUTONOMIES,
  AXES,
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  NIVEAUX_ATELIER,
  type Nomenclature,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
  TYPES_COORDINATION,
  TYPES_LIEU,
} from '../../../domain/nomenclatures.ts';
import { lePlusTard } from '../../../domain/periode.ts';
import type { Accompagnement, Action, Activite, Atelier } from '../rules.ts';

/**
 * One total of a month, of a convention and of a commune: 12 of `genre` `Feminin`, 340 of `total` `minutes`. What was counted of
 * ateliers has the same `rubrique`, and a `cle` that says so: 9 of `genre` `atelier:Feminin`.
 */
export interface LigneAgregat {
  /** First day of the month. */
  readonly mois: Temporal.PlainDate;
  readonly rubrique: string;
  readonly cle: string;
  readonly nombre: number;
}

/** Reads one total; zero when it is not there. */
type Lire = (rubrique: string, cle: string) => number;

/**
 * As many acts as a month counted, whose totals are those of the month and nothing more: which theme went with which age is
 * no longer known, and one atelier bears what all of them counted. They are dated of the first of the month, or of `debut` when it
 * comes later: of a period that cuts the month, the whole month is counted.
 *
 * Source: art. 4.1 (règlement européen 2016/679): past 5 years, totals are enough.
 * Example: 2 people, 60 minutes, genre 1 + 1, `Email` 2 → two acts of 60 and 0 minutes, one of each genre, both `Email`.
 */
export function deplier(lignes: readonly LigneAgregat[], debut: Temporal.PlainDate): Omit<Activite, 'seances'> {
  const [first] = lignes;
  if (first === undefined) return { accompagnements: [], ateliers: [], actions: [] };
  const date = lePlusTard(first.mois, debut);
  const totals = new Map(lignes.map(({ rubrique, cle, nombre }) => [`${rubrique} ${cle}`, nombre]));
  const of: Lire = (rubrique, cle) => totals.get(`${rubrique} ${cle}`) ?? 0;
  return { accompagnements: aides(of, first.mois, date), ateliers: ateliers(of, date), actions: actions(of, date) };
}

/** The key of each act by its rank, as many of each as there were; null once none is left. */
function repartir<N extends Nomenclature>(nomenclature: N, nombre: (cle: string) => number) {
  const values = cles(nomenclature).flatMap((cle) => Array.from({ length: nombre(cle) }, () => cle));
  return (rang: number): (keyof N & string) | null => values[rang] ?? null;
}

/** The keys that the act of a rank bears, of those that an act may bear several of. */
function portees<N extends Nomenclature>(nomenclature: N, rang: number, nombre: (cle: string) => number) {
  return cles(nomenclature).filter((cle) => rang < nombre(cle));
}

function aides(of: Lire, mois: Temporal.PlainDate, date: Temporal.PlainDate): readonly Accompagnement[] {
  const personnes = of('total', 'personnes');
  const told = <N extends Nomenclature>(nomenclature: N, rubrique: string) =>
    repartir(nomenclature, (cle) => of(rubrique, cle));
  const each = <N extends Nomenclature>(nomenclature: N, rubrique: string) => {
    const one = told(nomenclature, rubrique);
    return (rang: number): keyof N & string => {
      const value = one(rang);
      if (value === null) throw new Error(`Totals of ${mois} disagree: ${rubrique} adds up to less than ${personnes}`);
      return value;
    };
  };
  const objectif = each(OBJECTIFS, 'objectif');
  const issue = each(ISSUES, 'issue');
  const genre = each(GENRES, 'genre');
  const trancheAge = each(TRANCHES_AGE, 'tranche_age');
  const statutSocial = each(STATUTS_SOCIAUX, 'statut_social');
  const autonomie = told(AUTONOMIES, 'autonomie');
  const axe = told(AXES, 'axe');
  const typeLieu = told(TYPES_LIEU, 'type_lieu');
  const orientation = told(STRUCTURES_DE_REDIRECTION, 'orientation');
  return Array.from({ length: personnes }, (_, rang) => ({
    date,
    dureeMinutes: rang === 0 ? of('total', 'minutes') : 0,
    thematiques: portees(THEMATIQUES, rang, (cle) => of('thematique', cle)),
    demarches: portees(DEMARCHES, rang, (cle) => of('demarche', cle)),
    materiels: portees(MATERIELS, rang, (cle) => of('materiel', cle)),
    autonomie: autonomie(rang),
    axe: axe(rang),
    typeLieu: typeLieu(rang),
    objectif: objectif(rang),
    issue: issue(rang),
    orientation: orientation(rang),
    genre: genre(rang),
    trancheAge: trancheAge(rang),
    statutSocial: statutSocial(rang),
  }));
}

function ateliers(of: Lire, date: Temporal.PlainDate): readonly Atelier[] {
  const niveau = repartir(NIVEAUX_ATELIER, (cle) => of('total', `niveau:${cle}`));
  const objectif = repartir(OBJECTIFS, (cle) => of('objectif', `atelier:${cle}`));
  const axe = repartir(AXES, (cle) => of('axe', `atelier:${cle}`));
  const comptes = <N extends Nomenclature>(nomenclature: N, rubrique: string) =>
    Object.fromEntries(cles(nomenclature).map((cle) => [cle, of(rubrique, `atelier:${cle}`)])) as Record<
      keyof N & string,
      number
    >;
  return Array.from({ length: of('total', 'ateliers') }, (_, rang) => ({
    date,
    dureeMinutes: rang === 0 ? of('total', 'minutes_ateliers') : 0,
    participants: rang === 0 ? of('total', 'participants') : 0,
    dejaAides: rang === 0 ? of('total', 'deja_aides') : 0,
    niveau: niveau(rang),
    thematiques: portees(THEMATIQUES, rang, (cle) => of('thematique', `atelier:${cle}`)),
    demarches: portees(DEMARCHES, rang, (cle) => of('demarche', `atelier:${cle}`)),
    materiels: portees(MATERIELS, rang, (cle) => of('materiel', `atelier:${cle}`)),
    objectif: objectif(rang),
    axe: axe(rang),
    genres: rang === 0 ? comptes(GENRES, 'genre') : {},
    tranchesAge: rang === 0 ? comptes(TRANCHES_AGE, 'tranche_age') : {},
    statutsSociaux: rang === 0 ? comptes(STATUTS_SOCIAUX, 'statut_social') : {},
  }));
}

function actions(of: Lire, date: Temporal.PlainDate): readonly Action[] {
  const types = cles(TYPES_COORDINATION).flatMap((type) =>
    Array.from({ length: of('total', `coordination:${type}`) }, () => type),
  );
  return types.map((type, rang) => ({
    date,
    dureeMinutes: rang === 0 ? of('total', 'minutes_coordination') : 0,
    type,
  }));
}
