import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type CauseFin, type DemarcheSuivie, estADire, finAu, type MandatSuivi } from './vie.ts';

/** How a death was known: what was shown or said, never a copy. */
export const PREUVES_DECES = {
  acte: 'Acte de décès présenté',
  livret: 'Livret de famille présenté',
  proche: 'Dit par un proche',
  organisme: 'Dit par un organisme',
} as const satisfies Nomenclature;

/** How a measure of protection was known. Source: Code civil, 2003 (tutelle) and 425 and following. */
export const PREUVES_PROTECTION = {
  jugement: 'Jugement présenté',
  protecteur: 'Dit par la personne chargée de la mesure',
  personne: 'Dit par la personne elle-même',
  organisme: 'Dit par un organisme',
} as const satisfies Nomenclature;

/** How the agent who renounces told the person. Source: Code civil, 2007, « en notifiant au mandant sa renonciation ». */
export const ANNONCES = {
  vive_voix: 'De vive voix',
  telephone: 'Par téléphone',
  courrier: 'Par lettre',
  courriel: 'Par courriel',
} as const satisfies Nomenclature;

/** Every way in which an end was known or told. */
export const MOYENS_FIN = { ...PREUVES_DECES, ...PREUVES_PROTECTION, ...ANNONCES } as const satisfies Nomenclature;
export type MoyenFin = keyof typeof MOYENS_FIN;

export type RefusFin =
  | { readonly refus: 'fin_rien_en_cours' }
  | { readonly refus: 'fin_rien_choisi' }
  | { readonly refus: 'fin_a_venir' };

export const PHRASES_FIN: Phrases<RefusFin> = {
  fin_rien_en_cours: () => 'Plus rien de ce mandat n’est en cours : il n’y a rien à arrêter.',
  fin_rien_choisi: () => 'Choisissez au moins une démarche parmi celles en cours.',
  fin_a_venir: () => 'Cette date est à venir.',
};

/** The démarches of a mandat that are in force at `now`, in their order. */
export function enCours<D extends DemarcheSuivie>(
  { etat, finPrevueAt, demarches }: Omit<MandatSuivi, 'demarches'> & { readonly demarches: readonly D[] },
  now: Temporal.Instant,
): readonly D[] {
  if (etat !== 'signe' || finPrevueAt === null) return [];
  return demarches.filter((demarche) => finAu(demarche, finPrevueAt, now) === null);
}

/**
 * Which démarches an answer names by their ranks, as the person's copy numbers them: those in force alone.
 * Example: 1 and 2 in force, 3 withdrawn; « 2 », « 3 », « 9 » → the second; nothing, or « 3 » → fin_rien_choisi.
 */
export function choisirParRang<D extends DemarcheSuivie & { readonly rang: number }>(
  inForce: readonly D[],
  rangs: readonly string[],
): readonly D[] | RefusFin {
  if (inForce.length === 0) return { refus: 'fin_rien_en_cours' };
  const chosen = inForce.filter(({ rang }) => rangs.includes(String(rang)));
  return chosen.length === 0 ? { refus: 'fin_rien_choisi' } : chosen;
}

/** Whether the operator of a démarche is still to be told: over for such a cause, and nobody has ticked it. */
export function resteADire(cause: CauseFin, tiersPrevenusAt: Temporal.Instant | null): boolean {
  return estADire(cause) && tiersPrevenusAt === null;
}
