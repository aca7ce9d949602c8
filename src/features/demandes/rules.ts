import { formatDate } from '../../domain/date.ts';
import type { Nomenclature } from '../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';
import {
  type Convention,
  couvertureAssurance,
  dateEffet,
  evenementsDeType,
  LIBELLES_PARTIE,
  manquesPartie,
  PARTIES,
  type Partie,
} from '../conventions/rules.ts';

type Jour = Temporal.PlainDate;

/** Where a demande stands, in the order in which it goes. Never typed: read from what is known of it. */
export const ETATS_DEMANDE = {
  nouvelle: 'Nouvelle',
  contactee: 'Contactée',
  visite_prevue: 'Visite prévue',
  visite_faite: 'Visite faite',
  deliberations: 'Délibérations',
  a_signer: 'À signer',
  en_vigueur: 'En vigueur',
  sans_suite: 'Sans suite',
} as const satisfies Nomenclature;
export type EtatDemande = keyof typeof ETATS_DEMANDE;

/** Why a demande stops. */
export const MOTIFS_SANS_SUITE = {
  retrait: 'La structure a renoncé',
  sans_reponse: 'La structure ne répond plus',
  locaux: 'Les locaux ne conviennent pas',
  agents: 'Aucun agent n’est disponible',
  autre_demande: 'La même demande est déjà suivie',
  autre: 'Autre raison',
} as const satisfies Nomenclature;
export type MotifSansSuite = keyof typeof MOTIFS_SANS_SUITE;

/** A lieu of the structure that asks, as far as a demande needs it. */
export type LieuDemande = {
  readonly id: string;
  readonly nom: string;
  /** Day of the last visit; null: nobody went. */
  readonly visiteLe: Jour | null;
  readonly accordBeneficiaireLe: Jour | null;
  readonly accordDepartementLe: Jour | null;
};

/** What is known of a demande: typed by the équipe technique, or found in the registers. */
export type FaitsDemande = {
  readonly contacteeLe: Jour | null;
  readonly visitePrevueLe: Jour | null;
  readonly sansSuiteLe: Jour | null;
  readonly structureId: string | null;
  /** Référents of the structure who can sign in. */
  readonly referentsConnectes: number;
  readonly lieux: readonly LieuDemande[];
  readonly convention: Convention | null;
};

/**
 * The convention that answers a demande: of those of its structure, the latest that was opened since the day of the
 * demande, or that is not in force yet. An older one, in force, is another story.
 *
 * Source: préambule (one paper an understanding). Example: demande of 2026-03-02; conventions opened 2024-01-10 (in force)
 * and 2026-04-01 → the second; only the first → null.
 */
export function conventionDeLaDemande<C extends Convention & { readonly ouverteLe: Jour }>(
  conventions: readonly C[],
  recueLe: Jour,
): C | null {
  const candidates = conventions.filter((one) => !estAvant(one.ouverteLe, recueLe) || dateEffet(one) === null);
  return candidates.reduce<C | null>((a, b) => (a === null || !estAvant(b.ouverteLe, a.ouverteLe) ? b : a), null);
}

function hasDeliberation(convention: Convention, partie: Partie): boolean {
  return evenementsDeType(convention, 'deliberation').some((one) => one.partie === partie);
}

/**
 * Where a demande stands on a day. Each state is the last step that left a trace; « sans suite » is the only one that a
 * person decides.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département »; préambule, « dûment autorisée en vertu de la
 * délibération »; art. 6, « prend effet à compter de sa signature par l'ensemble des Parties ».
 * Example: lieu visited 2026-03-10, convention opened 2026-03-12 without délibération → `deliberations`; with both → `a_signer`;
 * last signature 2026-05-04 → `en_vigueur` from that day.
 */
export function etatDemande(faits: FaitsDemande, jour: Jour): EtatDemande {
  if (faits.sansSuiteLe !== null && !estApres(faits.sansSuiteLe, jour)) return 'sans_suite';
  const { convention } = faits;
  if (convention !== null) {
    const effet = dateEffet(convention);
    if (effet !== null && !estApres(effet, jour)) return 'en_vigueur';
    return PARTIES.every((partie) => hasDeliberation(convention, partie)) ? 'a_signer' : 'deliberations';
  }
  if (faits.lieux.some(({ visiteLe }) => visiteLe !== null && !estApres(visiteLe, jour))) return 'visite_faite';
  if (faits.visitePrevueLe !== null) return 'visite_prevue';
  return faits.contacteeLe === null ? 'nouvelle' : 'contactee';
}

/** What a demande still lacks before its permanences may start. */
export type Piece =
  | { readonly refus: 'structure_absente' }
  | { readonly refus: 'referent_absent' }
  | { readonly refus: 'lieu_absent' }
  | { readonly refus: 'lieu_non_visite'; readonly lieu: LieuDemande }
  | { readonly refus: 'lieu_non_convenu'; readonly lieu: LieuDemande; readonly parties: readonly Partie[] }
  | { readonly refus: 'convention_absente' }
  | { readonly refus: 'deliberation_absente'; readonly partie: Partie }
  | { readonly refus: 'accuse_absent'; readonly partie: Partie }
  | { readonly refus: 'assurance_absente' }
  | { readonly refus: 'assurance_expiree'; readonly depuis: Jour }
  | { readonly refus: 'signature_absente'; readonly partie: Partie };

