import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import {
  choice,
  date,
  id,
  line,
  optionalChoice,
  optionalCourriel,
  optionalTelephone,
} from '../../../platform/http/fields.ts';
import { REPONSES } from '../appels/rules.ts';
import { PREVENIR } from '../avis/store.ts';
import { MOMENTS } from './rules.ts';

export const attenteForm = z.object({
  attenteLieu: id('le lieu'),
  motifId: id('le type de rendez-vous'),
  attenteDu: date('le premier jour'),
  attenteAu: date('le dernier jour'),
  attenteMoment: optionalChoice('le moment', cles(MOMENTS)),
  prenom: line('le prénom', 80),
  telephone: optionalTelephone(),
  courriel: optionalCourriel(),
  prevenir: optionalChoice('comment prévenir', cles(PREVENIR)),
});

export const reponseForm = z.object({ reponsePlace: choice('votre réponse', cles(REPONSES)) });
