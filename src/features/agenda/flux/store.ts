import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Fenetre } from '../rules.ts';
import type { DeQui } from '../store.ts';

/** A séance with what its event in a calendar says, and what it must not: nothing here names anybody. */
export type SeanceDuFlux = {
  readonly id: string;
  readonly lieuId: string | null;
  readonly endroit: string;
  readonly adresse: string | null;
  readonly salle: string | null;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly statut: 'prevue' | 'annulee' | 'a_confirmer';
  readonly rendezVous: number;
  readonly revision: number;
  /** When the séance or, for whoever holds it, its rendez-vous last changed. */
  readonly modifieeAt: Temporal.Instant;
  readonly rendezVousAt: Temporal.Instant | null;
};

/** The séances of an agent or of a lieu, cancelled ones included, by day; none from the day on which the lieu closes for good. */
export async function seancesDuFlux(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  { agentId, lieuId }: DeQui,
): Promise<SeanceDuFlux[]> {
  return db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .leftJoin('salle', (join) =>
      join.onRef('salle.territoireId', '=', 'seance.territoireId').onRef('salle.id', '=', 'seance.salleId'),
    )
    .leftJoinLateral(
      (q) =>
        q
          .selectFrom('rendezVous')
          .select([
            sql<number>`count(*) filter (where statut in ('tenu', 'confirme', 'arrive', 'recu', 'absent'))`.as(
              'nombre',
            ),
            sql<Temporal.Instant | null>`max(greatest(created_at, annule_at))`.as('dernierAt'),
          ])
          .whereRef('rendezVous.territoireId', '=', 'seance.territoireId')
          .whereRef('rendezVous.seanceId', '=', 'seance.id')
          .as('rdv'),
      (join) => join.onTrue(),
    )
    .select([
      'seance.id',
      'seance.lieuId',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.revision',
      'salle.nom as salle',
      'rdv.dernierAt as rendezVousAt',
      sql<number>`coalesce(rdv.nombre, 0)`.as('rendezVous'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      sql<string | null>`lieu.adresse || ', ' || lieu.code_postal || ' ' || commune.nom`.as('adresse'),
      sql<SeanceDuFlux['statut']>`case when seance.statut = 'prevue' and seance.jour > agent.contrat_fin
        then 'a_confirmer' else seance.statut end`.as('statut'),
      sql<Temporal.Instant>`greatest(seance.created_at, seance.revisee_at, lieu.updated_at)`.as('modifieeAt'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .where(sql<boolean>`(lieu.ferme_le is null or seance.jour < lieu.ferme_le)`)
    .$if(agentId !== undefined, (query) => query.where('seance.agentId', '=', agentId ?? ''))
    .$if(lieuId !== undefined, (query) => query.where('seance.lieuId', '=', lieuId ?? ''))
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}
