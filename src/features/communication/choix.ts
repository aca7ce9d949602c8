import { estRefus } from '../../domain/refus.ts';
import type { Db } from '../../platform/db.ts';
import { conventionsDe } from '../conventions/store.ts';
import type { Lieu } from '../lieux/store.ts';
import { dernierJourCouvert } from '../permanences/suites/rules.ts';
import { dernierJourDemande, lirePeriode, type PeriodeAffiche, type RefusPeriode } from './rules/periode.ts';

type Jour = Temporal.PlainDate;

/** The period chosen for a poster, and the last day that it asks for. */
export type Choix = { readonly periode: PeriodeAffiche; readonly demande: Jour };

/** Last day covered by a convention of the structure of this lieu, from `today` on; null when none has one. */
export async function finConventionDuLieu(
  db: Db,
  territoireId: string,
  { structureId }: Lieu,
  today: Jour,
): Promise<Jour | null> {
  if (structureId === null) return null;
  const fin = dernierJourCouvert(await conventionsDe(db, territoireId, structureId));
  return fin === null || Temporal.PlainDate.compare(fin, today) < 0 ? null : fin;
}

/** What the values of the parameter `periode` choose. */
export function choisir(asked: readonly string[], today: Jour, fin: Jour | null): Choix | RefusPeriode {
  const periode = lirePeriode(asked);
  if (estRefus(periode)) return periode;
  const demande = dernierJourDemande(periode, today, fin);
  return estRefus(demande) ? demande : { periode, demande };
}
