import { estApres, lePlusTard } from '../../domain/periode.ts';
import type { FieldError } from '../../ui/form-state.ts';
import { accordsDe, isConvenu } from '../lieux/rules.ts';
import type { LieuDeStructure } from '../structures/store.ts';
import { type Convention, conventionAu, dateEffet, type Evenement, enVigueurLe, evenementsDeType } from './rules.ts';

type Jour = Temporal.PlainDate;

/** A lieu agreed between the parties; `lieu` is null when the register no longer holds it. */
export type LieuConvenuAu = { readonly lieu: LieuDeStructure | null; readonly depuis: Jour };

/**
 * The lieux agreed on a day, the earliest first: those that an event of the convention says, and those whose agreement was
 * dated by both before it took effect, while it is in force and they are open.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 * Example: agreed by both on 2022-09-20, effet 2022-10-10 → none on 2022-10-09; on 2022-10-10, since 2022-10-10.
 */
export function lieuxConvenusAu(
  convention: Convention,
  lieux: readonly LieuDeStructure[],
  jour: Jour,
): readonly LieuConvenuAu[] {
  const vue = conventionAu(convention, jour);
  const said = evenementsDeType(vue, 'lieu_convenu').map(({ lieuId, date }) => ({
    lieu: lieux.find(({ id }) => id === lieuId) ?? null,
    depuis: date,
  }));
  const effet = dateEffet(vue);
  const dated = lieux.flatMap((lieu): LieuConvenuAu[] => {
    const { beneficiaireLe, departementLe } = accordsDe(lieu);
    if (effet === null || beneficiaireLe === null || departementLe === null) return [];
    const isSaid = said.some((one) => one.lieu?.id === lieu.id);
    const isOpen = lieu.fermeLe === null || estApres(lieu.fermeLe, jour);
    if (isSaid || !isOpen || !isConvenu(accordsDe(lieu), jour) || !enVigueurLe(vue, jour)) return [];
    return [{ lieu, depuis: lePlusTard(effet, lePlusTard(beneficiaireLe, departementLe)) }];
  });
  return [...said, ...dated].sort((a, b) => Temporal.PlainDate.compare(a.depuis, b.depuis));
}

/**
 * Why a lieu cannot be recorded as agreed: it is the neighbour's, or its sheet does not say that both parties had agreed by
 * that day; empty: it can.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 * Example: agreement of the Département on 2022-09-20, none of the Bénéficiaire → refused whatever the day.
 */
export function refusLieuConvenu(
  lieux: readonly LieuDeStructure[],
  evenements: readonly Evenement[],
): readonly FieldError[] {
  return evenements.flatMap((evenement): FieldError[] => {
    if (evenement.type !== 'lieu_convenu') return [];
    const lieu = lieux.find(({ id }) => id === evenement.lieuId);
    if (lieu === undefined) return [{ field: 'lieuId', message: 'Choisissez le lieu dans la liste.' }];
    if (isConvenu(accordsDe(lieu), evenement.date)) return [];
    const message =
      'La fiche du lieu ne dit pas que les deux parties étaient d’accord ce jour-là : datez-y d’abord leurs deux accords.';
    return [{ field: 'lieuId', message }];
  });
}
