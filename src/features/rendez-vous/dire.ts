import { formatDate, formatHeure } from '../../domain/date.ts';
import { JOURS, jourDe } from '../../domain/demi-journee.ts';
import { direEloignement } from '../portail/rules.ts';
import type { Creneau } from './creneaux.ts';
import { minutesDe } from './rules.ts';

/** « mardi 24 novembre 2026 à 9 h 30 ». */
export function direQuand({
  jour,
  debut,
}: {
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
}): string {
  return `${JOURS[jourDe(jour)]} ${formatDate(jour)} à ${formatHeure(debut)}`;
}

/** The same at the head of a line: « Mardi 24 novembre 2026 à 9 h 30 ». */
export function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1);
}

/** How long, in minutes. */
export function dureeDe({
  debut,
  fin,
}: {
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
}): number {
  return minutesDe(fin) - minutesDe(debut);
}

/** « France services d’Argelès, à environ 12 km ». */
export function direOu({ lieuNom, commune, distanceKm }: Creneau): string {
  const nom = lieuNom.includes(commune) ? lieuNom : `${lieuNom}, ${commune}`;
  return distanceKm === null ? nom : `${nom}, ${direEloignement({ memeCommune: false, distanceKm, approche: false })}`;
}

/** Slots under one another: by day, then by séance, in their order. */
export function parJour(creneaux: readonly Creneau[]) {
  const jours = Map.groupBy(creneaux, ({ jour }) => jour.toString());
  return [...jours.values()].flatMap((duJour) => {
    const [first] = duJour;
    if (first === undefined) return [];
    const seances = [...Map.groupBy(duJour, ({ seanceId }) => seanceId).values()];
    return [{ jour: first.jour, seances }];
  });
}