const DE: Readonly<Record<Partie, string>> = { departement: 'du Département', beneficiaire: 'du Bénéficiaire' };

export const PHRASES_PIECE: Phrases<Piece> = {
  structure_absente: () => 'La structure n’est pas encore au registre',
  referent_absent: () => 'Aucun référent n’a de compte',
  lieu_absent: () => 'Aucun lieu n’est déclaré',
  lieu_non_visite: ({ lieu }) => `Lieu à visiter : ${lieu.nom}`,
  lieu_non_convenu: ({ lieu, parties }) =>
    `Lieu à convenir : ${lieu.nom} (il manque l’accord ${parties.map((partie) => DE[partie]).join(' et ')})`,
  convention_absente: () => 'La convention n’est pas encore ouverte',
  deliberation_absente: ({ partie }) => `Délibération à prendre par ${LIBELLES_PARTIE[partie]}`,
  accuse_absent: ({ partie }) => `Accusé de réception en préfecture de la délibération ${DE[partie]}`,
  assurance_absente: () => 'Attestation d’assurance du Bénéficiaire',
  assurance_expiree: ({ depuis }) => `Attestation d’assurance du Bénéficiaire, expirée depuis le ${formatDate(depuis)}`,
  signature_absente: ({ partie }) => `Signature par ${LIBELLES_PARTIE[partie]}`,
};

function piecesDuLieu(lieu: LieuDemande, jour: Jour): Piece[] {
  const accords = { beneficiaire: lieu.accordBeneficiaireLe, departement: lieu.accordDepartementLe };
  const parties = PARTIES.filter((partie) => {
    const accord = accords[partie];
    return accord === null || estApres(accord, jour);
  });
  const isVisited = lieu.visiteLe !== null && !estApres(lieu.visiteLe, jour);
  return [
    ...(isVisited ? [] : [{ refus: 'lieu_non_visite', lieu } as const]),
    ...(parties.length === 0 ? [] : [{ refus: 'lieu_non_convenu', lieu, parties } as const]),
  ];
}

/** Before the convention takes effect, a certificate that is still to begin is enough. Source: art. 4.2. */
function assuranceManquante(convention: Convention, jour: Jour): Piece[] {
  const couverture = couvertureAssurance(convention, jour);
  if (couverture.couvert) return [];
  const effet = dateEffet(convention);
  const isToCome = effet === null || estApres(effet, jour);
  if (isToCome && couverture.prochaine !== null) return [];
  const { depuis } = couverture;
  return [depuis === null ? { refus: 'assurance_absente' } : { refus: 'assurance_expiree', depuis }];
}

function piecesDeLaConvention(convention: Convention, jour: Jour): Piece[] {
  const missing = PARTIES.map((partie) => ({ partie, manques: manquesPartie(convention, partie) }));
  const deliberations = missing.flatMap(({ partie, manques }): Piece[] => [
    ...(manques.includes('deliberation') ? [{ refus: 'deliberation_absente', partie } as const] : []),
    ...(manques.includes('accuse') ? [{ refus: 'accuse_absent', partie } as const] : []),
  ]);
  const signatures = missing
    .filter(({ manques }) => manques.includes('signature'))
    .map(({ partie }): Piece => ({ refus: 'signature_absente', partie }));
  return [...deliberations, ...assuranceManquante(convention, jour), ...signatures];
}

/**
 * Everything that is still missing on a day, in the order in which it is dealt with; empty: the permanences may start. A
 * demande without further action misses nothing.
 *
 * Source: art. 1.2 (lieu visited and agreed by both); préambule (délibération of each party, its accusé; an association has
 * none to transmit); art. 4.2 (insurance); art. 6 (signature of both).
 * Example: structure, référent and lieu visited and agreed, convention of a commune with both délibérations and the accusé of
 * the Département only → accusé du Bénéficiaire, assurance, both signatures.
 */
export function piecesManquantes(faits: FaitsDemande, jour: Jour): readonly Piece[] {
  if (etatDemande(faits, jour) === 'sans_suite') return [];
  if (faits.structureId === null) return [{ refus: 'structure_absente' }];
  return [
    ...(faits.referentsConnectes === 0 ? [{ refus: 'referent_absent' } as const] : []),
    ...(faits.lieux.length === 0
      ? [{ refus: 'lieu_absent' } as const]
      : faits.lieux.flatMap((lieu) => piecesDuLieu(lieu, jour))),
    ...(faits.convention === null
      ? [{ refus: 'convention_absente' } as const]
      : piecesDeLaConvention(faits.convention, jour)),
  ];
}

/** Is the next action of a demande due: its day is past or today? Example: action for 2026-03-02, on 2026-03-02 → true. */
export function estEnRetard(prochaineActionLe: Jour | null, jour: Jour): boolean {
  return prochaineActionLe !== null && !estApres(prochaineActionLe, jour);
}
