import { z } from 'zod';
import { parisDate, parisTime } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import { choice, date, line, text, time } from '../../../platform/http/fields.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { type Execution, MODES_ACTE, PHRASES_ACTE, RESULTATS_ACTE, type RefusActe } from '../rules.ts';

export const acteForm = z.object({
  demarche: line('la démarche', 3),
  faitLe: date('le jour'),
  faitA: time('l’heure'),
  mode: choice('comment cela a été fait', cles(MODES_ACTE)),
  quoi: text('ce qui a été fait', 500),
  resultat: choice('le résultat', cles(RESULTATS_ACTE)),
});

const CHAMPS: Readonly<Record<RefusActe['refus'], string>> = {
  acte_sans_mandat: '',
  acte_hors_mandat: 'demarche',
  acte_autre_agent: '',
  acte_apres_fin: 'demarche',
  acte_suspendu: '',
  acte_avant_signature: 'faitLe',
  acte_a_venir: 'faitLe',
  acte_a_distance: 'mode',
  acte_illisible: 'mode',
};

/** What the rules refuse, each at its field. */
export function erreursActe(refused: readonly RefusActe[]): readonly FieldError[] {
  return refused.map((refus) => ({ field: CHAMPS[refus.refus], message: phrase(PHRASES_ACTE, refus) }));
}

/** The form as it opens: done now, with the person when the mandat says so, and done. */
export function acteVierge(now: Temporal.Instant, execution: Execution, rang: string): FormState {
  return blankForm({
    demarche: rang,
    faitLe: parisDate(now).toString(),
    faitA: parisTime(now).toString({ smallestUnit: 'minute' }),
    mode: execution === 'distance' ? 'distance' : 'presence',
    resultat: 'fait',
  });
}
