import { z } from 'zod';
import { date, line, whole } from '../../../platform/http/fields.ts';

/** What the page showed when it was confirmed: another last day, or another number of séances, is asked again. */
export const suitesForm = z.object({
  motif: line('le motif', 200),
  dernierJour: date('le dernier jour'),
  seances: whole('le nombre de séances', { min: 0, max: 100_000 }),
});
