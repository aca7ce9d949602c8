import { sql } from 'kysely';
import type { Issue, Thematique } from '../../../domain/nomenclatures.ts';
import type { Db } from '../../../platform/db.ts';
import { fichesDe } from '../../accompagnements/liens/store.ts';
import type { Liens } from './rules.ts';

/** An act of help noted for a person, as those who help them read it. */
export interface AideRecue {
  readonly id: string;
  readonly jour: Temporal.PlainDate;
  readonly lieu: string | null;
  readonly thematiques: readonly Thematique[];
  readonly issue: Issue | null;
  readonly agentId: string;
  readonly agent: string;
}

const AIDES = sql`select a.id, a.jour, a.thematiques, a.issue, a.agent_id, g.prenom || ' ' || g.nom as agent,
  coalesce(l.nom, s.endroit) as lieu
  from accompagnement a
    join agent g on g.territoire_id = a.territoire_id and g.id = a.agent_id
    left join lieu l on l.territoire_id = a.territoire_id and l.id = a.lieu_id
    left join seance s on s.territoire_id = a.territoire_id and s.id = a.seance_id`;

const AIDES_MAX = 200;

/** What was done for a person, the last first. The caller knows that it may be read. */
export async function aidesDe(db: Db, territoireId: string, personneId: string): Promise<readonly AideRecue[]> {
  const { rows } = await sql<AideRecue>`${AIDES}
    where a.territoire_id = ${territoireId} and a.personne_id in ${fichesDe(territoireId, personneId)}
    order by a.jour desc, a.created_at desc, a.id limit ${AIDES_MAX}`.execute(db);
  return rows;
}

/** The day of the last act of help linked to a record; null: none is. */
export async function derniereAideDe(
  db: Db,
  territoireId: string,
  personneId: string,
): Promise<Temporal.PlainDate | null> {
  const { rows } = await sql<{ jour: Temporal.PlainDate | null }>`select max(a.jour) as jour from accompagnement a
    where a.territoire_id = ${territoireId} and a.personne_id in ${fichesDe(territoireId, personneId)}`.execute(db);
  return rows[0]?.jour ?? null;
}

/** The acts that an agent noted since `depuis` for one person at a time, and that are linked to nobody, the last first. */
export async function aidesALier(
  db: Db,
  territoireId: string,
  agentId: string,
  depuis: Temporal.PlainDate,
): Promise<readonly AideRecue[]> {
  const { rows } = await sql<AideRecue>`${AIDES}
    where a.territoire_id = ${territoireId} and a.agent_id = ${agentId} and a.personne_id is null
      and a.type_activite = 'Individuel' and a.jour >= ${depuis.toString()}
    order by a.jour desc, a.created_at desc, a.id limit ${AIDES_MAX}`.execute(db);
  return rows;
}

export async function liensDe(db: Db, territoireId: string, personneId: string, agentId: string): Promise<Liens> {
  const { rows } = await sql<Liens>`select
    exists (select from accompagnement a where a.territoire_id = ${territoireId}
      and a.personne_id in ${fichesDe(territoireId, personneId)} and ${agentId}::uuid in (a.agent_id, a.binome_id)) as aide,
    exists (select from rendez_vous r join seance s on s.territoire_id = r.territoire_id and s.id = r.seance_id
      where r.territoire_id = ${territoireId} and r.personne_id = ${personneId}::uuid and s.agent_id = ${agentId}::uuid
        and r.statut in ('confirme', 'arrive', 'recu', 'absent', 'a_replacer')) as rendez_vous,
    exists (select from personne p where p.territoire_id = ${territoireId} and p.id = ${personneId}::uuid
      and p.referent_agent_id = ${agentId}::uuid) as referent`.execute(db);
  return rows[0] ?? { aide: false, rendezVous: false, referent: false };
}

/** Who follows a person from now on, null for nobody; `depuis` stays that of the first référent when there was one. */
export async function ecrireReferent(
  db: Db,
  territoireId: string,
  personneId: string,
  suivi: { readonly agentId: string; readonly depuis: Temporal.PlainDate } | null,
): Promise<void> {
  await db
    .updateTable('personne')
    .set({
      referentAgentId: suivi?.agentId ?? null,
      suivieDepuis: suivi?.depuis ?? null,
      updatedAt: sql<Temporal.Instant>`now()`,
    })
    .where('territoireId', '=', territoireId)
    .where('id', '=', personneId)
    .execute();
}

export interface PersonneSuivie {
  readonly id: string;
  readonly prenom: string;
  readonly nom: string | null;
  readonly depuis: Temporal.PlainDate;
  /** The last day when something was noted for them; null: nothing yet. */
  readonly derniereAide: Temporal.PlainDate | null;
}

/** The persons of whom an agent is the référent, by name. */
export async function personnesSuiviesPar(
  db: Db,
  territoireId: string,
  agentId: string,
): Promise<readonly PersonneSuivie[]> {
  const { rows } = await sql<PersonneSuivie>`select p.id, p.prenom, p.nom, p.suivie_depuis as depuis,
      (select max(a.jour) from accompagnement a
        where a.territoire_id = p.territoire_id and a.personne_id = p.id) as derniere_aide
    from personne p where p.territoire_id = ${territoireId} and p.referent_agent_id = ${agentId} and p.fusionnee_dans is null
    order by p.nom_cherche, p.id`.execute(db);
  return rows;
}

/** Hands over all those whom an agent follows, to another one or to nobody (null). Returns how many. */
export async function passerToutes(db: Db, territoireId: string, de: string, vers: string | null): Promise<number> {
  const rows = await db
    .updateTable('personne')
    .set({ referentAgentId: vers, updatedAt: sql<Temporal.Instant>`now()` })
    .$if(vers === null, (query) => query.set({ suivieDepuis: null }))
    .where('territoireId', '=', territoireId)
    .where('referentAgentId', '=', de)
    .returning('id')
    .execute();
  return rows.length;
}
