import { sql } from 'kysely';
import type { Jour } from '../../domain/demi-journee.ts';
import type { Db } from '../../platform/db.ts';

type Fenetre = { readonly du: Temporal.PlainDate; readonly au: Temporal.PlainDate };

export type DateDePermanence = {
  readonly permanenceId: string;
  readonly jourSemaine: Jour;
  /** First and last days of the permanence, both inclusive; null: until further notice. */
  readonly du: Temporal.PlainDate;
  readonly au: Temporal.PlainDate | null;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly jour: Temporal.PlainDate;
  /** `a_confirmer`: planned, its agent has left. */
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer';
};

/** The dates of the permanences of a lieu from `du` to `au`, both included: what its poster and its public page say. */
export async function datesDuLieu(
  db: Db,
  territoireId: string,
  lieuId: string,
  fenetre: Fenetre,
): Promise<DateDePermanence[]> {
  return datesDesLieux(db, territoireId, fenetre, lieuId);
}

/** The same for every lieu of the territoire, or for one. */
export async function datesDesLieux(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  lieuId?: string,
): Promise<(DateDePermanence & { readonly lieuId: string })[]> {
  const all = db
    .selectFrom('seance')
    .innerJoin('permanence', (join) =>
      join
        .onRef('permanence.territoireId', '=', 'seance.territoireId')
        .onRef('permanence.id', '=', 'seance.permanenceId'),
    )
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .select([
      'permanence.id as permanenceId',
      sql<string>`seance.lieu_id`.as('lieuId'),
      sql<Jour>`permanence.jour_semaine`.as('jourSemaine'),
      'permanence.du',
      'permanence.au',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.jour',
      sql<DateDePermanence['statut']>`case when seance.statut = 'prevue' and seance.jour > agent.contrat_fin
        then 'a_confirmer' else seance.statut end`.as('statut'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.lieuId', 'is not', null)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut');
  return (lieuId === undefined ? all : all.where('seance.lieuId', '=', lieuId)).execute();
}
