/** Events that follow the signature: avenants signed, originals, charter, who is in charge, decisions. */
import type { Partie } from './evenements.ts';

type Jour = Temporal.PlainDate;

interface Commun {
  /** UUID v7 made by the application. */
  readonly id: string;
}

/** What was decided of an opposition sent in time and received late. Source: art. 6, « opposition expresse ». */
export interface DecisionOpposition extends Commun {
  readonly type: 'decision_opposition';
  readonly oppositionId: string;
  readonly date: Jour;
  /** True: it counts from its sending. False: it keeps to its receipt. */
  readonly admise: boolean;
  readonly motif: string;
}

/** The signature of an avenant by one party. Source: art. 8.2, « dûment daté et signé par chacune d'elles ». */
export interface SignatureAvenant extends Commun {
  readonly type: 'signature_avenant';
  readonly avenantId: string;
  readonly partie: Partie;
  readonly date: Jour;
  readonly signataire: string;
  readonly qualite: string;
}

/** The two originals. Source: last page of the convention, « Fait en 2 exemplaires originaux ». */
export const EXEMPLAIRES = [1, 2] as const;
export type Exemplaire = (typeof EXEMPLAIRES)[number];

/** Where one of the two originals is kept from a day on. */
export interface Original extends Commun {
  readonly type: 'original';
  readonly exemplaire: Exemplaire;
  readonly detenteur: Partie;
  /** « Service des assemblées, armoire 3 ». */
  readonly emplacement: string;
  readonly date: Jour;
}

/** What a charter of the kit says. Source: art. 5, « Le format, le contenu et l'emplacement de ces éléments ». */
export interface ContenuCharte {
  /** How both parties name it: « Charte du kit 2026 ». */
  readonly nom: string;
  /** The mention, word for word. */
  readonly mention: string;
  /** Which logos, and where they stand. */
  readonly logos: string;
  /** Size of the Département's logo and mention, in percent of the largest of any other partner. */
  readonly taillePourcent: number;
}

/** One party's agreement to a charter; it binds once both have agreed to the same one. */
export interface Charte extends Commun, ContenuCharte {
  readonly type: 'charte';
  readonly partie: Partie;
  readonly date: Jour;
}

/** Who is in charge of the convention for a party: an event, not an avenant. */
export interface Responsable extends Commun {
  readonly type: 'responsable';
  readonly partie: Partie;
  readonly date: Jour;
  readonly nom: string;
  readonly qualite: string;
}
