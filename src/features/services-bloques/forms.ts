import { z } from 'zod';
import { cles, DEMARCHES, OBSTACLES } from '../../domain/nomenclatures.ts';
import { choice, date, id, line, optionalChoice, optionalLine, optionalText } from '../../platform/http/fields.ts';
import type { FormState } from '../../ui/form-state.ts';
import { SUITES } from './rules.ts';
import type { SaisieService } from './store.ts';

export const signalementForm = z.object({
  bloqueOperateur: line('l’opérateur du service', 80),
  bloqueService: line('le service en ligne', 120),
  bloqueDemarche: optionalChoice('la démarche', cles(DEMARCHES)),
  obstacle: choice('ce qui bloque', cles(OBSTACLES)),
  obstacleTexte: optionalText('ce qui bloque', 500),
  bloqueLe: date('le jour du constat'),
});

export const suiteForm = z.object({
  suite: choice('ce qui a été fait', cles(SUITES)),
  suiteJour: date('le jour'),
  suiteA: optionalLine('à qui', 120),
  suiteTexte: optionalText('ce qui a été dit', 1000),
});

export const retourForm = z.object({ suite: id('l’étape à retirer') });

/** What the form of a report reads, as it is stored. */
export function toSaisieService(data: z.output<typeof signalementForm>): SaisieService {
  return {
    operateur: data.bloqueOperateur,
    service: data.bloqueService,
    demarche: data.bloqueDemarche,
    obstacle: data.obstacle,
    obstacleTexte: data.obstacleTexte,
    constateLe: data.bloqueLe,
  };
}

export function valeursDe(service: SaisieService): FormState['values'] {
  return {
    bloqueOperateur: service.operateur,
    bloqueService: service.service,
    bloqueDemarche: service.demarche ?? '',
    obstacle: service.obstacle,
    obstacleTexte: service.obstacleTexte ?? '',
    bloqueLe: service.constateLe.toString(),
  };
}
