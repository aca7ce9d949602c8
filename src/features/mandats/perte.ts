import { demarchesPerdues } from './rules.ts';
import type { Lisible, Mandat } from './store.ts';

/** What of a mandat was destroyed without this database knowing it: see `demarchesPerdues`. */
export type Perte = {
  readonly perdues: ReadonlySet<string>;
  /** Nothing of it is left to be read, not even of whom it is. */
  readonly isPerdu: boolean;
};

/** Whether the keys of a mandat that this database takes to be in force are gone: it is a backup, restored. */
export function perteDe(mandat: Mandat, lisible: Lisible, now: Temporal.Instant): Perte {
  const perdues = new Set(demarchesPerdues(mandat, new Set(lisible.objets.keys()), now).map(({ id }) => id));
  return { perdues, isPerdu: perdues.size > 0 && lisible.identite === null };
}
