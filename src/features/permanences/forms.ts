import { z } from 'zod';
import { choice, date, id, line, optionalDate, time } from '../../platform/http/fields.ts';

export const permanenceForm = z.object({
  lieuId: id('le lieu'),
  agentId: id('l’agent'),
  jour: choice('le jour de la semaine', ['1', '2', '3', '4', '5', '6', '7']),
  heureDebut: time('l’heure de début'),
  heureFin: time('l’heure de fin'),
  du: date('le premier jour'),
  au: optionalDate('le dernier jour'),
});

export const arretForm = z.object({ au: date('le dernier jour'), motif: line('le motif', 200) });
