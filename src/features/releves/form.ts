import { z } from 'zod';
import { box, optionalText, optionalWhole, text, whole } from '../../platform/http/fields.ts';
import type { FormState } from '../../ui/form-state.ts';
import type { PartBeneficiaire } from './rules.ts';

const MAX = 500;

export const partForm = z.object({
  personnesRecues: optionalWhole('le nombre de personnes reçues', { min: 0, max: 100_000 }),
  joursFermes: whole('le nombre de jours de fermeture', { min: 0, max: 31 }),
  fermetures: optionalText('les fermetures', MAX),
  pannes: whole('le nombre de pannes', { min: 0, max: 99 }),
  pannesDetail: optionalText('les pannes', MAX),
  communications: whole('le nombre d’actions de communication', { min: 0, max: 999 }),
  communicationsDetail: optionalText('la communication', MAX),
  remarque: optionalText('la remarque', 1000),
});

/** What was told, as the form shows it again. */
export function partState(part: PartBeneficiaire): FormState {
  const values = Object.entries(part).map(([name, value]) => [name, value === null ? '' : String(value)]);
  return { values: Object.fromEntries(values), errors: [] };
}

export const certifierForm = z.object({
  /** The print of what was read. */
  empreinte: z.string().regex(/^[0-9a-f]{64}$/, 'Rechargez la page, puis certifiez de nouveau.'),
  atteste: box().refine((checked) => checked, 'Cochez la case pour certifier.'),
});

export const retourForm = z.object({ remarques: text('vos remarques', 2000) });
export const correctionForm = z.object({ raison: text('le motif de la correction', MAX) });
