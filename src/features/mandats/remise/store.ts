import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { CanalRemise, IssueRemise } from '../rules.ts';

/** An agent asked to hand over to a person what their mandats say, and what came of it. Whose, and which ones, is not here. */
export type Remise = {
  readonly id: string;
  readonly droitDemandeId: string;
  readonly agentId: string;
  readonly agent: string;
  readonly demandeeAt: Temporal.Instant;
  /** The last file that was made, and of how many mandats. */
  readonly fichierAt: Temporal.Instant | null;
  readonly mandats: number | null;
  readonly issue: IssueRemise | null;
  readonly closeLe: Temporal.PlainDate | null;
  readonly canal: CanalRemise | null;
};

/** The same, with what its agent must know of the request: its reference, who asks, since when. */
export type RemiseDemandee = Remise & {
  readonly reference: string;
  readonly nom: string;
  readonly recueLe: Temporal.PlainDate;
  /** Is it established who asks? The last check says so. */
  readonly identite: boolean;
};

function selectRemises(db: Db, territoireId: string) {
  return db
    .selectFrom('mandatRemise as remise')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'remise.territoireId').onRef('agent.id', '=', 'remise.agentId'),
    )
    .select([
      'remise.id',
      'remise.droitDemandeId',
      'remise.agentId',
      'remise.demandeeAt',
      'remise.fichierAt',
      'remise.mandats',
      'remise.closeLe',
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'),
      sql<IssueRemise | null>`remise.issue`.as('issue'),
      sql<CanalRemise | null>`remise.canal`.as('canal'),
    ])
    .where('remise.territoireId', '=', territoireId);
}

function selectDemandees(db: Db, territoireId: string) {
  return selectRemises(db, territoireId)
    .innerJoin('droitDemande as demande', (join) =>
      join.onRef('demande.territoireId', '=', 'remise.territoireId').onRef('demande.id', '=', 'remise.droitDemandeId'),
    )
    .select([
      'demande.reference',
      'demande.nom',
      'demande.recueLe',
      sql<boolean>`coalesce((select v.etablie from droit_verification v where v.territoire_id = demande.territoire_id
        and v.droit_demande_id = demande.id order by v.created_at desc, v.id desc limit 1), false)`.as('identite'),
    ]);
}

/** What was asked of agents for one request, in the order of their names. */
export async function remisesDe(db: Db, territoireId: string, droitDemandeId: string): Promise<Remise[]> {
  return selectRemises(db, territoireId)
    .where('remise.droitDemandeId', '=', droitDemandeId)
    .orderBy('agent.nom')
    .orderBy('agent.prenom')
    .execute();
}

/** What waits for an agent, the oldest first. */
export async function remisesEnAttente(db: Db, territoireId: string, agentId: string): Promise<RemiseDemandee[]> {
  const rows = await selectDemandees(db, territoireId)
    .where('remise.agentId', '=', agentId)
    .where('remise.issue', 'is', null)
    .orderBy('remise.demandeeAt')
    .execute();
  return rows.filter(({ identite }) => identite);
}

export async function findRemise(db: Db, territoireId: string, id: string): Promise<RemiseDemandee | undefined> {
  return selectDemandees(db, territoireId).where('remise.id', '=', id).executeTakeFirst();
}

/** An agent who may hold mandats of somebody. */
export type AgentMandate = { readonly agentId: string; readonly agent: string };

/** The agents whom a signed mandat names that is not destroyed, in the order of their names: neither how many, nor of whom. */
export async function agentsMandates(db: Db, territoireId: string): Promise<AgentMandate[]> {
  const { rows } = await sql<AgentMandate>`
    select a.id as agent_id, a.prenom || ' ' || a.nom as agent from agent a
    where a.territoire_id = ${territoireId} and exists (select from mandat m where m.territoire_id = a.territoire_id
      and m.etat = 'signe' and m.detruit_at is null and (m.agent_id = a.id or m.suppleant_id = a.id))
    order by a.nom, a.prenom, a.id`.execute(db);
  return rows;
}

/** Asks agents, each once for a request; returns the ids of those newly asked. */
export async function demanderRemises(
  db: Db,
  territoireId: string,
  asked: {
    readonly droitDemandeId: string;
    readonly agentIds: readonly string[];
    readonly compteId: string;
    readonly now: Temporal.Instant;
  },
): Promise<string[]> {
  const { droitDemandeId, agentIds, compteId, now } = asked;
  if (agentIds.length === 0) return [];
  const rows = await db
    .insertInto('mandatRemise')
    .values(
      agentIds.map((agentId) => ({
        territoireId,
        id: uuidv7(),
        droitDemandeId,
        agentId,
        demandeeAt: now,
        demandeePar: compteId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('agentId')
    .execute();
  return rows.map(({ agentId }) => agentId);
}

/** Takes back what was asked of an agent, while nothing came of it; false once something did. */
export async function retirerRemise(db: Db, territoireId: string, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('mandatRemise')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('issue', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes the file that was just made: when, and of how many mandats. */
export async function noterFichier(
  db: Db,
  territoireId: string,
  id: string,
  { mandats, now }: { readonly mandats: number; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .updateTable('mandatRemise')
    .set({ fichierAt: now, mandats })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('issue', 'is', null)
    .execute();
}

/** Closes what was asked: the file was handed over, or no mandat is this person's. */
export async function clore(
  db: Db,
  territoireId: string,
  id: string,
  issue:
    | { readonly issue: 'remis'; readonly closeLe: Temporal.PlainDate; readonly canal: CanalRemise }
    | { readonly issue: 'aucun'; readonly closeLe: Temporal.PlainDate },
): Promise<void> {
  await db
    .updateTable('mandatRemise')
    .set(issue.issue === 'aucun' ? { ...issue, fichierAt: null, mandats: null } : issue)
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('issue', 'is', null)
    .execute();
}
