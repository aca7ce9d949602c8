import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { date, optionalChoice } from '../../../platform/http/fields.ts';
import { MOTIFS_DEPART } from './rules.ts';

export const departForm = z.object({
  jour: date('le dernier jour'),
  motif: optionalChoice('la raison', cles(MOTIFS_DEPART)),
});
