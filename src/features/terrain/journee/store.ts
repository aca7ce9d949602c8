import { sql } from 'kysely';
import type { Periode } from '../../../domain/periode.ts';
import type { Db } from '../../../platform/db.ts';

type Jour = Temporal.PlainDate;

export type RendezVousTerrain = {
  readonly id: string;
  readonly seanceId: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  readonly prenom: string | null;
  readonly motif: string;
  readonly note: boolean;
};

/** Who is expected, or came, in the séances of an agent that are held from `debut` to `fin`, by hour; first names alone. */
export async function rendezVousDeLAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  { debut, fin }: Periode,
): Promise<RendezVousTerrain[]> {
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
      'rendezVous.debut',
      'rendezVous.fin',
      'rendezVous.prenom',
      'rdvMotif.nom as motif',
      sql<boolean>`exists (select from accompagnement a
        where a.territoire_id = rendez_vous.territoire_id and a.rendez_vous_id = rendez_vous.id)`.as('note'),
    ])
    .where('rendezVous.territoireId', '=', territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.statut', '=', 'prevue')
    .where('seance.jour', '>=', debut)
    .where('seance.jour', '<=', fin)
    .where('rendezVous.statut', 'in', ['confirme', 'arrive', 'recu'])
    .orderBy('rendezVous.debut')
    .orderBy('rendezVous.id')
    .execute();
}

/** The lieux of the séances of an agent from `debut` to `fin`, and of what he noted out of any, by name. */
export async function lieuxDeLAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  { debut, fin }: Periode,
): Promise<{ id: string; nom: string; commune: string }[]> {
  return db
    .selectFrom('lieu')
    .innerJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select(['lieu.id', 'lieu.nom', 'commune.nom as commune'])
    .where('lieu.territoireId', '=', territoireId)
    .where(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('seance')
            .select('seance.id')
            .whereRef('seance.territoireId', '=', 'lieu.territoireId')
            .whereRef('seance.lieuId', '=', 'lieu.id')
            .where('seance.agentId', '=', agentId)
            .where('seance.jour', '>=', debut)
            .where('seance.jour', '<=', fin),
        ),
        exists(
          selectFrom('accompagnement')
            .select('accompagnement.id')
            .whereRef('accompagnement.territoireId', '=', 'lieu.territoireId')
            .whereRef('accompagnement.lieuId', '=', 'lieu.id')
            .where('accompagnement.agentId', '=', agentId)
            .where('accompagnement.seanceId', 'is', null)
            .where('accompagnement.jour', '>=', debut),
        ),
      ]),
    )
    .orderBy('lieu.nom')
    .orderBy('lieu.id')
    .execute();
}

/** Whether the records of a convention on a day no longer change: its month is certified, and no correction is open. */
export async function moisCertifies(
  db: Db,
  territoireId: string,
  conventionIds: readonly string[],
  { debut, fin }: Periode,
): Promise<(conventionId: string | null, jour: Jour) => boolean> {
  if (conventionIds.length === 0) return () => false;
  const rows = await db
    .selectFrom('releve')
    .select(['conventionId', 'mois', 'etat'])
    .distinctOn(['conventionId', 'mois'])
    .where('territoireId', '=', territoireId)
    .where('conventionId', 'in', [...conventionIds])
    .where('mois', '>=', debut.with({ day: 1 }))
    .where('mois', '<=', fin)
    .orderBy('conventionId')
    .orderBy('mois')
    .orderBy('numero', 'desc')
    .execute();
  const certified = new Set(
    rows.flatMap(({ conventionId, mois, etat }) => (etat === 'certifie' ? [`${conventionId} ${mois}`] : [])),
  );
  return (conventionId, jour) => certified.has(`${conventionId} ${jour.with({ day: 1 })}`);
}
