import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { date, optionalChoice, optionalLine } from '../../../platform/http/fields.ts';
import { MOTIFS_DEPART } from './rules.ts';

/** Said instead of an agent: nobody follows them any more. */
export const PERSONNE = 'personne';

export const departForm = z.object({
  jour: date('le dernier jour'),
  motif: optionalChoice('la raison', cles(MOTIFS_DEPART)),
  /** Who follows on from the one who leaves: an agent, or `PERSONNE`. */
  suivies: optionalLine('qui suit ces personnes', 36),
});
