import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import type { Tone } from '../../ui/tone.ts';

/** What a section reads with. */
export type Contexte = {
  readonly db: Db;
  readonly territoire: Territoire;
  readonly now: Temporal.Instant;
  /** The day in Paris. */
  readonly today: Temporal.PlainDate;
};

/** One thing on the board of the DPO. */
export type Ligne = {
  readonly titre: string;
  /** Where it is dealt with, or read. */
  readonly href: string;
  /** « jusqu’au lundi 30 mars 2026 à 11 h »; null when it has no date. */
  readonly quand: string | null;
  readonly tone: Tone;
  /** The state in a word or two: « Délai en cours ». */
  readonly etat: string;
  /** Somebody must do something: it is counted at the top of the board. */
  readonly attend: boolean;
};

/**
 * A part of the board of the DPO. A feature declares its own in a file `tableau.ts` beside its store, and `sections.ts` lists
 * them all.
 */
export type Section = {
  /** Its anchor: « violations ». */
  readonly cle: string;
  readonly titre: string;
  /** What it says when it has no line. */
  readonly vide: string;
  /** The whole of it: « Toutes les violations ». */
  readonly tout: { readonly href: string; readonly label: string };
  readonly lire: (contexte: Contexte) => Promise<readonly Ligne[]>;
};
