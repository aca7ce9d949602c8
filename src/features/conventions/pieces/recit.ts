import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import type { SignatureLue } from './lecture.ts';

/** « 12 mars 2026 à 10 h 12 », in Paris. */
export function moment(instant: Temporal.Instant): string {
  return `${formatDate(parisDate(instant))} à ${formatHeure(parisTime(instant))}`;
}

/** « 1,4 Mo », « 820 Ko »: what a file weighs. */
export function poids(octets: number): string {
  if (octets < 1024 * 1024) return `${Math.max(1, Math.round(octets / 1024)).toLocaleString('fr-FR')} Ko`;
  return `${(octets / (1024 * 1024)).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} Mo`;
}

const CHAINES: Readonly<Record<SignatureLue['chaine'], string>> = {
  verifiee: 'chaîne vérifiée',
  perimee: 'certificat hors de sa période de validité',
  non_verifiee: 'chaîne non vérifiée',
};

/**
 * A signature in one sentence: « Signé par Camille Exemple (Mairie d’Exemple), le 12 mars 2026 à 10 h 12 (heure annoncée par le
 * signataire), contenu intact, chaîne non vérifiée ».
 */
export function signatureEnClair(signature: SignatureLue): string {
  const { genre, nom, organisme, annonceeLe, horodateeLe, autorite, chaine } = signature;
  const qui = organisme === null || organisme === nom ? nom : `${nom} (${organisme})`;
  if (genre === 'horodatage') {
    return `Horodaté par ${qui}, le ${momentEcrit(horodateeLe)}, contenu intact, ${CHAINES[chaine]}`;
  }
  const quand =
    horodateeLe !== null
      ? `le ${momentEcrit(horodateeLe)} (horodatage de ${autorite ?? 'l’autorité'})`
      : annonceeLe === null
        ? 'à une date que la signature ne dit pas'
        : `le ${momentEcrit(annonceeLe)} (heure annoncée par le signataire)`;
  return `Signé par ${qui}, ${quand}, contenu intact, ${CHAINES[chaine]}`;
}

function momentEcrit(iso: string | null): string {
  return iso === null ? 'moment inconnu' : moment(Temporal.Instant.from(iso));
}

/** The day of a signature in Paris, for the event to record; null when it says none. */
export function jourDeSignature({ horodateeLe, annonceeLe }: SignatureLue): Temporal.PlainDate | null {
  const iso = horodateeLe ?? annonceeLe;
  return iso === null ? null : parisDate(Temporal.Instant.from(iso));
}
