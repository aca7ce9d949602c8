import { formatDateLongue } from '../../../domain/date.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type SeanceTenue, seanceEnCours } from './seance.ts';

/** How many forms are printed at once, and how long after its signature one is still recorded, in days. [choice] */
export const LOT_MAX = 20;
export const DELAI_ENREGISTREMENT_JOURS = 30;
/** The heaviest scan, in bytes: 10 Mo. */
export const POIDS_SCAN = 10 * 1024 * 1024;

/** Why a number will never be used. */
export const MOTIFS_ANNULATION = {
  perdu: 'Perdu',
  abime: 'Abîmé, ou mal rempli',
  inutile: 'Ne servira pas',
} as const satisfies Nomenclature;
export type MotifAnnulation = keyof typeof MOTIFS_ANNULATION;

const SIGNES = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LONGUEUR = 6;

/** The number of a form printed in `annee`. Example: 2026 and six zeros → « 2026-000000 ». */
export function numeroPapier(annee: number, hasard: Uint8Array): string {
  if (hasard.length < LONGUEUR) throw new Error('A number needs 6 random bytes');
  const signs = Array.from(hasard.subarray(0, LONGUEUR), (byte) => SIGNES.charAt(byte % SIGNES.length));
  return `${String(annee).padStart(4, '0')}-${signs.join('')}`;
}

export type RefusPapier =
  | { readonly refus: 'signature_a_venir' }
  | { readonly refus: 'signature_trop_ancienne' }
  | { readonly refus: 'signature_avant_impression'; readonly imprimeLe: Temporal.PlainDate }
  | { readonly refus: 'signature_hors_seance' };

export const PHRASES_PAPIER: Phrases<RefusPapier> = {
  signature_a_venir: () => 'Le jour et l’heure de la signature ne peuvent pas être à venir.',
  signature_trop_ancienne: () =>
    `Un mandat papier s’enregistre dans les ${DELAI_ENREGISTREMENT_JOURS} jours : faites-en signer un nouveau, sur place.`,
  signature_avant_impression: ({ imprimeLe }) =>
    `Ce formulaire a été imprimé le ${formatDateLongue(imprimeLe)} : il n’a pas pu être signé avant.`,
  signature_hors_seance: () =>
    'Aucune de vos séances n’était en cours à ce moment : un mandat se signe sur place, pendant une séance. Vérifiez le jour et l’heure.',
};

/**
 * The séance during which a paper mandat was signed, among those of its agent; or why it is not recorded.
 *
 * Source: art. 2, « signé sur place »; the 30 days are ours [choice].
 * Example: signed 2026-11-20 at 10 h in a séance from 9 h to 12 h, recorded on 2026-11-26 → that séance; on 2026-12-21 →
 * signature_trop_ancienne.
 */
export function seanceDuPapier<S extends SeanceTenue>(
  { signeAt, imprimeAt }: { readonly signeAt: Temporal.Instant; readonly imprimeAt: Temporal.Instant },
  seances: readonly S[],
  now: Temporal.Instant,
): S | RefusPapier {
  const { compare } = Temporal.Instant;
  if (compare(signeAt, now) > 0) return { refus: 'signature_a_venir' };
  if (compare(signeAt.add({ hours: 24 * DELAI_ENREGISTREMENT_JOURS }), now) < 0) {
    return { refus: 'signature_trop_ancienne' };
  }
  // The hour of a signature is written to the minute.
  if (compare(signeAt.add({ minutes: 1 }), imprimeAt) < 0) {
    const imprimeLe = imprimeAt.toZonedDateTimeISO('Europe/Paris').toPlainDate();
    return { refus: 'signature_avant_impression', imprimeLe };
  }
  return seances.find((seance) => seanceEnCours(seance, signeAt)) ?? { refus: 'signature_hors_seance' };
}
