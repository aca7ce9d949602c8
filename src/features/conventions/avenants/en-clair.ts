import { type ClauseEnClair, clausesEnClair } from '../clauses-form.ts';
import { type Avenant, type Changements, type Clauses, clausesModifiees } from '../rules.ts';

/** A clause that changes, in plain French, before and after. */
export type Changement = { readonly term: string; readonly avant: string; readonly apres: string };

/** The clauses that differ from one reading to another, in plain French. */
export function differences(avant: Clauses, apres: Clauses): readonly Changement[] {
  const before = new Map(clausesEnClair(avant).map(({ term, details }) => [term, details]));
  return clausesEnClair(apres).flatMap(({ term, details }): Changement[] => {
    const old = before.get(term) ?? '';
    return old === details ? [] : [{ term, avant: old, apres: details }];
  });
}

/** What an avenant sets, clause by clause, in plain French. `clauses` are those it is read with. */
export function clausesFixees(changements: Changements, clauses: Clauses): readonly ClauseEnClair[] {
  const set = new Set(Object.keys(changements));
  return clausesEnClair(clausesModifiees(clauses, changements)).filter(({ cles }) => cles.some((cle) => set.has(cle)));
}

/** « n° 1 (cinq demi-journées par semaine) » */
export function nomAvenant({ numero, objet }: Avenant): string {
  return `n° ${numero} (${objet})`;
}
