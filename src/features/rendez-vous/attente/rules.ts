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

/** What somebody becomes who let a place go: still waiting, or no longer asked after three. */
export function apresSansReponse(propositions: number): 'en_attente' | 'expire' {
  return propositions >= PROPOSITIONS_MAX ? 'expire' : 'en_attente';
}

export type RefusAttente =
  | { readonly refus: 'dates_a_l_envers' }
  | { readonly refus: 'passee' }
  | { readonly refus: 'trop_loin' }
  | { readonly refus: 'deja' };

export const PHRASES_ATTENTE: Phrases<RefusAttente> = {
  dates_a_l_envers: () => 'La dernière date vient avant la première.',
  passee: () => 'La dernière date est passée.',
  trop_loin: () => `On n’attend pas plus de ${ATTENTE_JOURS_MAX} jours.`,
  deja: () => 'Vous attendez déjà une place dans ce lieu : il suffit d’une fois.',
};

/** What is wrong with the days between which somebody waits; null when nothing is. */
export function verifierDates({ du, au }: { readonly du: Jour; readonly au: Jour }, today: Jour): RefusAttente | null {
  if (Temporal.PlainDate.compare(au, du) < 0) return { refus: 'dates_a_l_envers' };
  if (Temporal.PlainDate.compare(au, today) < 0) return { refus: 'passee' };
  return today.until(au).days > ATTENTE_JOURS_MAX ? { refus: 'trop_loin' } : null;
}
