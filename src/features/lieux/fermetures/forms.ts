import { z } from 'zod';
import { date, line } from '../../../platform/http/fields.ts';

/** The days alone: what is shown before anything is written. */
export const joursForm = z.object({
  fermeDu: date('le premier jour'),
  fermeAu: date('le dernier jour'),
});

export const fermetureForm = joursForm.extend({ motif: line('le motif', 200) });
