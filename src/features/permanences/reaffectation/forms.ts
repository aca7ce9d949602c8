import { z } from 'zod';
import { date, id, optionalDate } from '../../../platform/http/fields.ts';

export const seanceForm = z.object({ agentId: id('l’agent') });

export const permanenceForm = z.object({
  du: date('le premier jour'),
  au: optionalDate('le dernier jour'),
  agentId: id('l’agent'),
});
