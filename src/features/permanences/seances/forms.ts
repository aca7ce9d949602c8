import { z } from 'zod';
import { box, date, id, line, time } from '../../../platform/http/fields.ts';

export const annulationForm = z.object({ motif: line('le motif', 200), aussi: box() });

export const ponctuelleForm = z.object({
  agentId: id('l’agent'),
  jour: date('le jour'),
  heureDebut: time('l’heure de début'),
  heureFin: time('l’heure de fin'),
  endroit: line('l’endroit', 150),
  motif: line('le motif', 200),
});
