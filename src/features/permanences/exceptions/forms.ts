import { z } from 'zod';
import { date, id, time } from '../../../platform/http/fields.ts';

export const modificationForm = z.object({
  seanceLe: date('le jour'),
  heureDebut: time('l’heure de début'),
  heureFin: time('l’heure de fin'),
  lieuId: id('le lieu'),
});
