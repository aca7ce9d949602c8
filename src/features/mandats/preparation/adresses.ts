import { type Territoire, urlDe } from '../../../domain/territoire.ts';

/** The page where anyone checks a mandat by its code. */
export const adresseVerification = (url: string, territoire: Pick<Territoire, 'hote'>): string =>
  `${urlDe(url, territoire)}/verifier`;

/** Where a link of withdrawal leads: `https://escale.exemple.fr/retrait/…`. */
export const adresseRetrait = (url: string, territoire: Pick<Territoire, 'hote'>, jeton: string): string =>
  `${urlDe(url, territoire)}/retrait/${jeton}`;
