import { DUREE_MAX_MINUTES } from './temps.ts';

/** A place on the map, in degrees. */
interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Minutes by road between two places; null where nothing tells. The planning's own: `minutesDeRoute`. */
export type Estimation = (depart: Point | null, arrivee: Point | null) => number | null;

/** A séance that was held, and where; `point` null: help given elsewhere, or a lieu that is not on the map. Hours are Paris time. */
export interface Etape {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly lieuId: string | null;
  readonly endroit: string;
  readonly point: Point | null;
}

/** A road that the agent may accept: to the séance `seanceId`, from the one before it. */
export interface TrajetPropose {
  readonly seanceId: string;
  readonly jour: Temporal.PlainDate;
  readonly minutes: number;
  readonly precision: string;
}

const LONGUEUR_MAX = 90;

function court(endroit: string): string {
  const letters = [...endroit];
  return letters.length <= LONGUEUR_MAX ? endroit : `${letters.slice(0, LONGUEUR_MAX - 1).join('')}…`;
}

/**
 * The roads between places that follow each other on a day, as the planning estimates them (`estimer`); those
 * already noted for their séance (`notes`) are left out, and those that nothing estimates: a speed of 0, a place that is not on the map.
 *
 * Example: Elne 9 h, then Céret 14 h, 24 km apart, at 40 km/h → one road of 36 minutes, for the séance of Céret.
 */
export function trajetsProposes(
  etapes: readonly Etape[],
  estimer: Estimation,
  notes: ReadonlySet<string>,
): readonly TrajetPropose[] {
  const sorted = [...etapes].sort(
    (a, b) => Temporal.PlainDate.compare(a.jour, b.jour) || Temporal.PlainTime.compare(a.heureDebut, b.heureDebut),
  );
  return sorted.flatMap((etape, rang): TrajetPropose[] => {
    const avant = sorted[rang - 1];
    const isNext = avant?.jour.equals(etape.jour) === true && avant.lieuId !== etape.lieuId;
    if (!isNext || notes.has(etape.id)) return [];
    const minutes = estimer(avant.point, etape.point);
    if (minutes === null || minutes < 1 || minutes > DUREE_MAX_MINUTES) return [];
    const precision = `De ${court(avant.endroit)} à ${court(etape.endroit)}`;
    return [{ seanceId: etape.id, jour: etape.jour, minutes, precision }];
  });
}
