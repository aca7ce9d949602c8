import { sql } from 'kysely';
import type {
  Demarche,
  Genre,
  Issue,
  Objectif,
  StatutSocial,
  Thematique,
  TrancheAge,
} from '../../domain/nomenclatures.ts';
import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { deplier } from '../accompagnements/rules/agregat.ts';
import type { Accompagnement, SeanceComptee } from '../accompagnements/rules.ts';
import { accompagnementsMensuels } from '../accompagnements/store.ts';

/** Where it took place: the INSEE code of the lieu's commune; null for help given elsewhere. */
type Situe = { readonly codeInsee: string | null };

export type ActiviteSituee = {
  readonly seances: readonly (SeanceComptee & Situe)[];
  readonly accompagnements: readonly (Accompagnement & Situe)[];
};

/** Of a séance joined to its agent: left without an agent and never handed to another, nobody held it. */
export const SANS_AGENT = sql<boolean>`(seance.jour > agent.contrat_fin and not exists (select from accompagnement a
  where a.territoire_id = seance.territoire_id and a.seance_id = seance.id))`;

const MEME = sql`o.statut = 'prevue' and o.territoire_id = seance.territoire_id and o.lieu_id = seance.lieu_id and o.jour = seance.jour
  and o.heure_debut < seance.heure_fin and o.heure_fin > seance.heure_debut`;

/** Two agents side by side hold one permanence, as long as one of them is there: it is counted once. */
export const UNE_FOIS = sql<boolean>`(not (seance.en_binome and (seance.statut = 'annulee' or exists (select from seance o
    where ${MEME} and not o.en_binome)))
  and not (seance.statut = 'annulee' and not seance.en_binome and exists (select from seance o
    where ${MEME} and o.en_binome)))`;

/**
 * The séances and the acts of help of a period, both ends included, in three queries; of one convention when told. Acts too
 * old to be kept one by one are those that the totals of their months stand for.
 */
export async function loadActivite(
  db: Db,
  territoireId: string,
  periode: Periode,
  conventionId?: string,
): Promise<ActiviteSituee> {
  const { debut, fin } = periode;
  const seances = db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .select([
      'seance.jour as date',
      'seance.heureDebut',
      'seance.heureFin',
      'lieu.codeInsee',
      sql<'prevue' | 'annulee'>`case when ${SANS_AGENT} then 'annulee' else seance.statut end`.as('statut'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.jour', '>=', debut)
    .where('seance.jour', '<=', fin)
    .where(UNE_FOIS);
  const accompagnements = db
    .selectFrom('accompagnement')
    .select([
      'accompagnement.jour as date',
      'accompagnement.dureeMinutes',
      'accompagnement.codeInsee',
      sql<Thematique[]>`accompagnement.thematiques`.as('thematiques'),
      sql<Demarche[]>`accompagnement.demarches`.as('demarches'),
      sql<Objectif>`accompagnement.objectif`.as('objectif'),
      sql<Issue>`accompagnement.issue`.as('issue'),
      sql<Genre>`accompagnement.genre`.as('genre'),
      sql<TrancheAge>`accompagnement.tranche_age`.as('trancheAge'),
      sql<StatutSocial>`accompagnement.statut_social`.as('statutSocial'),
    ])
    .where('accompagnement.territoireId', '=', territoireId)
    .where('accompagnement.typeActivite', '=', 'Individuel')
    .where('accompagnement.jour', '>=', debut)
    .where('accompagnement.jour', '<=', fin);
  const agreges = await agregesDe(db, territoireId, periode, conventionId);
  if (conventionId === undefined) {
    return { seances: await seances.execute(), accompagnements: [...agreges, ...(await accompagnements.execute())] };
  }
  return {
    seances: await seances.where('seance.conventionId', '=', conventionId).execute(),
    accompagnements: [
      ...agreges,
      ...(await accompagnements.where('accompagnement.conventionId', '=', conventionId).execute()),
    ],
  };
}

/** Acts standing for the totals of months, as many as they counted, where they were counted. */
async function agregesDe(
  db: Db,
  territoireId: string,
  periode: Periode,
  conventionId: string | undefined,
): Promise<readonly (Accompagnement & Situe)[]> {
  const lignes = await accompagnementsMensuels(db, territoireId, periode, conventionId);
  const groups = Map.groupBy(lignes, (one) => `${one.mois} ${one.conventionId} ${one.codeInsee}`);
  return [...groups.values()].flatMap((group) =>
    deplier(group, periode.debut).map((act) => ({ ...act, codeInsee: group[0]?.codeInsee ?? null })),
  );
}
