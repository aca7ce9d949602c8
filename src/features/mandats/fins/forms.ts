import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { choice, date } from '../../../platform/http/fields.ts';
import { ANNONCES, PREUVES_DECES, PREUVES_PROTECTION } from '../rules.ts';

export const renoncerForm = z.object({ annonce: choice('comment la personne en est informée', cles(ANNONCES)) });

export const decesForm = z.object({
  survenuLe: date('la date du décès'),
  preuve: choice('comment le décès est connu', cles(PREUVES_DECES)),
});

export const protectionForm = z.object({
  survenuLe: date('la date de la mesure'),
  preuve: choice('comment la mesure est connue', cles(PREUVES_PROTECTION)),
});
