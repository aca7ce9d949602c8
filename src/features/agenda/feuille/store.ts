import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { RendezVousFeuille, SeanceFeuille } from '../rules/feuille.ts';

type Jour = Temporal.PlainDate;

/**
 * The séances of a lieu on a day, cancelled ones included, and those that its series gave that day and that are held another day or
 * elsewhere. Hours and codes of their rendez-vous; nothing that names anybody is read.
 */
export async function seancesDeLaFeuille(
  db: Db,
  territoireId: string,
  { lieuId, jour }: { readonly lieuId: string; readonly jour: Jour },
): Promise<SeanceFeuille[]> {
  const seances = await db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('salle', (join) =>
      join.onRef('salle.territoireId', '=', 'seance.territoireId').onRef('salle.id', '=', 'seance.salleId'),
    )
    .leftJoin('permanence', (join) =>
      join
        .onRef('permanence.territoireId', '=', 'seance.territoireId')
        .onRef('permanence.id', '=', 'seance.permanenceId'),
    )
    .select([
      'seance.id',
      'seance.lieuId',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.jourPrevu',
      'seance.exceptions',
      'salle.nom as salle',
      'permanence.rdvDebut',
      'permanence.rdvFin',
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('lieuNom'),
      sql<SeanceFeuille['statut']>`seance.statut`.as('statut'),
      sql<SeanceFeuille['accueil']>`coalesce(permanence.accueil, 'libre')`.as('accueil'),
      sql<boolean>`seance.jour > agent.contrat_fin`.as('sansAgent'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where((or) =>
      or.or([
        or.and([or('seance.lieuId', '=', lieuId), or('seance.jour', '=', jour)]),
        or.and([or('permanence.lieuId', '=', lieuId), or('seance.jourPrevu', '=', jour)]),
      ]),
    )
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
  const bySeance = await rendezVousDeLaFeuille(
    db,
    territoireId,
    seances.map(({ id }) => id),
  );
  return seances.map((seance) => ({ ...seance, rendezVous: bySeance.get(seance.id) ?? [] }));
}

/** Those that are left, and those that were called off; a place that was only offered, and not taken, is neither. */
async function rendezVousDeLaFeuille(
  db: Db,
  territoireId: string,
  seanceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RendezVousFeuille[]>> {
  if (seanceIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('rendezVous')
    .select(['seanceId', 'debut', 'fin', 'codeRdv as code', sql<RendezVousFeuille['statut']>`statut`.as('statut')])
    .where('territoireId', '=', territoireId)
    .where('seanceId', 'in', [...seanceIds])
    .where('statut', '<>', 'deplace')
    .where(sql<boolean>`annule_par is distinct from 'expiration'`)
    .orderBy('debut')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ seanceId }) => seanceId);
}

/** Agents who hold a séance in a lieu within a month of a day: the sheet is theirs too. */
export async function agentsDuLieu(
  db: Db,
  territoireId: string,
  { lieuId, jour }: { readonly lieuId: string; readonly jour: Jour },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('seance')
    .select('agentId')
    .distinct()
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', jour.subtract({ months: 1 }))
    .where('jour', '<=', jour.add({ months: 1 }))
    .execute();
  return new Set(rows.map(({ agentId }) => agentId));
}
