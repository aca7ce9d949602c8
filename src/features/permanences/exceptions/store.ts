import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Exception } from '../rules.ts';
import { type Conflit, unlessTaken } from '../seances/store.ts';
import type { Occurrence } from './rules.ts';

/**
 * Holds one séance of a permanence otherwise, unless its agent or the lieu is taken then. Its rendez-vous follow it. In another lieu
 * it leaves the room of the first one, and whoever it was held beside.
 */
export async function modifierSeance(
  db: Db,
  territoireId: string,
  change: Occurrence & {
    readonly id: string;
    readonly conventionId: string | null;
    readonly exceptions: readonly Exception[];
  },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  const { id, lieuId, exceptions, ...reste } = change;
  return unlessTaken(db, () =>
    db
      .updateTable('seance')
      .set({
        ...reste,
        lieuId,
        exceptions: [...exceptions],
        salleId: sql<string | null>`case when lieu_id = ${lieuId}::uuid then salle_id end`,
        enBinome: sql<boolean>`en_binome and lieu_id = ${lieuId}::uuid`,
        // Back to the agent whom an absence had taken it from, it follows that absence no more.
        absenceId: sql<string | null>`case when agent_id = ${change.agentId}::uuid then absence_id end`,
      })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .where('statut', '=', 'prevue')
      .execute(),
  );
}

/** A rendez-vous that what happens to its séance concerns. */
export type RendezVousTouche = {
  readonly id: string;
  readonly seanceId: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly statut: 'confirme' | 'a_replacer';
  readonly motif: string;
  /** Null once its identity is gone. */
  readonly prenom: string | null;
  readonly prevenir: 'sms' | 'courriel' | 'appel' | 'guichet';
  /** Somebody has yet to telephone. */
  readonly aAppeler: boolean;
  /** It was told nothing yet. */
  readonly aDire: boolean;
};

/** The rendez-vous of these séances that still count on them, or wait to be placed again; in order. */
export async function rendezVousTouches(
  db: Db,
  territoireId: string,
  seanceIds: readonly string[],
): Promise<RendezVousTouche[]> {
  if (seanceIds.length === 0) return [];
  return db
    .selectFrom('rendezVous')
    .innerJoin('seance', (join) =>
      join.onRef('seance.territoireId', '=', 'rendezVous.territoireId').onRef('seance.id', '=', 'rendezVous.seanceId'),
    )
    .innerJoin('rdvMotif', (join) =>
      join
        .onRef('rdvMotif.territoireId', '=', 'rendezVous.territoireId')
        .onRef('rdvMotif.id', '=', 'rendezVous.motifId'),
    )
    .select([
      'rendezVous.id',
      'rendezVous.seanceId',
      'seance.jour',
      'rendezVous.debut',
      'rendezVous.fin',
      'rendezVous.prenom',
      'rdvMotif.nom as motif',
      sql<RendezVousTouche['statut']>`rendez_vous.statut`.as('statut'),
      sql<RendezVousTouche['prevenir']>`rendez_vous.prevenir`.as('prevenir'),
      sql<boolean>`rendez_vous.a_dire is not null`.as('aDire'),
      sql<boolean>`exists (select from appel where appel.territoire_id = rendez_vous.territoire_id
        and appel.rendez_vous_id = rendez_vous.id and (appel.resultat is null or appel.resultat = 'injoignable'))`.as(
        'aAppeler',
      ),
    ])
    .where('rendezVous.territoireId', '=', territoireId)
    .where('rendezVous.seanceId', 'in', seanceIds)
    .where('rendezVous.statut', 'in', ['confirme', 'a_replacer'])
    .orderBy('seance.jour')
    .orderBy('rendezVous.debut')
    .execute();
}
