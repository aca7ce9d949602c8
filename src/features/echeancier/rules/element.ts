import { estApres, estAvant } from '../../../domain/periode.ts';
import { TYPES_ECHEANCE } from '../../conventions/rules.ts';

type Jour = Temporal.PlainDate;

/** Kinds of things that fall due, with their French label; those of the conventions first. */
export const TYPES_ELEMENT = {
  ...TYPES_ECHEANCE,
  teletransmission: 'Délibération à transmettre à la préfecture',
  transmission: 'Convention à transmettre à la préfecture',
  decision_opposition: 'Décision attendue sur une opposition reçue en retard',
  signature: 'Signature attendue',
  contrat: 'Fin du contrat d’un agent',
  conformite: 'Constats d’un lieu à renouveler',
} as const;
export type TypeElement = keyof typeof TYPES_ELEMENT;

/** One thing that falls due, or waits to be done. */
export interface Element {
  readonly type: TypeElement;
  /** Which object, in words that stay the same: « convention:0190… ». */
  readonly objet: string;
  /** Its day; null: no day is set, it is to be done. */
  readonly le: Jour | null;
  /** Since when it is to be done, when no day is set. */
  readonly depuis: Jour | null;
  /** What it is about, on the screen: « CNV-2026-001 », « Maëlle Tramontane ». */
  readonly sujet: string;
  /** What a mail or somebody's own calendar may say of it: names no person. */
  readonly sujetPublic: string;
  /** What precisely is expected, when the kind does not say it all. */
  readonly precision: string | null;
  readonly structure: { readonly id: string; readonly nom: string } | null;
  readonly href: string;
}

/** What tells a deadline from all others; another day makes another deadline. */
export function cleElement({ type, objet, le }: Pick<Element, 'type' | 'objet' | 'le'>): string {
  return `${type} ${objet} ${le ?? ''}`.trimEnd();
}

/** Where a deadline stands: `a_faire` has no day. */
export type EtatElement = 'en_retard' | 'a_faire' | 'aujourd_hui' | 'a_venir';

/** Example: a certificate valid until 2026-11-23 is `en_retard` on 2026-11-24, `aujourd_hui` on 2026-11-23. */
export function etatElement({ le }: Pick<Element, 'le'>, today: Jour): EtatElement {
  if (le === null) return 'a_faire';
  if (estAvant(le, today)) return 'en_retard';
  return le.equals(today) ? 'aujourd_hui' : 'a_venir';
}

/** Days from today to the day of a deadline, negative once past. Example: on 2026-11-24, 2026-12-01 → 7. */
export function joursRestants(le: Jour, today: Jour): number {
  return today.until(le, { largestUnit: 'days' }).days;
}

/** Several readings of the same deadlines as one, each once; those with a day first, in its order, then the others by age. */
export function reunir(...lists: readonly (readonly Element[])[]): readonly Element[] {
  const byKey = new Map<string, { readonly element: Element; readonly order: string }>();
  for (const element of lists.flat()) {
    const { le, depuis } = element;
    const key = cleElement(element);
    // Thousands are sorted: what orders them is written once each.
    if (!byKey.has(key)) byKey.set(key, { element, order: `${le === null ? 1 : 0} ${le ?? depuis ?? ''} ${key}` });
  }
  return [...byKey.values()]
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ element }) => element);
}

/** Choices of « when », in the order of the screen. */
export const QUAND = {
  retard: 'En retard',
  faire: 'À faire, sans date',
  7: 'Dans les 7 jours',
  30: 'Dans les 30 jours',
  60: 'Dans les 60 jours',
  90: 'Dans les 90 jours',
  180: 'Dans les 180 jours',
} as const;
export type Quand = `${keyof typeof QUAND}`;

/** Does a deadline answer to a choice? « Within n days » counts from today, both days included, and leaves out what is late. */
export function repond(element: Element, quand: Quand, today: Jour): boolean {
  const etat = etatElement(element, today);
  if (quand === 'retard') return etat === 'en_retard';
  if (quand === 'faire') return etat === 'a_faire';
  if (element.le === null || etat === 'en_retard') return false;
  return !estApres(element.le, today.add({ days: Number(quand) }));
}
