import type { Db } from '../../../platform/db.ts';
import { type PieceIdentite, REGLAGES_PROPOSES, type Reglages } from '../rules.ts';

/** The settings of a territoire about its mandats; those proposed until it says otherwise. */
export async function reglagesDe(db: Db, territoireId: string): Promise<Reglages> {
  const row = await db
    .selectFrom('mandatReglages')
    .selectAll()
    .where('territoireId', '=', territoireId)
    .executeTakeFirst();
  if (row === undefined) return REGLAGES_PROPOSES;
  const { visaReference: reference, visaDate: date, visaPortee: portee } = row;
  return {
    piecesAcceptees: row.piecesAcceptees as PieceIdentite[],
    perimeesAcceptees: row.perimeesAcceptees,
    dureeDefautMois: row.dureeDefautMois,
    dureeMaxMois: row.dureeMaxMois,
    delaiTiersHeures: row.delaiTiersHeures,
    rappelJours: row.rappelJours,
    visa: reference === null || date === null || portee === null ? null : { reference, date, portee },
  };
}
