import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { choice, date, line, optionalId, optionalLine } from '../../../platform/http/fields.ts';
import { NATURES_MANQUEMENT } from './rules.ts';

export const manquementForm = z.object({
  nature: choice('de quoi il s’agit', cles(NATURES_MANQUEMENT)),
  constateLe: date('la date du constat'),
  remarque: optionalLine('la remarque', 300),
  seance: optionalId('la séance'),
});

export const reponseForm = z.object({ reponse: line('la réponse', 300) });
