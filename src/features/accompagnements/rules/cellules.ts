import { cles, type Nomenclature } from '../../../domain/nomenclatures.ts';
import { cumuler } from './cumul.ts';
import type { Cumul, Nombre } from './nombre.ts';

interface Cellule<C extends string> {
  readonly cle: C;
  readonly libelle: string;
  readonly nombre: Cumul;
}

export type Cellules<C extends string> = readonly Cellule<C>[];

/** What is shown of the cells of a column. */
export type Hide = (nombres: readonly number[]) => readonly Nombre[];
export const asIs: Hide = (nombres) => nombres;

function cellules<N extends Nomenclature>(
  nomenclature: N,
  counts: ReadonlyMap<string, number>,
  hide: Hide,
): Cellules<keyof N & string> {
  const keys = cles(nomenclature);
  const shown = hide(keys.map((cle) => counts.get(cle) ?? 0));
  return keys.map((cle, index) => ({ cle, libelle: nomenclature[cle] ?? cle, nombre: shown[index] ?? 0 }));
}

function tally(values: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

export function count<N extends Nomenclature>(
  nomenclature: N,
  values: readonly ((keyof N & string) | null)[],
  hide: Hide,
): Cellules<keyof N & string> {
  return cellules(nomenclature, tally(values), hide);
}

/** Those who told nothing are hidden behind too, so that the column, of a total that is known, tells none of its cells. */
export function countTold<N extends Nomenclature>(
  nomenclature: N,
  values: readonly ((keyof N & string) | null)[],
  hide: Hide,
): Cellules<keyof N & string> {
  const untold = values.filter((value) => value === null).length;
  return count(nomenclature, values, (nombres) => hide([...nombres, untold]).slice(0, -1));
}

/**
 * A column of a profile: each person helped, and what the ateliers counted, each hidden apart. A participant of whom nothing was
 * counted is one « non communiqué »; nobody is made from the counts, as no column is ever crossed with another.
 */
export function profil<N extends { readonly NonCommunique: string } & Nomenclature>(
  nomenclature: N,
  values: readonly (keyof N & string)[],
  comptes: readonly { readonly participants: number; readonly de: Readonly<Partial<Record<string, number>>> }[],
  hide: Hide,
): Cellules<keyof N & string> {
  const keys = cles(nomenclature);
  const people = tally(values);
  const aides = hide(keys.map((cle) => people.get(cle) ?? 0));
  const told = keys.map((cle) => comptes.reduce((sum, { de }) => sum + (de[cle] ?? 0), 0));
  const all = comptes.reduce((sum, { participants }) => sum + participants, 0);
  const rest = Math.max(0, all - told.reduce((sum, nombre) => sum + nombre, 0));
  const participants = hide([...told, rest]);
  return keys.map((cle, rang) => ({
    cle,
    libelle: nomenclature[cle] ?? cle,
    nombre: cumuler([
      aides[rang] ?? 0,
      participants[rang] ?? 0,
      ...(cle === 'NonCommunique' ? [participants[keys.length] ?? 0] : []),
    ]),
  }));
}
