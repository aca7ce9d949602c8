/** A Département and what its pages and papers bear. `couleur` is a hexadecimal colour, « #8a1538 ». */
export type Territoire = {
  readonly id: string;
  /** Short, as people say it: « Pyrénées-Orientales ». */
  readonly nom: string;
  /** As papers say it: « Département des Pyrénées-Orientales ». */
  readonly nomComplet: string;
  readonly codeDepartement: string;
  readonly hote: string | null;
  readonly theme: string;
  readonly couleur: string;
  readonly adresse: string;
  readonly representantNom: string;
  readonly representantFonction: string;
  readonly telephone: string | null;
  readonly courriel: string | null;
  /** Source: art. 5, the mention that every support bears, word for word. */
  readonly mention: string;
  /** Where its conventions are signed: « Perpignan ». */
  readonly ville: string | null;
  /** Source: art. 8.1, the competent court with its address. */
  readonly tribunal: string | null;
  /** Source: art. 1, the délibération that adopted the strategy of annexe 1. */
  readonly strategieAdopteeLe: Temporal.PlainDate | null;
  /** Short hash of the logo's bytes, null when there is none: its address changes with it. */
  readonly logo: string | null;
};
