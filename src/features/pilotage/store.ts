import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { CommuneDuDepartement, SeanceDatee } from './rules.ts';

/** Every commune of a département, whatever the territoire: they are shared by all. */
export async function communesDuDepartement(db: Db, codeDepartement: string): Promise<CommuneDuDepartement[]> {
  return db
    .selectFrom('commune')
    .select(['codeInsee', 'nom', 'population'])
    .where('departement', '=', codeDepartement)
    .orderBy('nom')
    .execute();
}

/** How many séances each lieu still has to host from a day on; lieux without any are left out. */
export async function seancesAVenirParLieu(
  db: Db,
  territoireId: string,
  from: Temporal.PlainDate,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('seance')
    .select(({ fn }) => ['lieuId', fn.countAll<number>().as('seances')])
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'prevue')
    .where('lieuId', 'is not', null)
    .where('jour', '>=', from)
    .groupBy('lieuId')
    .execute();
  return new Map(rows.flatMap(({ lieuId, seances }) => (lieuId === null ? [] : [[lieuId, seances] as const])));
}

export type SeanceChezSoi = SeanceDatee & {
  readonly id: string;
  readonly lieuId: string;
  readonly lieuNom: string;
  readonly commune: string;
  readonly heureDebut: Temporal.PlainTime;
  readonly agentNom: string;
  /** Its agent has left, and nobody has taken over yet. */
  readonly sansAgent: boolean;
};

/** The next `max` séances at the lieux of one structure from a day on, cancelled ones included: people must be told. */
export async function prochainesSeancesDe(
  db: Db,
  territoireId: string,
  { structureId, from, max }: { structureId: string; from: Temporal.PlainDate; max: number },
): Promise<SeanceChezSoi[]> {
  return db
    .selectFrom('seance')
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select([
      'seance.id',
      'lieu.id as lieuId',
      'lieu.nom as lieuNom',
      'commune.nom as commune',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<boolean>`seance.jour > agent.contrat_fin`.as('sansAgent'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('lieu.structureId', '=', structureId)
    .where('seance.jour', '>=', from)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .limit(max)
    .execute();
}
