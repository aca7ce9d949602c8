import type { PieceIdentite } from './contenu.ts';

/** The standing visa of the Archives départementales: without it, destruction waits. */
export type Visa = { readonly reference: string; readonly date: Temporal.PlainDate; readonly portee: string };

/** What a territoire chooses about its mandats. Each value is a choice for the DPO to confirm. */
export type Reglages = {
  readonly piecesAcceptees: readonly PieceIdentite[];
  /** Whether a document that has expired is accepted: people who renew theirs need help too. */
  readonly perimeesAcceptees: boolean;
  readonly dureeDefautMois: number;
  readonly dureeMaxMois: number;
  /**
   * How long a démarche that was withdrawn stays readable by the mandataire, so that third parties are told (Code civil, 2005).
   * Nobody may act meanwhile. Zero: its key goes at once.
   */
  readonly delaiTiersHeures: number;
  /** How many days before its end a mandat is recalled to the mandataire. */
  readonly rappelJours: number;
  readonly visa: Visa | null;
};

/** What holds until the territoire says otherwise. */
export const REGLAGES_PROPOSES: Reglages = {
  piecesAcceptees: ['carte_identite', 'passeport', 'titre_sejour', 'permis_conduire', 'recepisse'],
  perimeesAcceptees: true,
  dureeDefautMois: 3,
  dureeMaxMois: 12,
  delaiTiersHeures: 72,
  rappelJours: 7,
  visa: null,
};
