import type { Db } from '../../../platform/db.ts';
import { retablir } from '../planification.ts';
import type { RefusSeance } from '../rules.ts';
import type { SeancePlanning } from '../seances/store.ts';
import { empechementDe, reporterEmpechement } from './store.ts';

export type Retour = {
  /** Planned again. */
  readonly retablies: readonly SeancePlanning[];
  /** Those that could not be, with every reason. */
  readonly perdues: readonly { readonly seance: SeancePlanning; readonly refus: readonly RefusSeance[] }[];
};

/**
 * Plans again séances that an absence or a closure had cancelled, those that still can be. One that another absence or another closure
 * keeps from coming back now waits for that one.
 */
export async function rendreAuPlanning(
  db: Db,
  territoireId: string,
  seances: readonly SeancePlanning[],
  today: Temporal.PlainDate,
): Promise<Retour> {
  const retablies: SeancePlanning[] = [];
  const perdues: Retour['perdues'][number][] = [];
  for (const seance of seances) {
    const refus = await retablir(db, territoireId, seance, today);
    if (refus.length === 0) {
      retablies.push(seance);
      continue;
    }
    perdues.push({ seance, refus });
    const empechement = await empechementDe(db, territoireId, seance.id);
    if (empechement.absenceId !== null || empechement.fermetureId !== null) {
      await reporterEmpechement(db, territoireId, seance.id, empechement);
    }
  }
  return { retablies, perdues };
}
