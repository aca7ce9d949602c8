import type { Phrases } from '../../../domain/refus.ts';
import { type Element, joursRestants, type TypeElement } from './element.ts';

type Jour = Temporal.PlainDate;

/** Days at which a kind is reminded of, the furthest first. Rule of the house: the convention asks for no reminder. */
export const RAPPELS_PROPOSES: Readonly<Record<TypeElement, readonly number[]>> = {
  opposition: [60, 30, 7],
  reconduction: [30],
  fin: [90, 30, 7],
  remede: [15, 3],
  constat: [0],
  assurance: [60, 30, 7],
  teletransmission: [60, 15],
  transmission: [60, 15],
  decision_opposition: [15, 3],
  signature: [60, 30],
  contrat: [90, 30],
  conformite: [60, 15],
};

/** Kinds without any day: their days are counted from when they are to be done. */
export const SANS_DATE: ReadonlySet<TypeElement> = new Set([
  'teletransmission',
  'transmission',
  'decision_opposition',
  'signature',
]);

/** What a territoire chose, by kind; what is absent is as proposed. */
export type ReglagesRappels = Readonly<Partial<Record<TypeElement, readonly number[]>>>;

export const JOURS_MAX = 365;
export const RAPPELS_MAX = 6;

/** The days at which a territoire wants to be reminded of a kind, the furthest first; empty: never. */
export function joursDeRappel(type: TypeElement, reglages: ReglagesRappels): readonly number[] {
  return (reglages[type] ?? RAPPELS_PROPOSES[type]).toSorted((a, b) => b - a);
}

export type RefusJours =
  | { readonly refus: 'jours_illisibles'; readonly mot: string }
  | { readonly refus: 'jours_trop_nombreux' };

export const PHRASES_JOURS: Phrases<RefusJours> = {
  jours_illisibles: ({ mot }) =>
    `« ${mot} » n’est pas un nombre de jours de 0 à ${JOURS_MAX}. Séparez les nombres par des virgules : 60, 30, 7.`,
  jours_trop_nombreux: () => `Choisissez ${RAPPELS_MAX} rappels au plus.`,
};

/**
 * Reads the days typed for a kind, each once, the furthest first; nothing typed: no reminder.
 * Example: « 7, 60 et 30 » → [60, 30, 7]; « 400 » → `jours_illisibles`.
 */
export function lireJours(texte: string): readonly number[] | RefusJours {
  const mots = texte.split(/(?:[\s,;]|\bet\b)+/).filter((mot) => mot !== '');
  const wrong = mots.find((mot) => !/^\d{1,3}$/.test(mot) || Number(mot) > JOURS_MAX);
  if (wrong !== undefined) return { refus: 'jours_illisibles', mot: wrong.slice(0, 40) };
  const jours = [...new Set(mots.map(Number))].sort((a, b) => b - a);
  return jours.length > RAPPELS_MAX ? { refus: 'jours_trop_nombreux' } : jours;
}

/**
 * Which reminder of a deadline is due on a day: the last one whose day has come; null while none has. One that was missed
 * is made good by the next run, and those that a later one overtakes are never sent.
 *
 * Unit: calendar days before its day; of what has none, calendar days since it is to be done.
 * Example: opposition on 2023-02-10, days 60, 30 and 7 → on 2023-01-11, 30; on 2023-01-12, still 30; on 2023-02-03, 7.
 * A délibération of 2023-01-02, days 15 and 60 → on 2023-01-17, 15; on 2023-03-03, 60.
 */
export function pasDuRappel(element: Element, jours: readonly number[], today: Jour): number | null {
  if (element.le !== null) {
    const left = joursRestants(element.le, today);
    const reached = jours.filter((pas) => left <= pas);
    return reached.length === 0 ? null : Math.min(...reached);
  }
  if (element.depuis === null) return null;
  const since = -joursRestants(element.depuis, today);
  const reached = jours.filter((pas) => since >= pas);
  return reached.length === 0 ? null : Math.max(...reached);
}

/** How long a reminder missed on its day is still sent for a deadline that has passed since. Unit: calendar days. */
export const RATTRAPAGE_JOURS = 3;

export interface Rappel {
  readonly element: Element;
  readonly pas: number;
}

/** The reminders due on a day, in the order given, whether or not they were sent before. */
export function rappelsDus(elements: readonly Element[], reglages: ReglagesRappels, today: Jour): readonly Rappel[] {
  return elements.flatMap((element) => {
    const pas = pasDuRappel(element, joursDeRappel(element.type, reglages), today);
    return pas === null ? [] : [{ element, pas }];
  });
}
