import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type {
  AbsenceAgenda,
  AgentDeLEquipe,
  Exception,
  Fenetre,
  FermetureAgenda,
  JourDeLAgent,
  RendezVousAgenda,
  SeanceAgenda,
  Vacances,
} from './rules.ts';

/** Whose agenda: of an agent, of a lieu; of the whole team when empty. */
export type DeQui = { readonly agentId?: string; readonly lieuId?: string };

/** Places taken: somebody came, is expected, or was offered it. */
const PLACES_PRISES = sql`('tenu', 'confirme', 'arrive', 'recu', 'absent')`;

/** The séances of an agenda, cancelled ones included, by day and hour. */
export async function seancesDeLAgenda(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  { agentId, lieuId }: DeQui = {},
): Promise<SeanceAgenda[]> {
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
    .leftJoin('compte', (join) =>
      join.onRef('compte.territoireId', '=', 'seance.territoireId').onRef('compte.id', '=', 'seance.createdBy'),
    )
    .leftJoin('permanence', (join) =>
      join
        .onRef('permanence.territoireId', '=', 'seance.territoireId')
        .onRef('permanence.id', '=', 'seance.permanenceId'),
    )
    .leftJoin('lieu as lieuHabituel', (join) =>
      join
        .onRef('lieuHabituel.territoireId', '=', 'seance.territoireId')
        .onRef('lieuHabituel.id', '=', 'permanence.lieuId'),
    )
    .leftJoin('agent as agentHabituel', (join) =>
      join
        .onRef('agentHabituel.territoireId', '=', 'seance.territoireId')
        .onRef('agentHabituel.id', '=', 'permanence.agentId'),
    )
    .select([
      'seance.id',
      'seance.permanenceId',
      'seance.agentId',
      'seance.lieuId',
      'seance.jour',
      'seance.heureDebut',
      'seance.heureFin',
      'seance.motif',
      'seance.jourPrevu',
      'seance.enBinome',
      'compte.nom as auteur',
      'salle.nom as salle',
      'lieuHabituel.nom as lieuPrevu',
      'permanence.heureDebut as heurePrevue',
      sql<Exception[]>`seance.exceptions`.as('exceptions'),
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
      sql<string | null>`agent_habituel.prenom || ' ' || agent_habituel.nom`.as('agentPrevu'),
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      sql<string | null>`lieu.adresse || ', ' || lieu.code_postal || ' ' || commune.nom`.as('adresse'),
      sql<boolean>`seance.jour > agent.contrat_fin`.as('sansAgent'),
      sql<number>`(select count(*) from accompagnement a
        where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`.as('accompagnements'),
      sql<number>`(select count(*) from rendez_vous r
        where r.territoire_id = seance.territoire_id and r.seance_id = seance.id
          and r.statut in ${PLACES_PRISES})`.as('rendezVous'),
      sql<number>`(select count(*) from rendez_vous r
        where r.territoire_id = seance.territoire_id and r.seance_id = seance.id
          and r.statut = 'a_replacer')`.as('aReplacer'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.jour', '>=', du)
    .where('seance.jour', '<=', au)
    .$if(agentId !== undefined, (query) => query.where('seance.agentId', '=', agentId ?? ''))
    .$if(lieuId !== undefined, (query) => query.where('seance.lieuId', '=', lieuId ?? ''))
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

/** The rendez-vous of séances, by hour, with the first names that are still kept. */
export async function rendezVousDesSeances(
  db: Db,
  territoireId: string,
  seanceIds: readonly string[],
): Promise<RendezVousAgenda[]> {
  if (seanceIds.length === 0) return [];
  return db
    .selectFrom('rendezVous')
    .innerJoin('rdvMotif', (join) =>
      join
        .onRef('rdvMotif.territoireId', '=', 'rendezVous.territoireId')
        .onRef('rdvMotif.id', '=', 'rendezVous.motifId'),
    )
    .select([
      'rendezVous.seanceId',
      'rendezVous.debut',
      'rendezVous.fin',
      'rendezVous.prenom',
      'rdvMotif.nom as motif',
      sql<RendezVousAgenda['statut']>`rendez_vous.statut`.as('statut'),
    ])
    .where('rendezVous.territoireId', '=', territoireId)
    .where('rendezVous.seanceId', 'in', [...seanceIds])
    .where(sql<boolean>`rendez_vous.statut in ${PLACES_PRISES}`)
    .orderBy('rendezVous.debut')
    .orderBy('rendezVous.id')
    .execute();
}

/** Absences that touch a window, of one agent or of all; those withdrawn are left out. */
export async function absencesDeLAgenda(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  agentId?: string,
): Promise<AbsenceAgenda[]> {
  return db
    .selectFrom('absence')
    .select([
      'agentId',
      'absentDu as du',
      'absentAu as au',
      sql<AbsenceAgenda['moment']>`absent_moment`.as('moment'),
      sql<AbsenceAgenda['nature']>`absent_nature`.as('nature'),
    ])
    .where('territoireId', '=', territoireId)
    .where('leveeAt', 'is', null)
    .where('absentDu', '<=', au)
    .where('absentAu', '>=', du)
    .$if(agentId !== undefined, (query) => query.where('agentId', '=', agentId ?? ''))
    .orderBy('absentDu')
    .orderBy('id')
    .execute();
}

/** Closures that touch a window, of one lieu or of all; those reopened are left out. */
export async function fermeturesDeLAgenda(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
  lieuId?: string,
): Promise<FermetureAgenda[]> {
  return db
    .selectFrom('lieuFermeture')
    .innerJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'lieuFermeture.territoireId').onRef('lieu.id', '=', 'lieuFermeture.lieuId'),
    )
    .select([
      'lieuFermeture.lieuId',
      'lieu.nom as lieuNom',
      'lieuFermeture.du',
      'lieuFermeture.au',
      'lieuFermeture.motif',
    ])
    .where('lieuFermeture.territoireId', '=', territoireId)
    .where('lieuFermeture.leveeAt', 'is', null)
    .where('lieuFermeture.du', '<=', au)
    .where('lieuFermeture.au', '>=', du)
    .$if(lieuId !== undefined, (query) => query.where('lieuFermeture.lieuId', '=', lieuId ?? ''))
    .orderBy('lieuFermeture.du')
    .orderBy('lieuFermeture.id')
    .execute();
}

/** School holidays of the zone of the territoire that touch a window. */
export async function vacancesDeLAgenda(db: Db, territoireId: string, { du, au }: Fenetre): Promise<Vacances[]> {
  return db
    .selectFrom('vacances')
    .innerJoin('territoire', (join) =>
      join.onRef('territoire.id', '=', 'vacances.territoireId').onRef('territoire.zoneScolaire', '=', 'vacances.zone'),
    )
    .select(['vacances.du', 'vacances.au', 'vacances.nom'])
    .where('vacances.territoireId', '=', territoireId)
    .where('vacances.du', '<=', au)
    .where('vacances.au', '>=', du)
    .orderBy('vacances.du')
    .execute();
}

/** The agents whose contract touches a window, or who have a séance in it, by family name. */
export async function agentsDeLAgenda(db: Db, territoireId: string, { du, au }: Fenetre): Promise<AgentDeLEquipe[]> {
  return db
    .selectFrom('agent')
    .select(['id', 'telephone', sql<string>`prenom || ' ' || nom`.as('nom')])
    .where('territoireId', '=', territoireId)
    .where((or) =>
      or.or([
        or.and([or('effaceLe', 'is', null), or('contratDebut', '<=', au), or('contratFin', '>=', du)]),
        sql<boolean>`exists (select from seance s where s.territoire_id = agent.territoire_id and s.agent_id = agent.id
          and s.jour >= ${du}::date and s.jour <= ${au}::date)`,
      ]),
    )
    .orderBy('agent.nom')
    .orderBy('agent.prenom')
    .orderBy('id')
    .execute();
}

/** What each agent holds on each day of a window; days without any séance are left out. */
export async function joursDesAgents(db: Db, territoireId: string, { du, au }: Fenetre): Promise<JourDeLAgent[]> {
  const { rows } = await sql<JourDeLAgent>`
    select agent_id, jour,
      coalesce(bool_or(heure_debut < '13:00') filter (where statut = 'prevue'), false) as matin,
      coalesce(bool_or(heure_debut >= '13:00') filter (where statut = 'prevue'), false) as apres_midi,
      (count(*) filter (where statut = 'prevue'))::integer as prevues,
      (count(*) filter (where statut = 'annulee'))::integer as annulees
    from seance where territoire_id = ${territoireId} and jour >= ${du} and jour <= ${au}
    group by agent_id, jour`.execute(db);
  return rows;
}

/** Persons expected, or who came, by day (ISO) of a window. */
export async function rendezVousParJour(
  db: Db,
  territoireId: string,
  { du, au }: Fenetre,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ jour: Temporal.PlainDate; nombre: number }>`
    select s.jour, count(*)::integer as nombre
    from seance s join rendez_vous r on r.territoire_id = s.territoire_id and r.seance_id = s.id
    where s.territoire_id = ${territoireId} and s.jour >= ${du} and s.jour <= ${au} and r.statut in ${PLACES_PRISES}
    group by s.jour`.execute(db);
  return new Map(rows.map(({ jour, nombre }) => [jour.toString(), nombre]));
}
