import { sql } from 'kysely';
import type {
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  Objectif,
  StatutSocial,
  Thematique,
  TrancheAge,
} from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';
import { SANS_AGENT, UNE_FOIS } from '../../statistiques/store.ts';
import { type ActeLu, moisEntier, type SeanceLue } from '../rules.ts';

type Jour = Temporal.PlainDate;

/** One month of one convention. */
export type Mois = { readonly conventionId: string; readonly mois: Jour };

const MAX_BIND = 500;

/** The séances of months, two agents side by side counted once; by convention and month, as `cleDuMois` writes them. */
async function seancesDesMois(db: Db, territoireId: string, months: readonly Mois[]) {
  const rows = await db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('lieuFermeture', (join) =>
      join
        .onRef('lieuFermeture.territoireId', '=', 'seance.territoireId')
        .onRef('lieuFermeture.id', '=', 'seance.fermetureId'),
    )
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .select([
      sql<string>`seance.convention_id`.as('conventionId'),
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('lieu'),
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      SANS_AGENT.as('sansAgent'),
      sql<SeanceLue['cause']>`case when seance.fermeture_id is not null then 'fermeture'
        when seance.absence_id is not null then 'absence' when seance.fin_decision_id is not null then 'fin_convention' end`.as(
        'cause',
      ),
      sql<string | null>`coalesce(lieu_fermeture.motif, seance.motif)`.as('motif'),
      sql<number>`(select count(*) from accompagnement a where a.territoire_id = seance.territoire_id
        and a.seance_id = seance.id and a.type_activite = 'Individuel')`.as('personnes'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where(duMois('seance', months))
    .where(UNE_FOIS)
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
  return Map.groupBy(rows, cleDuMois);
}

function duMois(table: 'seance' | 'accompagnement', months: readonly Mois[]) {
  const conventions = months.map(({ conventionId }) => conventionId);
  const debuts = months.map(({ mois }) => moisEntier(mois).debut.toString());
  const name = sql.table(table);
  return sql<boolean>`exists (select from unnest(${conventions}::uuid[], ${debuts}::date[]) m (convention_id, mois)
    where m.convention_id = ${name}.convention_id and ${name}.jour >= m.mois and ${name}.jour < m.mois + interval '1 month')`;
}

export function cleDuMois({ conventionId, jour }: { readonly conventionId: string; readonly jour: Jour }): string {
  return `${conventionId} ${jour.toPlainYearMonth()}`;
}

async function actesDesMois(db: Db, territoireId: string, months: readonly Mois[]) {
  const rows = await db
    .selectFrom('accompagnement')
    .leftJoin('serviceBloque', (join) =>
      join
        .onRef('serviceBloque.territoireId', '=', 'accompagnement.territoireId')
        .onRef('serviceBloque.accompagnementId', '=', 'accompagnement.id'),
    )
    .select([
      sql<string>`accompagnement.convention_id`.as('conventionId'),
      'accompagnement.jour',
      'accompagnement.typeActivite',
      'accompagnement.dureeMinutes as minutes',
      'accompagnement.participants',
      sql<Thematique[]>`accompagnement.thematiques`.as('thematiques'),
      sql<Demarche[]>`accompagnement.demarches`.as('demarches'),
      sql<Materiel[]>`accompagnement.materiels`.as('materiels'),
      sql<Axe | null>`accompagnement.axe`.as('axe'),
      sql<Objectif>`accompagnement.objectif`.as('objectif'),
      sql<Issue>`accompagnement.issue`.as('issue'),
      sql<Genre>`accompagnement.genre`.as('genre'),
      sql<TrancheAge>`accompagnement.tranche_age`.as('trancheAge'),
      sql<StatutSocial>`accompagnement.statut_social`.as('statutSocial'),
      sql<Collectif | null>`accompagnement.collectif`.as('collectif'),
      sql<boolean>`service_bloque.id is not null`.as('bloque'),
    ])
    .where('accompagnement.territoireId', '=', territoireId)
    .where(duMois('accompagnement', months))
    .execute();
  return Map.groupBy(rows, cleDuMois);
}

type Collectif = Pick<
  Extract<ActeLu, { type: 'Collectif' }>,
  'dejaAides' | 'genres' | 'tranchesAge' | 'statutsSociaux'
>;
type Ligne = NonNullable<Awaited<ReturnType<typeof actesDesMois>> extends Map<string, (infer Row)[]> ? Row : never>;

function lireActe(row: Ligne): ActeLu {
  const { minutes, thematiques, demarches, objectif, participants, collectif } = row;
  if (row.typeActivite === 'Individuel') {
    const { issue, genre, trancheAge, statutSocial } = row;
    const profil = { genre, trancheAge, statutSocial };
    return { type: 'Individuel', minutes, thematiques, demarches, objectif, issue, ...profil };
  }
  if (collectif === null) return { type: 'Coordination', minutes };
  const { dejaAides, genres, tranchesAge, statutsSociaux } = collectif;
  return {
    type: 'Collectif',
    ...{ demarches, objectif, materiels: row.materiels, axe: row.axe },
    ...{ minutes, thematiques, participants, dejaAides, genres, tranchesAge, statutsSociaux },
  };
}

export type Activite = {
  readonly seances: readonly SeanceLue[];
  readonly actes: readonly ActeLu[];
  readonly servicesBloques: number;
};

/** What happened in each of the months, in two questions whatever their number; in the order asked. */
export async function activiteDesMois(db: Db, territoireId: string, months: readonly Mois[]): Promise<Activite[]> {
  if (months.length === 0) return [];
  if (months.length > MAX_BIND) {
    const first = await activiteDesMois(db, territoireId, months.slice(0, MAX_BIND));
    return [...first, ...(await activiteDesMois(db, territoireId, months.slice(MAX_BIND)))];
  }
  const seances = await seancesDesMois(db, territoireId, months);
  const actes = await actesDesMois(db, territoireId, months);
  return months.map(({ conventionId, mois }) => {
    const cle = cleDuMois({ conventionId, jour: mois });
    const rows = actes.get(cle) ?? [];
    return {
      seances: (seances.get(cle) ?? []).map(({ conventionId: _, ...seance }) => seance),
      actes: rows.map(lireActe),
      servicesBloques: rows.filter(({ bloque }) => bloque).length,
    };
  });
}

export type AgentDuMois = Mois & {
  readonly agentId: string;
  readonly nom: string;
  /** Last day of his contract. */
  readonly contratFin: Jour;
};

/**
 * The agents of each month of a convention: those who had a séance in it, held or not, or noted something. Of one agent, or of some
 * conventions, when told; before the present month.
 */
export async function agentsDesMois(
  db: Db,
  territoireId: string,
  of: {
    readonly depuis: Jour;
    readonly today: Jour;
    readonly agentId?: string | undefined;
    readonly conventionIds?: readonly string[] | undefined;
  },
): Promise<AgentDuMois[]> {
  const { depuis, today, agentId, conventionIds } = of;
  const [from, to] = [depuis.with({ day: 1 }).toString(), today.with({ day: 1 }).toString()];
  const own = agentId === undefined ? sql`` : sql`and agent_id = ${agentId}::uuid`;
  const some = conventionIds === undefined ? sql`` : sql`and convention_id = any(${[...conventionIds]}::uuid[])`;
  const each = sql`territoire_id = ${territoireId} and convention_id is not null and jour >= ${from}::date and jour < ${to}::date
    ${own} ${some}`;
  const { rows } = await sql<AgentDuMois>`
    select d.convention_id, d.mois, d.agent_id, a.prenom || ' ' || a.nom as nom, a.contrat_fin
    from (
      select convention_id, date_trunc('month', jour)::date as mois, agent_id from seance where ${each}
      union
      select convention_id, date_trunc('month', jour)::date, agent_id from accompagnement where ${each}
    ) d join agent a on a.territoire_id = ${territoireId} and a.id = d.agent_id
    order by a.nom, a.prenom, a.id, d.mois`.execute(db);
  return rows;
}

/** The day of the first séance that Escale knows; null: it has planned none yet. */
export async function premiereSeance(db: Db, territoireId: string): Promise<Jour | null> {
  const row = await db
    .selectFrom('seance')
    .select('jour')
    .where('territoireId', '=', territoireId)
    .orderBy('jour')
    .limit(1)
    .executeTakeFirst();
  return row?.jour ?? null;
}
