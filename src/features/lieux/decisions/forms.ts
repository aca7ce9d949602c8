import { z } from 'zod';
import { date, id, line } from '../../../platform/http/fields.ts';

const motif = line('le motif', 200);

export const remettreForm = z.object({ echeance: date('le dernier jour'), motif });
export const suspendreForm = z.object({ echeance: date('le dernier jour de la suspension'), motif });
export const demenagerForm = z.object({
  echeance: date('le dernier jour dans ce lieu'),
  versLieuId: id('l’autre lieu'),
  motif,
});
