import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import {
  box,
  choice,
  choices,
  date,
  id,
  line,
  optionalChoice,
  optionalDate,
  optionalId,
  optionalTime,
  optionalWhole,
  time,
} from '../../platform/http/fields.ts';
import { MODES_ACCUEIL } from './rules.ts';

/** What a permanence is, wherever its first day and its agent are asked. */
const serie = {
  lieuId: id('le lieu'),
  salleId: optionalId('la salle'),
  jour: choice('le jour de la semaine', ['1', '2', '3', '4', '5', '6', '7']),
  rythme: optionalChoice('le rythme', ['1', '2', '3', '4', '5', '6', '7', '8', 'rangs']),
  rangs: choices('les semaines du mois', ['1', '2', '3', '4', '5', '-1']),
  horsVacances: box(),
  heureDebut: time('l’heure de début'),
  heureFin: time('l’heure de fin'),
  accueil: optionalChoice('l’accueil', cles(MODES_ACCUEIL)),
  rdvDebut: optionalTime('le début des rendez-vous'),
  rdvFin: optionalTime('la fin des rendez-vous'),
  pasMinutes: optionalWhole('le temps entre deux rendez-vous', { min: 10, max: 120, unite: 'minutes' }),
};

export const permanenceForm = z.object({
  agentId: id('l’agent'),
  ...serie,
  du: date('le premier jour'),
  au: optionalDate('le dernier jour'),
});

/** A change « à partir du » a day: the agent stays. */
export const modificationForm = z.object({
  le: date('le jour du changement'),
  ...serie,
  au: optionalDate('le dernier jour'),
});

export const binomeForm = z.object({
  agentId: id('l’agent'),
  du: date('le premier jour'),
  au: optionalDate('le dernier jour'),
});

export const arretForm = z.object({ au: date('le dernier jour'), motif: line('le motif', 200), aussi: box() });
