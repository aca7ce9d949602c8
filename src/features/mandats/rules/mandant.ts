import { formatDate } from '../../../domain/date.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { PieceIdentite, QualiteRepresentant } from './contenu.ts';
import type { Reglages } from './reglages.ts';

const MAJORITE_ANS = 18;
/** Nobody is known to have lived longer: beyond, a birth date is a slip of the hand. */
const AGE_MAX_ANS = 125;

/**
 * The day on which somebody is of age. Born on 29 February, it is 1 March of a year that has none: the later of the two days,
 * so that nobody signs alone a day too early [choice].
 *
 * Source: Code civil, 414, « La majorité est fixée à dix-huit ans accomplis ».
 * Example: born 2008-11-26 → 2026-11-26; born 2008-02-29 → 2026-03-01.
 */
export function majorite(naissance: Temporal.PlainDate): Temporal.PlainDate {
  const day = naissance.add({ years: MAJORITE_ANS });
  return day.day < naissance.day ? day.add({ days: 1 }) : day;
}

export function estMajeur(naissance: Temporal.PlainDate, jour: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(jour, majorite(naissance)) >= 0;
}

/** What decides whether somebody may give a mandat alone. */
export type MandantVu = {
  readonly naissance: Temporal.PlainDate;
  /** Under tutelle, curatelle, habilitation familiale or a mandat de protection future, as the person says. */
  readonly isProtege: boolean;
  /** In what capacity whoever signs for the person, or with them, is there; null without anybody. */
  readonly qualite: QualiteRepresentant | null;
};

export type RefusMandant =
  | { readonly refus: 'naissance_a_venir' }
  | { readonly refus: 'naissance_trop_ancienne' }
  | { readonly refus: 'mineur_sans_representant'; readonly majeurLe: Temporal.PlainDate }
  | { readonly refus: 'protege_sans_representant' }
  | { readonly refus: 'representant_sans_raison' }
  | { readonly refus: 'qualite_de_mineur' }
  | { readonly refus: 'qualite_de_protege' };

export const PHRASES_MANDANT: Phrases<RefusMandant> = {
  naissance_a_venir: () => 'La date de naissance ne peut pas être à venir.',
  naissance_trop_ancienne: () => `La date de naissance remonte à plus de ${AGE_MAX_ANS} ans : relisez-la.`,
  mineur_sans_representant: ({ majeurLe }) =>
    `Cette personne est mineure jusqu’au ${formatDate(majeurLe)} : son représentant légal (parent ou tuteur) doit être là et signer pour elle. ` +
    'Sans lui, faites la démarche ensemble sans mandat, ou orientez-la vers la maison sociale de proximité, la mission locale ou un Point-justice.',
  protege_sans_representant: () =>
    'Une personne sous mesure de protection ne signe pas seule : la personne qui la représente ou l’assiste doit être là et signer. ' +
    'Sans elle, prenez contact avec la tutrice ou le tuteur, ou orientez la personne vers la maison sociale de proximité.',
  representant_sans_raison: () =>
    'Une personne majeure sans mesure de protection signe elle-même : retirez le représentant, ou dites quelle mesure la protège.',
  qualite_de_mineur: () => 'Pour une personne mineure, le représentant est un parent ou un tuteur.',
  qualite_de_protege: () =>
    'Pour une personne majeure, le représentant tient son pouvoir d’une mesure de protection, pas de l’autorité parentale.',
};

const POUR_MINEUR: ReadonlySet<QualiteRepresentant> = new Set(['parent', 'tuteur']);

/**
 * Why somebody may not give a mandat so on `jour`; null when they may. A minor and a protected adult need who represents them.
 *
 * Source: art. 2; Code civil, 388-1-1 (minors), 425 and following (protected adults), 1984.
 * Example: born 2008-11-27, alone, on 2026-11-26 → mineur_sans_representant, of age 2026-11-27; on 2026-11-27 → null.
 */
export function verifierMandant(
  { naissance, isProtege, qualite }: MandantVu,
  jour: Temporal.PlainDate,
): RefusMandant | null {
  if (Temporal.PlainDate.compare(naissance, jour) > 0) return { refus: 'naissance_a_venir' };
  if (Temporal.PlainDate.compare(naissance.add({ years: AGE_MAX_ANS }), jour) < 0) {
    return { refus: 'naissance_trop_ancienne' };
  }
  if (!estMajeur(naissance, jour)) {
    if (qualite === null) return { refus: 'mineur_sans_representant', majeurLe: majorite(naissance) };
    return POUR_MINEUR.has(qualite) ? null : { refus: 'qualite_de_mineur' };
  }
  if (qualite === null) return isProtege ? { refus: 'protege_sans_representant' } : null;
  if (!isProtege) return { refus: 'representant_sans_raison' };
  return qualite === 'parent' ? { refus: 'qualite_de_protege' } : null;
}

export type RefusPiece = { readonly refus: 'piece_non_acceptee' } | { readonly refus: 'piece_perimee' };

export const PHRASES_PIECE: Phrases<RefusPiece> = {
  piece_non_acceptee: () => 'Le Département n’accepte pas ce document pour vérifier l’identité : demandez-en un autre.',
  piece_perimee: () => 'Le Département n’accepte pas de document périmé : demandez-en un autre, en cours de validité.',
};

/**
 * Why a document that was shown is not enough; null when it is. Its number is never asked, nor a copy.
 *
 * Source: art. 2, « après vérification d'identité »; which documents are accepted is a setting of the territoire.
 */
export function verifierPiece(
  { piece, isPerimee }: { readonly piece: PieceIdentite; readonly isPerimee: boolean },
  { piecesAcceptees, perimeesAcceptees }: Pick<Reglages, 'piecesAcceptees' | 'perimeesAcceptees'>,
): RefusPiece | null {
  if (!piecesAcceptees.includes(piece)) return { refus: 'piece_non_acceptee' };
  return isPerimee && !perimeesAcceptees ? { refus: 'piece_perimee' } : null;
}
