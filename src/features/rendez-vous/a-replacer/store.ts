import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';

/** A rendez-vous whose séance is gone. */
export type AReplacer = {
  readonly id: string;
  readonly seanceId: string;
  readonly motifId: string;
  readonly motif: string;
  readonly lieuId: string | null;
  readonly lieu: string;
  readonly jour: Temporal.PlainDate;
  readonly debut: Temporal.PlainTime;
  readonly prenom: string | null;
  readonly telephone: string | null;
  readonly seanceStatut: string;
};

const LISTE_MAX = 200;

/** Rendez-vous that wait to be placed again, the soonest first; `agentId`: those of this agent's séances alone. */
export async function rendezVousAReplacer(
  db: Db,
  territoireId: string,
  { agentId, today }: { readonly agentId: string | null; readonly today: Temporal.PlainDate },
): Promise<readonly AReplacer[]> {
  let query = db
    .selectFrom('rendezVous as r')
    .innerJoin('seance as s', (join) =>
      join.onRef('s.territoireId', '=', 'r.territoireId').onRef('s.id', '=', 'r.seanceId'),
    )
    .innerJoin('rdvMotif as m', (join) =>
      join.onRef('m.territoireId', '=', 'r.territoireId').onRef('m.id', '=', 'r.motifId'),
    )
    .leftJoin('lieu as l', (join) => join.onRef('l.territoireId', '=', 's.territoireId').onRef('l.id', '=', 's.lieuId'))
    .select([
      'r.id',
      'r.seanceId',
      'r.motifId',
      'm.nom as motif',
      's.lieuId',
      sql<string>`coalesce(l.nom, s.endroit, '')`.as('lieu'),
      's.jour',
      'r.debut',
      'r.prenom',
      'r.telephone',
      's.statut as seanceStatut',
    ])
    .where('r.territoireId', '=', territoireId)
    .where('r.statut', '=', 'a_replacer')
    .where('r.prenom', 'is not', null)
    // A month after its day, nobody waits to be placed any more.
    .where('s.jour', '>=', today.subtract({ days: 30 }));
  if (agentId !== null) query = query.where('s.agentId', '=', agentId);
  return query.orderBy('s.jour').orderBy('r.debut').orderBy('r.id').limit(LISTE_MAX).execute();
}

/** How many there are. */
export async function countAReplacer(
  db: Db,
  territoireId: string,
  of: { readonly agentId: string | null; readonly today: Temporal.PlainDate },
): Promise<number> {
  return (await rendezVousAReplacer(db, territoireId, of)).length;
}
