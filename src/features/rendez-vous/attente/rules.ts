import { type DemiJournee, demiJourneeDe } from '../../../domain/demi-journee.ts';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import type { Phrases } from '../../../domain/refus.ts';

type Jour = Temporal.PlainDate;

export const STATUTS_ATTENTE = {
  en_attente: 'en attente',
  propose: 'une place lui est proposée',
  place: 'a une place',
  expire: 'n’attend plus : sans réponse, ou date passée',
  retire: 'retirée de la liste',
} as const satisfies Nomenclature;
export type StatutAttente = keyof typeof STATUTS_ATTENTE;

export const MOMENTS = {
  matin: 'Le matin',
  'apres-midi': 'L’après-midi',
} as const satisfies Nomenclature;

/** Places left without an answer, after which nobody is asked again. */
export const PROPOSITIONS_MAX = 3;

/** How far ahead somebody may wait, in days. */
export const ATTENTE_JOURS_MAX = 180;

export type Place = { readonly jour: Jour; readonly debut: Temporal.PlainTime; readonly dureeMinutes: number };

/**
 * Does a freed place suit somebody who waits: between their days, at their time of the day, long enough for their motif?
 * Example: waits from 24 to 30 November, in the morning, for 30 minutes; freed on the 26th at 9 h, 45 minutes → yes.
 */
export function convient(
  attente: {
    readonly du: Jour;
    readonly au: Jour;
    readonly moment: DemiJournee | null;
    readonly dureeMinutes: number;
  },
  { jour, debut, dureeMinutes }: Place,
): boolean {
  const isWithin =
    Temporal.PlainDate.compare(jour, attente.du) >= 0 && Temporal.PlainDate.compare(jour, attente.au) <= 0;
  const isMoment = attente.moment === null || attente.moment === demiJourneeDe(debut);
  return isWithin && isMoment && attente.dureeMinutes <= dureeMinutes;
}

/** What somebody becomes who let a place go: still waiting, or no longer asked after three. */
export function apresSansReponse(propositions: number): 'en_attente' | 'expire' {
  return propositions >= PROPOSITIONS_MAX ? 'expire' : 'en_attente';
}

export type RefusAttente =
  | { readonly refus: 'dates_a_l_envers' }
  | { readonly refus: 'passee' }
  | { readonly refus: 'trop_loin' }
  | { readonly refus: 'pas_joignable' }
  | { readonly refus: 'sans_mobile' }
  | { readonly refus: 'deja' };

export const PHRASES_ATTENTE: Phrases<RefusAttente> = {
  dates_a_l_envers: () => 'La dernière date vient avant la première.',
  passee: () => 'La dernière date est passée.',
  trop_loin: () => `On n’attend pas plus de ${ATTENTE_JOURS_MAX} jours.`,
  pas_joignable: () => 'Indiquez de quoi vous prévenir de cette façon.',
  sans_mobile: () => 'Ce numéro ne reçoit pas de SMS : choisissez un appel, ou donnez un numéro de mobile.',
  deja: () => 'Vous attendez déjà une place dans ce lieu : il suffit d’une fois.',
};

export type AttenteSaisie = {
  readonly du: Jour;
  readonly au: Jour;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly prevenir: 'sms' | 'courriel' | 'appel' | 'guichet';
};

/** Everything that is wrong with somebody's wish to wait. `isMobile`: whether their number receives SMS. */
export function verifierAttente(
  { du, au, telephone, courriel, prevenir }: AttenteSaisie,
  today: Jour,
  isMobile: boolean,
): readonly RefusAttente[] {
  const refus: RefusAttente[] = [];
  if (Temporal.PlainDate.compare(au, du) < 0) refus.push({ refus: 'dates_a_l_envers' });
  else if (Temporal.PlainDate.compare(au, today) < 0) refus.push({ refus: 'passee' });
  else if (today.until(au).days > ATTENTE_JOURS_MAX) refus.push({ refus: 'trop_loin' });
  const isMissing =
    ((prevenir === 'sms' || prevenir === 'appel') && telephone === null) ||
    (prevenir === 'courriel' && courriel === null);
  if (isMissing) refus.push({ refus: 'pas_joignable' });
  else if (prevenir === 'sms' && !isMobile) refus.push({ refus: 'sans_mobile' });
  return refus;
}
