import { avecPersonne, type Saisie } from '../rules/saisie.ts';
import { estTapeeAvant, type Operation, personneRetenue, versionRetenue, versionsEcartees } from '../rules/versions.ts';
import { type Difference, differences, type Mot, motsDits, type Noms } from './mots.ts';
import type { OperationLue } from './store.ts';

/** A step of what became of a record. */
export type Etape = Pick<OperationLue, 'id' | 'nature' | 'saisiAt' | 'recuAt' | 'compteId' | 'par'> & {
  /** `retenue`: what the record is; `ecartee`: typed over a version that another device had changed. */
  readonly sort: 'retenue' | 'ecartee' | 'passee';
  /** What it changes of the version that it was typed over. */
  readonly changements: readonly Difference[];
  /** All that it says, when there is nothing to compare it to. */
  readonly dit: readonly Mot[];
  /** Of a link: the record of the person, while there is one. */
  readonly personneId: string | null;
  /** Whether it can be taken again: set aside, and not what the record says already. */
  readonly reprenable: boolean;
};

/** What a version says, with the person whom it says, or leaves as `avant` tells. */
function completer(saisie: Saisie, { personne }: Operation, avant: string | null): Saisie {
  return avecPersonne(saisie, personne === undefined ? avant : personne);
}

/**
 * What a version that was set aside says once it is taken again: what was typed, about the person whom the record is about now, unless
 * it is the person that was changed.
 */
export function saisieReprise(
  chosen: OperationLue & { readonly saisie: Saisie },
  operations: readonly Operation[],
): Saisie {
  return completer(chosen.saisie, chosen, personneRetenue(operations));
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
  const ditDe = (one: OperationLue): Pick<Etape, 'changements' | 'dit' | 'reprenable'> => {
    const { saisie } = one;
    if (saisie === null) return { changements: [], dit: [], reprenable: false };
    const avant = personneRetenue(operations.filter((other) => estTapeeAvant(other, one)));
    const before = byId.get(one.base ?? '')?.saisie ?? null;
    const said = completer(saisie, one, avant);
    const reprise = saisieReprise({ ...one, saisie }, operations);
    return {
      changements: before === null ? [] : differences(avecPersonne(before, avant), said, noms),
      dit: before === null ? motsDits(said, noms) : [],
      reprenable: ecartees.has(one) && (actuelle === undefined || differences(reprise, actuelle).length > 0),
    };
  };
  return operations
    .map(
      (one): Etape => ({
        ...{
          id: one.id,
          nature: one.nature,
          saisiAt: one.saisiAt,
          recuAt: one.recuAt,
          compteId: one.compteId,
          par: one.par,
        },
        ...ditDe(one),
        sort: one === retenue ? 'retenue' : ecartees.has(one) ? 'ecartee' : 'passee',
        personneId: one.personne ?? null,
      }),
    )
    .toReversed();
}
