import { cles, type Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Nombre } from './nombre.ts';

interface Cellule<C extends string> {
  readonly cle: C;
  readonly libelle: string;
  readonly nombre: Nombre;
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
 * A column of a profile: each person helped, and what the ateliers counted. A participant of whom nothing was counted is one « non
 * communiqué »; nobody is made from the counts, as no column is ever crossed with another.
 */
export function profil<N extends { readonly NonCommunique: string } & Nomenclature>(
  nomenclature: N,
  values: readonly (keyof N & string)[],
  comptes: readonly { readonly participants: number; readonly de: Readonly<Partial<Record<string, number>>> }[],
  hide: Hide,
): Cellules<keyof N & string> {
  const counts = tally(values);
  const add = (cle: string, nombre: number) => counts.set(cle, (counts.get(cle) ?? 0) + nombre);
  for (const { participants, de } of comptes) {
    let told = 0;
    for (const [cle, nombre = 0] of Object.entries(de)) {
      add(cle, nombre);
      told += nombre;
    }
    add('NonCommunique', Math.max(0, participants - told));
  }
  return cellules(nomenclature, counts, hide);
}
