import type { Saisie } from '../rules/saisie.ts';
import { versionRetenue, versionsEcartees } from '../rules/versions.ts';
import { type Difference, differences, type Mot, motsDits, type Noms } from './mots.ts';
import type { OperationLue } from './store.ts';

/** A step of what became of a record. */
export type Etape = {
  readonly id: string;
  readonly nature: OperationLue['nature'];
  readonly saisiAt: Temporal.Instant;
  readonly recuAt: Temporal.Instant;
  /** `retenue`: what the record is; `ecartee`: typed over a version that another device had changed. */
  readonly sort: 'retenue' | 'ecartee' | 'passee';
  /** What it changes of the version that it was typed over. */
  readonly changements: readonly Difference[];
  /** All that it says, when there is nothing to compare it to. */
  readonly dit: readonly Mot[];
  /** Whether it can be taken again: set aside, and not what the record says already. */
  readonly reprenable: boolean;
};

function isSame(a: Saisie | null | undefined, b: Saisie | null | undefined): boolean {
  return a != null && b != null && differences(a, b).length === 0;
}

/** Each thing asked of a record, the last first. `actuelle`: what the record says now; undefined: deleted. */
export function etapesDe(
  operations: readonly OperationLue[],
  actuelle: Saisie | undefined,
  noms: Noms = new Map(),
): readonly Etape[] {
  const retenue = versionRetenue(operations);
  const ecartees = new Set(versionsEcartees(operations));
  const byId = new Map(operations.map((one) => [one.id, one]));
  return operations
    .map((one): Etape => {
      const { id, nature, saisiAt, recuAt, saisie } = one;
      const before = byId.get(one.base ?? '')?.saisie ?? null;
      const sort = one === retenue ? 'retenue' : ecartees.has(one) ? 'ecartee' : 'passee';
      return {
        id,
        nature,
        saisiAt,
        recuAt,
        sort,
        changements: saisie !== null && before !== null ? differences(before, saisie, noms) : [],
        dit: saisie !== null && before === null ? motsDits(saisie, noms) : [],
        reprenable: sort === 'ecartee' && saisie !== null && !isSame(saisie, actuelle),
      };
    })
    .toReversed();
}
