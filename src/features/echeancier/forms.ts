import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import {
  joursDeRappel,
  lireJours,
  PHRASES_JOURS,
  RAPPELS_PROPOSES,
  type ReglagesRappels,
  TYPES_ELEMENT,
  type TypeElement,
} from './rules.ts';

const TYPES = cles(TYPES_ELEMENT);

function jours(type: TypeElement) {
  return z.string().transform((texte, context): readonly number[] => {
    const read = lireJours(texte);
    if (!estRefus(read)) return read;
    const message = `${TYPES_ELEMENT[type]} : ${phrase(PHRASES_JOURS, read)}`;
    context.issues.push({ code: 'custom', message, input: texte });
    return z.NEVER;
  });
}

/** The days of each kind, « 60, 30, 7 »; left empty: no reminder. */
export const rappelsForm = z.object(Object.fromEntries(TYPES.map((type) => [type, jours(type)])));

export function rappelsState(reglages: ReglagesRappels): FormState {
  return blankForm(Object.fromEntries(TYPES.map((type) => [type, joursDeRappel(type, reglages).join(', ')])));
}

/** What a form sets, without what is as proposed. */
export function lireReglages(data: Readonly<Record<string, readonly number[]>>): ReglagesRappels {
  const chosen = TYPES.flatMap((type) => {
    const days = data[type] ?? RAPPELS_PROPOSES[type];
    return days.join() === RAPPELS_PROPOSES[type].join() ? [] : [[type, days] as const];
  });
  return Object.fromEntries(chosen);
}
