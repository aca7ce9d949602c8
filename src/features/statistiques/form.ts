import { z } from 'zod';
import { optionalDate } from '../../platform/http/fields.ts';

/** The days of a bilan, both included; an end left empty is that of the convention. */
export const periodeForm = z.object({
  du: optionalDate('le premier jour'),
  au: optionalDate('le dernier jour'),
});
