import { z } from 'zod';
import { box, choice, date, id } from '../../../platform/http/fields.ts';
import type { MomentAbsence, NatureAbsence } from './rules.ts';

const MOMENTS_CODES: readonly MomentAbsence[] = ['journee', 'matin', 'apres-midi'];
const NATURES_CODES: readonly NatureAbsence[] = ['conge', 'formation', 'imprevue', 'autre'];

export const absenceForm = z.object({
  agentId: id('l’agent'),
  absentDu: date('le premier jour'),
  absentAu: date('le dernier jour'),
  absentMoment: choice('le moment', MOMENTS_CODES),
  absentNature: choice('la nature de l’absence', NATURES_CODES),
});

/** What becomes of the séances: each may choose otherwise, in a field of its own (`choixDe`). */
export const declarationForm = absenceForm.extend({
  parDefaut: choice('ce que deviennent les séances', ['remplacer', 'annuler']),
});

/** Name of the field in which a séance chooses for itself. */
export const choixDe = (seanceId: string): string => `choix-${seanceId}`;

export const leveeForm = z.object({ rendre: box() });
