import type { Demarche, Nomenclature } from '../../../domain/nomenclatures.ts';

/** Documents by which somebody may be known: the kind alone is kept, never a number nor a copy. */
export const PIECES_IDENTITE = {
  carte_identite: 'Carte nationale d’identité',
  passeport: 'Passeport',
  titre_sejour: 'Titre de séjour',
  permis_conduire: 'Permis de conduire',
  recepisse: 'Récépissé de demande de titre',
  carte_vitale_photo: 'Carte Vitale avec photographie',
  livret_famille: 'Livret de famille avec une autre pièce',
} as const satisfies Nomenclature;
export type PieceIdentite = keyof typeof PIECES_IDENTITE;

/** In what capacity somebody signs for a minor or a protected adult. Source: Code civil, 388-1-1, 425 and following. */
export const QUALITES_REPRESENTANT = {
  parent: 'Titulaire de l’autorité parentale',
  tuteur: 'Tutrice ou tuteur',
  curateur: 'Curatrice ou curateur, qui assiste la personne',
  habilitation_familiale: 'Personne habilitée (habilitation familiale)',
  mandat_protection: 'Mandataire de protection future',
} as const satisfies Nomenclature;
export type QualiteRepresentant = keyof typeof QUALITES_REPRESENTANT;

/** Who else is there when the mandat is signed. */
export const ROLES_TIERS = {
  interprete: 'Interprète',
  temoin: 'Témoin',
} as const satisfies Nomenclature;
export type RoleTiers = keyof typeof ROLES_TIERS;

/** How the démarches are done once the mandat is signed; the signature itself is always on site. Source: art. 2. */
export const EXECUTIONS = {
  presence: 'Ensemble, au même endroit',
  distance: 'À distance, sans la personne',
  les_deux: 'Ensemble ou à distance',
} as const satisfies Nomenclature;
export type Execution = keyof typeof EXECUTIONS;

/** What a mandat never covers, whatever it says. Source: Code civil, 1988. */
export const JAMAIS = 'Aucun paiement, et aucun acte qui engage le patrimoine de la personne';

/** Who somebody is, as sealed under the key of the mandat. */
export type Identite = {
  readonly prenom: string;
  readonly nom: string;
  /** `2008-02-29` */
  readonly naissance: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly representant: {
    readonly prenom: string;
    readonly nom: string;
    readonly qualite: QualiteRepresentant;
  } | null;
  /** Interpreter or witness; `langue` for an interpreter. */
  readonly tiers: { readonly nom: string; readonly role: RoleTiers; readonly langue: string | null } | null;
  /** Whoever signs showed this: the mandant, or the representative. */
  readonly verification: { readonly piece: PieceIdentite; readonly isPerimee: boolean };
  readonly execution: Execution;
  /** What the mandant excludes, besides payments and acts of disposal, which a mandat of Escale never covers. */
  readonly exclusions: readonly string[];
};

/** A named démarche with its operator. */
export type DemarcheNommee = {
  readonly nature: 'demarche';
  readonly theme: Demarche;
  /** « Demander l’aide au logement » */
  readonly objet: string;
  /** « CAF des Pyrénées-Orientales » */
  readonly operateur: string;
};

/** A request for personal data, named apart: it needs an express mandat, and an organism. */
export type DemandeDonnees = {
  readonly nature: 'donnees';
  /** « Mon relevé de carrière » */
  readonly objet: string;
  /** « CARSAT » */
  readonly operateur: string;
};

/** What one line of a mandat covers, as sealed under the key of its démarche. `operateur` is the third party to tell. */
export type Objet = DemarcheNommee | DemandeDonnees;

export const RESULTATS_ACTE = {
  fait: 'Fait',
  en_attente: 'Commencé, une réponse est attendue',
  refuse: 'Refusé par l’opérateur',
  impossible: 'Impossible',
} as const satisfies Nomenclature;
export type ResultatActe = keyof typeof RESULTATS_ACTE;

/** How one act was done: with the person, or without. Source: art. 2, « ensemble ou à distance ». */
export const MODES_ACTE = {
  presence: 'Avec la personne',
  distance: 'À distance, sans la personne',
} as const satisfies Nomenclature;
export type ModeActe = keyof typeof MODES_ACTE;

/** An act that was done, as sealed under the key of its démarche. Source: Code civil, 1993: the mandataire accounts for it. */
export type ContenuActe = { readonly quoi: string; readonly mode: ModeActe; readonly resultat: ResultatActe };
