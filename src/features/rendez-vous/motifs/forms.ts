import { z } from 'zod';
import { choices, line, optionalText, whole } from '../../../platform/http/fields.ts';

export const motifForm = z.object({
  intitule: line('l’intitulé', 80),
  dureeMinutes: whole('la durée', { min: 10, max: 240, unite: 'minutes' }),
  delaiHeures: whole('le délai', { min: 0, max: 720, unite: 'heures' }),
  horizonJours: whole('jusqu’à quand', { min: 1, max: 366, unite: 'jours' }),
  limiteHeures: whole('la limite', { min: 0, max: 168, unite: 'heures' }),
  ouvertA: choices('qui peut le prendre', ['public', 'prescripteur']),
  aApporter: optionalText('ce qu’il faut apporter', 300),
});
