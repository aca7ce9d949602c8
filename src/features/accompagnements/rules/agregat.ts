import {
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  type Nomenclature,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { lePlusTard } from '../../../domain/periode.ts';
import type { Accompagnement } from '../rules.ts';

/** One total of a month, of a convention and of a commune: 12 of `genre` `Feminin`, 340 of `total` `minutes`. */
export interface LigneAgregat {
  /** First day of the month. */
  readonly mois: Temporal.PlainDate;
  readonly rubrique: string;
  readonly cle: string;
  readonly nombre: number;
}

/**
 * As many acts as a month counted, whose totals are those of the month and nothing more: which theme went with which age is
 * no longer known. They are dated of the first of the month, or of `debut` when it comes later: of a period that cuts the
 * month, the whole month is counted.
 *
 * Source: art. 4.1 (règlement européen 2016/679): past 5 years, totals are enough.
 * Example: 2 people, 60 minutes, genre 1 + 1, `Email` 2 → two acts of 60 and 0 minutes, one of each genre, both `Email`.
 */
export function deplier(lignes: readonly LigneAgregat[], debut: Temporal.PlainDate): readonly Accompagnement[] {
  const [first] = lignes;
  if (first === undefined) return [];
  const date = lePlusTard(first.mois, debut);
  const totals = new Map(lignes.map(({ rubrique, cle, nombre }) => [`${rubrique} ${cle}`, nombre]));
  const of = (rubrique: string, cle: string): number => totals.get(`${rubrique} ${cle}`) ?? 0;
  const personnes = of('total', 'personnes');
  const minutes = of('total', 'minutes');
  const each = <N extends Nomenclature>(nomenclature: N, rubrique: string) => {
    const values = cles(nomenclature).flatMap((cle) => Array.from({ length: of(rubrique, cle) }, () => cle));
    return (rang: number): keyof N & string => {
      const value = values[rang];
      if (value === undefined)
        throw new Error(`Totals of ${first.mois} disagree: ${rubrique} adds up to less than ${personnes}`);
      return value;
    };
  };
  const objectif = each(OBJECTIFS, 'objectif');
  const issue = each(ISSUES, 'issue');
  const genre = each(GENRES, 'genre');
  const trancheAge = each(TRANCHES_AGE, 'tranche_age');
  const statutSocial = each(STATUTS_SOCIAUX, 'statut_social');
  const having = <C extends string>(all: readonly C[], rubrique: string, rang: number) =>
    all.filter((cle) => rang < of(rubrique, cle));
  return Array.from({ length: personnes }, (_, rang) => ({
    date,
    dureeMinutes: rang === 0 ? minutes : 0,
    thematiques: having(cles(THEMATIQUES), 'thematique', rang),
    demarches: having(cles(DEMARCHES), 'demarche', rang),
    objectif: objectif(rang),
    issue: issue(rang),
    genre: genre(rang),
    trancheAge: trancheAge(rang),
    statutSocial: statutSocial(rang),
  }));
}
