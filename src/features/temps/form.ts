import { z } from 'zod';
import { formatDuree } from '../../domain/date.ts';
import { phrase } from '../../domain/refus.ts';
import { choice, date, line, optionalId, optionalLine } from '../../platform/http/fields.ts';
import type { FieldError, FormState } from '../../ui/form-state.ts';
import type { TempsDeclare } from './rules/heures.ts';
import { lireDuree, NATURES, PHRASES_TEMPS, type RefusTemps } from './rules/temps.ts';

export const DUREE_EXEMPLES = 'Écrivez la durée comme « 45 min », « 1 h » ou « 1 h 30 ».';

const duree = line('la durée', 20).transform((text, context): number => {
  const minutes = lireDuree(text);
  if (minutes !== null) return minutes;
  context.issues.push({ code: 'custom', message: DUREE_EXEMPLES, input: text });
  return z.NEVER;
});

/** Bears the names of the columns that it writes, so that its page tells what becomes of them. */
export const tempsForm = z.object({
  tempsJour: date('le jour'),
  tempsNature: choice('la nature du temps', NATURES),
  tempsMinutes: duree,
  seance: optionalId('la séance'),
  tempsPrecision: optionalLine('la précision', 200),
});

const CHAMPS: Readonly<Record<RefusTemps['refus'], string>> = {
  duree_impossible: 'tempsMinutes',
  jour_a_venir: 'tempsJour',
  hors_contrat: 'tempsJour',
  seance_autre: 'seance',
  journee_pleine: 'tempsMinutes',
};

export function toErrors(refus: readonly RefusTemps[]): FieldError[] {
  return refus.map((one) => ({ field: CHAMPS[one.refus], message: phrase(PHRASES_TEMPS, one) }));
}

export function tempsValues({ jour, nature, minutes, precision, seanceId }: TempsDeclare): FormState['values'] {
  return {
    tempsJour: jour.toString(),
    tempsNature: nature,
    tempsMinutes: formatDuree(minutes).replaceAll('\u00a0', ' '),
    tempsPrecision: precision ?? '',
    seance: seanceId ?? '',
  };
}

/** The roads ticked, one a séance. */
export const trajetsForm = z.object({ trajets: z.array(z.string()) });
