import { estApres, lePlusTard } from '../../../domain/periode.ts';
import { type Convention, evenementsDeType, type Partie } from './evenements.ts';
import type { Charte, ContenuCharte } from './evenements-suivi.ts';

type Jour = Temporal.PlainDate;

/** A charter of the kit and who agreed to it, when. */
export interface AccordCharte {
  readonly contenu: ContenuCharte;
  readonly accords: Readonly<Record<Partie, Jour | null>>;
  /** Day of the second agreement, from which it binds; null while one is missing. */
  readonly conclueLe: Jour | null;
}

/** True when two agreements bear on the same charter, word for word. */
export function memeCharte(a: ContenuCharte, b: ContenuCharte): boolean {
  return a.nom === b.nom && a.mention === b.mention && a.logos === b.logos && a.taillePourcent === b.taillePourcent;
}

/** Each charter that a party has agreed to on a day, in the order of the first agreement. Source: art. 5, « d'un commun accord ». */
export function chartesAu(convention: Convention, jour: Jour): readonly AccordCharte[] {
  const known = evenementsDeType(convention, 'charte')
    .filter(({ date }) => !estApres(date, jour))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date));
  const groups: Charte[][] = [];
  for (const charte of known) {
    const group = groups.find(([first]) => first !== undefined && memeCharte(first, charte));
    if (group === undefined) groups.push([charte]);
    else group.push(charte);
  }
  return groups.flatMap((group): AccordCharte[] => {
    const [first] = group;
    if (first === undefined) return [];
    const of = (partie: Partie): Jour | null => group.find((charte) => charte.partie === partie)?.date ?? null;
    const [departement, beneficiaire] = [of('departement'), of('beneficiaire')];
    const conclueLe = departement === null || beneficiaire === null ? null : lePlusTard(departement, beneficiaire);
    const { nom, mention, logos, taillePourcent } = first;
    return [{ contenu: { nom, mention, logos, taillePourcent }, accords: { departement, beneficiaire }, conclueLe }];
  });
}

/**
 * The charter that binds both parties on a day: the last one that both have agreed to; null: none.
 *
 * Source: art. 5, « Le format, le contenu et l'emplacement de ces éléments seront déterminés d'un commun accord ».
 * Example: Département 2022-11-02, Bénéficiaire 2022-11-09, same words → in force from 2022-11-09.
 */
export function charteAu(convention: Convention, jour: Jour): AccordCharte | null {
  return chartesAu(convention, jour)
    .filter(({ conclueLe }) => conclueLe !== null)
    .reduce<AccordCharte | null>(
      (a, b) => (a?.conclueLe && b.conclueLe && estApres(a.conclueLe, b.conclueLe) ? a : b),
      null,
    );
}

/** Charters that one party alone has agreed to since the one in force. Source: art. 5, « d'un commun accord ». */
export function chartesEnAttente(convention: Convention, jour: Jour): readonly AccordCharte[] {
  const conclueLe = charteAu(convention, jour)?.conclueLe ?? null;
  return chartesAu(convention, jour).filter(({ accords, conclueLe: done }) => {
    const since = accords.departement ?? accords.beneficiaire;
    return done === null && since !== null && (conclueLe === null || estApres(since, conclueLe));
  });
}
