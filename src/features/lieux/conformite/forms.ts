import { z } from 'zod';
import { choice, choices, date, line, optionalWhole, whole } from '../../../platform/http/fields.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { CRITERES, CRITERES_CODES, type Critere, type ReglesLieu, USAGES_CODES, type Validites } from '../rules.ts';

export const derogationForm = z.object({
  usage: choice('ce qui est admis', USAGES_CODES),
  motif: line('le motif', 300),
  au: date('le dernier jour'),
});

/** The field of how long a constat of a criterion counts. */
export function champValidite<C extends Critere>(critere: C): `validite_${C}` {
  return `validite_${critere}`;
}

function validiteField(critere: Critere) {
  return optionalWhole(`la durée de « ${CRITERES[critere]} »`, { min: 1, max: 240, unite: 'mois' });
}

const validites = Object.fromEntries(
  CRITERES_CODES.map((critere) => [champValidite(critere), validiteField(critere)]),
) as Record<`validite_${Critere}`, ReturnType<typeof validiteField>>;

export const reglesForm = z.object({
  permanence: choices('au moins un critère pour les permanences', CRITERES_CODES, 1),
  atelier: choices('au moins un critère pour les ateliers', CRITERES_CODES, 1),
  ...validites,
  graceJours: whole('le délai de grâce', { min: 0, max: 366, unite: 'jours' }),
});

export function reglesState({ exigences, validites: months, graceJours }: ReglesLieu): FormState {
  return blankForm({
    permanence: [...exigences.permanence],
    atelier: [...exigences.atelier],
    ...Object.fromEntries(
      CRITERES_CODES.map((critere) => [champValidite(critere), String(months[critere] ?? '')] as const),
    ),
    graceJours: String(graceJours),
  });
}

export function toRegles(data: z.output<typeof reglesForm>): ReglesLieu {
  const { permanence, atelier, graceJours } = data;
  const months = CRITERES_CODES.map((critere) => [critere, data[champValidite(critere)]] as const);
  return { exigences: { permanence, atelier }, validites: Object.fromEntries(months) as Validites, graceJours };
}
