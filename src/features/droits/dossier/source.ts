import type { Db } from '../../../platform/db.ts';

/** Who is looked for: what is known of them, of which at least one is given. */
export type Personne = {
  readonly nom: string | null;
  readonly courriel: string | null;
  readonly telephone: string | null;
};

/** What names a row in its table, column by column. */
export type Cle = Readonly<Record<string, string>>;

/** A row: the source that reads it, the kind of data that declares it, its table, its key. */
export type Ligne = { readonly source: string; readonly donnee: string; readonly table: string; readonly cle: Cle };

/** What a row says, by column. A file, a print or a secret is told by its size: `{ octets: 1204 }`. */
export type Valeurs = Readonly<Record<string, unknown>>;

export type Trouvaille = Ligne & { readonly valeurs: Valeurs };

/** What became of a row that was to be erased. */
export type Sort = { readonly ligne: Ligne } & (
  | { readonly fait: 'effacee' }
  | { readonly fait: 'gardee'; readonly raison: string }
);

export type Effacement = {
  readonly territoireId: string;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
};

/**
 * A place where data about persons are. What is stored otherwise than in plain columns (sealed, encrypted) brings a source of
 * its own, named in `SOURCES`; the others are read from their declarations.
 */
export interface Source {
  /** Kept with each row: never changed once used. */
  readonly nom: string;
  /** The kinds that it reads, by their keys: each kind is read by one source, or by none for a reason that is told. */
  readonly couvre: readonly string[];
  /** Rows that may be about somebody; a person decides. `deTrop`: tables where too many answered, of which some only. */
  chercher(
    db: Db,
    territoireId: string,
    personne: Personne,
  ): Promise<{ readonly trouvailles: readonly Trouvaille[]; readonly deTrop: readonly string[] }>;
  /** What rows say now, with all that hangs from them; those that are gone are left out. */
  exporter(db: Db, territoireId: string, lignes: readonly Ligne[]): Promise<readonly Trouvaille[]>;
  /** Erases a row, if it may go, and says what became of it and of what hung from it. */
  effacer(db: Db, effacement: Effacement, ligne: Ligne): Promise<readonly Sort[]>;
}
