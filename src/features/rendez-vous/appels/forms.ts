import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { choice, optionalChoice } from '../../../platform/http/fields.ts';
import { REPONSES, RESULTATS } from './rules.ts';

export const resultatForm = z.object({
  resultatAppel: choice('le résultat de l’appel', cles(RESULTATS)),
  reponsePlace: optionalChoice('la réponse', cles(REPONSES)),
});
