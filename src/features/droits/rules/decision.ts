import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Droit } from './droits.ts';

type Jour = Temporal.PlainDate;

/** Where a request stands: read from what is recorded of it. */
export const ETATS_DROIT = {
  a_traiter: 'À traiter',
  a_repondre: 'Décidée, à répondre',
  repondue: 'Répondue',
} as const satisfies Nomenclature;
export type EtatDroit = keyof typeof ETATS_DROIT;

export function etatDroit(demande: {
  readonly decision: Decision | null;
  readonly repondueLe: Jour | null;
}): EtatDroit {
  if (demande.repondueLe !== null) return 'repondue';
  return demande.decision === null ? 'a_traiter' : 'a_repondre';
}

/** What was decided of a request. */
export const DECISIONS = {
  satisfaite: 'Accordée',
  partielle: 'Accordée en partie',
  refusee: 'Refusée',
  sans_objet: 'Rien n’est gardé de cette personne',
  retiree: 'La personne a renoncé',
} as const satisfies Nomenclature;
export type Decision = keyof typeof DECISIONS;

/** Why something is refused: the sentence that the person reads, its article, the rights that it may answer. */
export type MotifDit = { readonly libelle: string; readonly article: string; readonly droits: readonly Droit[] };

const TOUS: readonly Droit[] = ['acces', 'rectification', 'effacement', 'opposition', 'limitation', 'portabilite'];

/** Every reason that the regulation allows. Source: art. 4.1 (règlement européen 2016/679). */
export const MOTIFS_REFUS = {
  identite: { libelle: 'Nous n’avons pas pu établir que c’est bien vous', article: '12.6', droits: TOUS },
  excessive: {
    libelle: 'La demande est manifestement infondée ou excessive, en raison de son caractère répétitif',
    article: '12.5',
    droits: TOUS,
  },
  autrui: {
    libelle: 'Y répondre porterait atteinte aux droits d’une autre personne',
    article: '15.4',
    droits: ['acces', 'portabilite'],
  },
  exacte: { libelle: 'Ce qui est gardé est exact', article: '16', droits: ['rectification', 'limitation'] },
  necessaire: {
    libelle: 'Ces données servent encore à ce pour quoi elles ont été recueillies',
    article: '17.1',
    droits: ['effacement', 'limitation'],
  },
  obligation: {
    libelle: 'La loi, ou notre mission d’intérêt public, nous oblige à les garder',
    article: '17.3 b',
    droits: ['effacement', 'opposition', 'limitation'],
  },
  archives: {
    libelle: 'Ce sont des archives publiques, qui ne se détruisent pas sans décision',
    article: '17.3 d',
    droits: ['effacement'],
  },
  defense: {
    libelle: 'Elles sont nécessaires à la défense de droits en justice',
    article: '17.3 e',
    droits: ['effacement', 'opposition'],
  },
  imperieux: {
    libelle: 'Des motifs légitimes et impérieux l’emportent sur votre opposition',
    article: '21.1',
    droits: ['opposition'],
  },
  mission: {
    libelle: 'La portabilité ne s’applique pas aux données d’une mission d’intérêt public',
    article: '20.3',
    droits: ['portabilite'],
  },
} as const satisfies Record<string, MotifDit>;
export type MotifRefus = keyof typeof MOTIFS_REFUS;

export const CLES_MOTIF = Object.keys(MOTIFS_REFUS) as MotifRefus[];

/** The reasons that may answer a right. Example: portabilité → identite, excessive, autrui, mission. */
export function motifsDe(droit: Droit): readonly MotifRefus[] {
  return CLES_MOTIF.filter((cle) => (MOTIFS_REFUS[cle] as MotifDit).droits.includes(droit));
}

export type RefusDecision =
  | { readonly refus: 'motif_absent' }
  | { readonly refus: 'motif_de_trop' }
  | { readonly refus: 'motif_d_un_autre_droit' }
  | { readonly refus: 'identite_non_etablie' };

export const PHRASES_DECISION: Phrases<RefusDecision> = {
  motif_absent: () => 'Un refus, même en partie, dit sa raison : choisissez-la.',
  motif_de_trop: () => 'Cette décision ne refuse rien : choisissez « Rien n’est refusé ».',
  motif_d_un_autre_droit: () => 'Cette raison ne vaut pas pour ce droit : choisissez-en une de la liste.',
  identite_non_etablie: () => 'Vérifiez d’abord l’identité : sans elle, rien ne peut être accordé.',
};

const ACCORDE: ReadonlySet<Decision> = new Set(['satisfaite', 'partielle']);
const REFUSE: ReadonlySet<Decision> = new Set(['partielle', 'refusee']);

/** Does a decision refuse something? Then its answer says why, and where to complain. */
export function refuseQuelqueChose(decision: Decision): boolean {
  return REFUSE.has(decision);
}

/**
 * May this be decided of a request? Null when it may. What grants something needs the identity; what refuses something needs
 * a reason of that right.
 *
 * Source: art. 4.1 (règlement européen 2016/679, articles 12.4 and 12.6).
 * Example: access, `refusee`, `archives` → `motif_d_un_autre_droit`; erasure, `partielle`, `archives`, identity known → null.
 */
export function refusDecision(
  { droit, identite }: { readonly droit: Droit; readonly identite: boolean },
  decision: Decision,
  motif: MotifRefus | null,
): RefusDecision | null {
  if (ACCORDE.has(decision) && !identite) return { refus: 'identite_non_etablie' };
  if (!refuseQuelqueChose(decision)) return motif === null ? null : { refus: 'motif_de_trop' };
  if (motif === null) return { refus: 'motif_absent' };
  return motifsDe(droit).includes(motif) ? null : { refus: 'motif_d_un_autre_droit' };
}

/** What is wrong with the day on which an answer is said to have been given; null when nothing is. */
export function refusJourReponse(repondueLe: Jour, decideeLe: Jour, aujourdhui: Jour): string | null {
  if (estApres(repondueLe, aujourdhui)) return 'La réponse ne peut pas être à venir.';
  return estAvant(repondueLe, decideeLe) ? 'La réponse ne peut pas précéder la décision.' : null;
}
