import type { Reglages } from './conservation.ts';

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
  /** How long it keeps each kind of data, where it chose otherwise than the default. */
  readonly dureesConservation: Reglages;
};

/**
 * Where people reach a territoire, from the address of the installation: its own host when it has one, never the one that a
 * request claims. Example: « https://escale.exemple.fr » and the host « cote.exemple.fr » → « https://cote.exemple.fr ».
 */
export function urlDe(url: string, { hote }: Pick<Territoire, 'hote'>): string {
  if (hote === null) return url;
  const own = new URL(url);
  own.hostname = hote;
  return own.origin;
}

/**
 * Can somebody who reads the installation's pages reach a territoire? A name under « localhost » is the reader's own
 * machine: it leads here only when the installation is there too.
 * Example: « http://localhost:3000 » and « voisin.localhost » → yes; « https://demo.exemple.fr » and the same → no.
 */
export function estJoignable(url: string, { hote }: Pick<Territoire, 'hote'>): boolean {
  const isLocal = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');
  return hote === null || !isLocal(hote) || isLocal(new URL(url).hostname);
}
