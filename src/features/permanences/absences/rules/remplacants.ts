import { type DemiJourneeSemaine, demiJourneeDe, demiJourneeSemaine, jourDe } from '../../../../domain/demi-journee.ts';
import { type Certificat, type Contrat, contratAu, estCertifie } from '../../../equipe/rules.ts';
import { type Seance, seChevauchent } from '../../rules.ts';
import { type Absence, touche } from './absence.ts';

/** A place on the map, in degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

const RAYON_TERRE_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Minutes by road between two places, from the distance as the crow flies at `vitesseKmh`; 0 when that speed is 0: nothing is asked.
 * Null where one is not on the map. As `trajet_minutes` of the database, which refuses what this only foresees.
 * Example: Perpignan to Céret, 27 km at 40 km/h → 40.
 */
export function minutesDeRoute(a: Point | null, b: Point | null, vitesseKmh: number): number | null {
  if (a === null || b === null) return null;
  if (vitesseKmh === 0) return 0;
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2;
  const square =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
  const km = RAYON_TERRE_KM * 2 * Math.asin(Math.min(1, Math.sqrt(square)));
  return Math.ceil((km * 60) / vitesseKmh);
}

/** A séance and where it is held; null: elsewhere, or a lieu that is not on the map. */
export interface SeancePlacee extends Seance {
  readonly id: string;
  readonly lieuId: string | null;
  readonly point: Point | null;
}

/** Somebody who could hold a séance in place of its agent. */
export interface Collegue {
  readonly id: string;
  readonly nom: string;
  readonly contrats: readonly Contrat[];
  readonly certificat: Certificat | null;
  /** The half-days that they work; none told: any. */
  readonly demiJournees: readonly DemiJourneeSemaine[];
  /** Where they start from. */
  readonly port: Point | null;
  readonly prevues: readonly SeancePlacee[];
  readonly absences: readonly Absence[];
}

/** One who is free. `routeMinutes`: by road, from where they start or from another séance of that day; null: not known. */
export interface Remplacant {
  readonly id: string;
  readonly nom: string;
  readonly routeMinutes: number | null;
}

function travaille({ demiJournees }: Collegue, { date, heureDebut }: Seance): boolean {
  if (demiJournees.length === 0) return true;
  const half = demiJourneeSemaine(jourDe(date), demiJourneeDe(heureDebut));
  return half !== null && demiJournees.includes(half);
}

/** Minutes between two séances of a day; negative when they overlap. */
function ecartMinutes(a: Seance, b: Seance): number {
  const between = (end: Temporal.PlainTime, start: Temporal.PlainTime): number =>
    end.until(start).total({ unit: 'minutes' });
  return Math.max(between(a.heureFin, b.heureDebut), between(b.heureFin, a.heureDebut));
}

function aLeTemps(seance: SeancePlacee, autre: SeancePlacee, vitesseKmh: number): boolean {
  if (autre.lieuId === null || seance.lieuId === null || autre.lieuId === seance.lieuId) return true;
  return ecartMinutes(seance, autre) >= (minutesDeRoute(seance.point, autre.point, vitesseKmh) ?? 0);
}

function remplace(collegue: Collegue, seance: SeancePlacee, vitesseKmh: number): Remplacant | null {
  const { id, nom, contrats, certificat, port, prevues, absences } = collegue;
  const sameDay = prevues.filter(({ date }) => date.equals(seance.date));
  const isFree =
    contratAu(contrats, seance.date) !== null &&
    estCertifie(certificat, seance.date) &&
    travaille(collegue, seance) &&
    !absences.some((absence) => touche(absence, seance)) &&
    sameDay.every((autre) => !seChevauchent(autre, seance) && aLeTemps(seance, autre, vitesseKmh));
  if (!isFree) return null;
  const roads = [port, ...sameDay.map(({ point }) => point)]
    .map((from) => minutesDeRoute(from, seance.point, vitesseKmh))
    .filter((minutes) => minutes !== null);
  return { id, nom, routeMinutes: roads.length === 0 ? null : Math.min(...roads) };
}

/**
 * Who could hold a séance in place of its agent, the nearest first: under contract and certified on that day, working that half-day,
 * not away, held by nothing else at that hour, and with the time of the road from what else they hold that day.
 *
 * Source: préambule, « ayant bénéficié d'une formation certifiante »; art. 1.2.
 * Example: two who are free, one who starts 12 minutes away and one 40 → the first, then the second.
 */
export function remplacants(
  seance: SeancePlacee,
  collegues: readonly Collegue[],
  vitesseKmh: number,
): readonly Remplacant[] {
  const road = ({ routeMinutes }: Remplacant): number => routeMinutes ?? Number.POSITIVE_INFINITY;
  const order = (a: Remplacant, b: Remplacant): number =>
    road(a) === road(b) ? a.nom.localeCompare(b.nom, 'fr') || a.id.localeCompare(b.id) : road(a) - road(b);
  return collegues
    .map((one) => remplace(one, seance, vitesseKmh))
    .filter((one) => one !== null)
    .sort(order);
}

export type Proposition<S extends SeancePlacee> = {
  readonly seance: S;
  readonly remplacants: readonly Remplacant[];
};

/**
 * Proposes who replaces an agent in each of some séances, in order: the first of each list is the one proposed, and counts as taken
 * for the following ones.
 * Example: one colleague free on a morning when two séances overlap → proposed for the first, nobody for the second.
 */
export function proposer<S extends SeancePlacee>(
  seances: readonly S[],
  collegues: readonly Collegue[],
  vitesseKmh: number,
): readonly Proposition<S>[] {
  const taken = new Map<string, readonly SeancePlacee[]>();
  return seances.map((seance) => {
    const now = collegues.map((one) => ({ ...one, prevues: [...one.prevues, ...(taken.get(one.id) ?? [])] }));
    const found = remplacants(seance, now, vitesseKmh);
    const [best] = found;
    if (best !== undefined) taken.set(best.id, [...(taken.get(best.id) ?? []), seance]);
    return { seance, remplacants: found };
  });
}
