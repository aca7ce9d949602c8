import { estApres } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Partie } from '../../conventions/rules.ts';

type Jour = Temporal.PlainDate;

/**
 * Does a lieu need a convention? One of a Bénéficiaire does; one of the Département itself (`structureId` null) does not.
 *
 * Source: art. 3.1, « Le Bénéficiaire accueillant les interventions […] au sein de ses locaux ».
 */
export function needsConvention(structureId: string | null): boolean {
  return structureId !== null;
}

/**
 * Are both parties agreed on the lieu on that day? Between the Département and itself nothing is to agree.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 */
export function isConvenu(
  lieu: {
    readonly structureId: string | null;
    readonly beneficiaireLe: Jour | null;
    readonly departementLe: Jour | null;
  },
  jour: Jour,
): boolean {
  if (lieu.structureId === null) return true;
  return [lieu.beneficiaireLe, lieu.departementLe].every((accord) => accord !== null && !estApres(accord, jour));
}

/** What is known of a lieu between its proposal and its opening. */
export interface LieuEnAccord {
  readonly structureId: string | null;
  readonly accordBeneficiaireLe: Jour | null;
  readonly accordDepartementLe: Jour | null;
  readonly fermeLe: Jour | null;
  /** The day on which the référent proposed it; null: the équipe technique declared it. */
  readonly proposeLe: Jour | null;
  readonly refuseeLe: Jour | null;
}

export type EtatLieu = 'ferme' | 'refuse' | 'propose' | 'a_convenir' | 'ouvert';

/** The agreements of a lieu, as `isConvenu` reads them. */
export function accordsDe({
  structureId,
  accordBeneficiaireLe,
  accordDepartementLe,
}: Pick<LieuEnAccord, 'structureId' | 'accordBeneficiaireLe' | 'accordDepartementLe'>) {
  return { structureId, beneficiaireLe: accordBeneficiaireLe, departementLe: accordDepartementLe };
}

/**
 * Where a lieu stands on a day. One that is proposed is not announced to anybody and hosts nothing.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 * Example: proposed on 2026-11-02, agreed by both on 2026-11-20 → `propose` on the 19th, `ouvert` on the 20th.
 */
export function etatLieu(lieu: LieuEnAccord, jour: Jour): EtatLieu {
  if (lieu.fermeLe !== null) return 'ferme';
  if (lieu.refuseeLe !== null) return 'refuse';
  if (isConvenu(accordsDe(lieu), jour)) return 'ouvert';
  return lieu.proposeLe === null ? 'a_convenir' : 'propose';
}

/** Whether anybody may know of a lieu on a day, and whether something can be planned there. */
export function estAnnoncable(lieu: LieuEnAccord, jour: Jour): boolean {
  return !['propose', 'refuse'].includes(etatLieu(lieu, jour));
}

export type RefusAccord =
  | { readonly refus: 'sans_partie' }
  | { readonly refus: 'accord_deja_donne' }
  | { readonly refus: 'lieu_ferme' }
  | { readonly refus: 'proposition_refusee' }
  | { readonly refus: 'lieu_jamais_visite' };

export const PHRASES_ACCORD: Phrases<RefusAccord> = {
  sans_partie: () => 'Ce lieu est au Département : il n’y a pas d’accord à donner.',
  accord_deja_donne: () => 'Cet accord est déjà donné.',
  lieu_ferme: () => 'Ce lieu est fermé : rouvrez-le d’abord.',
  proposition_refusee: () => 'Cette proposition a été refusée : proposez le lieu de nouveau, une fois le motif levé.',
  lieu_jamais_visite: () => 'Le Département donne son accord après une visite : notez d’abord ce qui a été vu.',
};

/**
 * Why a party cannot agree to a lieu today; null: it can. The Département agrees to what it has seen.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 * Example: proposed on 2026-11-02, no visit yet → the Département is refused `lieu_jamais_visite`, the Bénéficiaire is not.
 */
export function verifierAccord(lieu: LieuEnAccord, partie: Partie, visites: number): RefusAccord | null {
  const given = partie === 'departement' ? lieu.accordDepartementLe : lieu.accordBeneficiaireLe;
  if (lieu.structureId === null) return { refus: 'sans_partie' };
  if (lieu.fermeLe !== null) return { refus: 'lieu_ferme' };
  if (lieu.refuseeLe !== null) return { refus: 'proposition_refusee' };
  if (given !== null) return { refus: 'accord_deja_donne' };
  return partie === 'departement' && visites === 0 ? { refus: 'lieu_jamais_visite' } : null;
}
