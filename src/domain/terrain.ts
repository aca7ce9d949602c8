/** What is typed of a record: the values of its form, field by field. */
export type Valeurs = Readonly<Record<string, readonly string[]>>;

/** The answer of a field that holds one; empty when it holds none. */
export const premier = (valeurs: Valeurs, name: string): string => valeurs[name]?.[0] ?? '';

/** A record that an agent may still correct. */
export type NoteTerrain = {
  readonly id: string;
  readonly version: string | null;
  readonly resume: string;
  readonly details: readonly string[];
  readonly valeurs: Valeurs;
};

/** One séance of an agent as his device shows it without network. Hours are Paris time, « 09:00 ». */
export type SeanceTerrain = {
  readonly id: string;
  readonly endroit: string;
  readonly adresse: string | null;
  /** « 2026-11-24 » */
  readonly jour: string;
  readonly debut: string;
  readonly fin: string;
  readonly statut: 'prevue' | 'annulee';
  readonly rendezVous: readonly {
    readonly id: string;
    readonly debut: string;
    readonly fin: string;
    readonly prenom: string | null;
    readonly motif: string;
    /** Whether a record tells of it already. */
    readonly note: boolean;
  }[];
  readonly accompagnements: readonly NoteTerrain[];
};

/**
 * What the device of an agent keeps to work a whole day without network. A device may hold one that was read before the last deploy,
 * and an old page may read a new one: what is added is optional, and `version` changes only when what is there changes its meaning.
 */
export type Journee = {
  readonly version: 1;
  /** The account that it is the day of. */
  readonly compte: string;
  readonly nom: string;
  /** The instant of the server, to put the clock of the device right. */
  readonly maintenant: string;
  /** The number of the form that the server shows. */
  readonly formulaire: number;
  readonly seances: readonly SeanceTerrain[];
  readonly derniers: readonly { readonly libelle: string; readonly valeurs: Valeurs }[];
  /** His records out of any séance. */
  readonly horsSeance?: readonly NoteTerrain[];
  /** Where he holds his séances, or noted something since. */
  readonly lieux: readonly { readonly id: string; readonly nom: string; readonly commune: string }[];
};
