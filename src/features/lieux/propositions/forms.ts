import { z } from 'zod';
import { choices, line, optionalText } from '../../../platform/http/fields.ts';
import { CHAMPS_LIEU } from '../forms.ts';
import { CRITERES_CODES } from '../rules.ts';

export const propositionForm = z.object({
  ...CHAMPS_LIEU,
  declares: choices('ce que le lieu offre', CRITERES_CODES),
  message: optionalText('le message', 1000),
});

export const refusForm = z.object({ refusMotif: line('le motif du refus', 300) });
