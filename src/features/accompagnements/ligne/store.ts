import { sql } from 'kysely';
import type {
  Autonomie,
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  Objectif,
  Obstacle,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
  TypeActivite,
  TypeLieu,
} from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';
import type { Comptes, Detail } from '../rules/saisie.ts';

/** Whether a report of a blocked service is followed: told to its operator, or anything noted of it. It then stays as it was told. */
export const SUIVI = (table: string) => sql<boolean>`(${sql.ref(`${table}.suivi`)} <> 'ouvert' or exists (select
  from service_bloque_suite x where x.territoire_id = ${sql.ref(`${table}.territoire_id`)}
    and x.service_bloque_id = ${sql.ref(`${table}.id`)}))`;

/** What the record says of a service that blocks: that of its report, or of its version once the report no longer follows it. */
const blocage = (colonne: string, champ: string) => sql<string | null>`case when version.id is null
  then ${sql.ref(`service_bloque.${colonne}`)} else version.saisie->'blocage'->>${sql.lit(champ)} end`;

/** What `lireLigne` reads, of `accompagnement` joined to the blocked service that it told of. */
const COLONNES_ACCOMPAGNEMENT = [
  'accompagnement.id',
  'accompagnement.seanceId',
  'accompagnement.agentId',
  'accompagnement.conventionId',
  'accompagnement.versionId',
  'accompagnement.jour',
  'accompagnement.heureDebut',
  'accompagnement.dureeMinutes',
  'accompagnement.lieuId',
  'accompagnement.codeInsee',
  'accompagnement.binomeId',
  'accompagnement.operateur',
  'accompagnement.issuePrecision',
  'accompagnement.participants',
  'accompagnement.mandatId',
  'accompagnement.personneId',
  'accompagnement.rendezVousId',
  'accompagnement.createdAt',
  'accompagnement.updatedAt',
  blocage('operateur', 'operateur').as('bloqueOperateur'),
  blocage('service_nom', 'service').as('serviceNom'),
  blocage('obstacle_texte', 'obstacleTexte').as('obstacleTexte'),
  sql<TypeActivite>`accompagnement.type_activite`.as('typeActivite'),
  sql<TypeLieu>`accompagnement.type_lieu`.as('typeLieu'),
  sql<Axe | null>`accompagnement.axe`.as('axe'),
  sql<Thematique[]>`accompagnement.thematiques`.as('thematiques'),
  sql<Demarche[]>`accompagnement.demarches`.as('demarches'),
  sql<Materiel[]>`accompagnement.materiels`.as('materiels'),
  sql<Autonomie | null>`accompagnement.autonomie`.as('autonomie'),
  sql<Objectif | null>`accompagnement.objectif`.as('objectif'),
  sql<Issue | null>`accompagnement.issue`.as('issue'),
  sql<StructureDeRedirection | null>`accompagnement.orientation`.as('orientation'),
  sql<Genre | null>`accompagnement.genre`.as('genre'),
  sql<TrancheAge | null>`accompagnement.tranche_age`.as('trancheAge'),
  sql<StatutSocial | null>`accompagnement.statut_social`.as('statutSocial'),
  sql<Comptes | null>`accompagnement.collectif`.as('collectif'),
  sql<Detail | null>`accompagnement.coordination`.as('coordination'),
  sql<Obstacle | null>`${blocage('obstacle', 'obstacle')}`.as('obstacle'),
] as const;

export function selectAccompagnements(db: Db, territoireId: string) {
  return db
    .selectFrom('accompagnement')
    .leftJoin('serviceBloque', (join) =>
      join
        .onRef('serviceBloque.territoireId', '=', 'accompagnement.territoireId')
        .onRef('serviceBloque.accompagnementId', '=', 'accompagnement.id'),
    )
    .leftJoin('accompagnementOperation as version', (join) =>
      join
        .onRef('version.territoireId', '=', 'accompagnement.territoireId')
        .onRef('version.id', '=', 'accompagnement.versionId')
        .on(SUIVI('service_bloque')),
    )
    .select(COLONNES_ACCOMPAGNEMENT)
    .where('accompagnement.territoireId', '=', territoireId);
}
