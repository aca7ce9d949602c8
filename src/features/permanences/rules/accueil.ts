import { formatPlage } from '../../../domain/date.ts';
import type { Horaire } from '../../../domain/demi-journee.ts';
import type { Phrases } from '../../../domain/refus.ts';

/** How people are received: as they come, by rendez-vous, or both, the rendez-vous between two hours of the half-day. */
export type ModeAccueil = 'libre' | 'rendez_vous' | 'mixte';

export const MODES_ACCUEIL: Readonly<Record<ModeAccueil, string>> = {
  libre: 'Sans rendez-vous',
  rendez_vous: 'Sur rendez-vous',
  mixte: 'Les deux : sur rendez-vous entre deux heures, sans rendez-vous le reste du temps',
};

/** Minutes between the beginnings of two rendez-vous, unless said otherwise. */
export const PAS_HABITUEL = 30;

export interface Accueil {
  readonly accueil: ModeAccueil;
  /** The hours of the rendez-vous, when both are received; else null. */
  readonly rdvDebut: Temporal.PlainTime | null;
  readonly rdvFin: Temporal.PlainTime | null;
  /** A rendez-vous begins every so many minutes: from 10 to 120. */
  readonly pasMinutes: number;
}

export const SANS_RENDEZ_VOUS: Accueil = { accueil: 'libre', rdvDebut: null, rdvFin: null, pasMinutes: PAS_HABITUEL };

export type RefusAccueil =
  | { readonly refus: 'plage_manquante' }
  | { readonly refus: 'plage_inutile' }
  | { readonly refus: 'plage_inversee' }
  | { readonly refus: 'plage_hors_horaire' }
  | { readonly refus: 'pas_trop_long' };

export const PHRASES_ACCUEIL: Phrases<RefusAccueil> = {
  plage_manquante: () => 'Indiquez de quelle heure à quelle heure on reçoit sur rendez-vous.',
  plage_inutile: () =>
    'Ces heures ne servent que si l’on reçoit des deux façons : effacez-les, ou choisissez « Les deux ».',
  plage_inversee: () => 'La fin des rendez-vous doit suivre leur début.',
  plage_hors_horaire: () => 'Les rendez-vous se prennent pendant la permanence, pas avant ni après.',
  pas_trop_long: () => 'La permanence est trop courte pour un rendez-vous de cette durée.',
};

/**
 * Every reason to refuse a way of receiving; empty: it holds within the hours of the permanence.
 *
 * Source: art. 1.2, « 1 demi-journée par semaine et en présentiel ». Example: 9 h to 12 h, rendez-vous from 8 h 30 to 10 h →
 * `plage_hors_horaire`.
 */
export function verifierAccueil(accueil: Accueil, { heureDebut, heureFin }: Horaire): readonly RefusAccueil[] {
  const { rdvDebut, rdvFin, pasMinutes } = accueil;
  const before = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) < 0;
  if (accueil.accueil !== 'mixte') {
    if (rdvDebut !== null || rdvFin !== null) return [{ refus: 'plage_inutile' }];
    const isShort = accueil.accueil === 'rendez_vous' && minutesEntre(heureDebut, heureFin) < pasMinutes;
    return isShort && before(heureDebut, heureFin) ? [{ refus: 'pas_trop_long' }] : [];
  }
  if (rdvDebut === null || rdvFin === null) return [{ refus: 'plage_manquante' }];
  if (!before(rdvDebut, rdvFin)) return [{ refus: 'plage_inversee' }];
  return [
    ...(before(rdvDebut, heureDebut) || before(heureFin, rdvFin) ? [{ refus: 'plage_hors_horaire' } as const] : []),
    ...(minutesEntre(rdvDebut, rdvFin) < pasMinutes ? [{ refus: 'pas_trop_long' } as const] : []),
  ];
}

function minutesEntre(debut: Temporal.PlainTime, fin: Temporal.PlainTime): number {
  return debut.until(fin).total('minutes');
}

/** « Sans rendez-vous », « Sur rendez-vous », « Sans rendez-vous, ou sur rendez-vous de 10 h à 12 h ». */
export function direAccueil({ accueil, rdvDebut, rdvFin }: Omit<Accueil, 'pasMinutes'>): string {
  if (accueil !== 'mixte' || rdvDebut === null || rdvFin === null) return MODES_ACCUEIL[accueil];
  return `Sans rendez-vous, ou sur rendez-vous ${formatPlage(rdvDebut, rdvFin)}`;
}
