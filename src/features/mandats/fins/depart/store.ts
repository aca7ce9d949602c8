import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import { destructibleAt } from '../../rules.ts';

/** An agent who has left, and the mandats in force of which they are the mandataire. */
export type AgentParti = {
  readonly id: string;
  readonly agent: string;
  readonly dernierJour: Temporal.PlainDate;
  readonly mandats: number;
  /** Of those, how many name a substitute who is still here. */
  readonly suppleants: number;
};

/** The agents whose last day is past and who are still the mandataire of something in force, the first gone first. */
export async function agentsPartis(
  db: Db,
  territoireId: string,
  { now, today }: { readonly now: Temporal.Instant; readonly today: Temporal.PlainDate },
): Promise<AgentParti[]> {
  const rows = await db
    .selectFrom('agent')
    .innerJoin('mandat', (join) =>
      join.onRef('mandat.territoireId', '=', 'agent.territoireId').onRef('mandat.agentId', '=', 'agent.id'),
    )
    .leftJoin('agent as suppleant', (join) =>
      join.onRef('suppleant.territoireId', '=', 'mandat.territoireId').onRef('suppleant.id', '=', 'mandat.suppleantId'),
    )
    .select(['agent.id', 'agent.contratFin as dernierJour'])
    .select((eb) => [
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agent'),
      eb.fn.countAll<number>().as('mandats'),
      eb.fn.count<number>('suppleant.id').filterWhere('suppleant.contratFin', '>=', today).as('suppleants'),
    ])
    .where('agent.territoireId', '=', territoireId)
    .where('agent.contratFin', '<', today)
    .where('mandat.etat', '=', 'signe')
    .where('mandat.finPrevueAt', '>', now)
    .where(
      sql<boolean>`exists (select from mandat_demarche d where d.territoire_id = mandat.territoire_id
        and d.mandat_id = mandat.id and d.finie_at is null)`,
    )
    .groupBy(['agent.id', 'agent.contratFin', 'agent.prenom', 'agent.nom'])
    .orderBy('agent.contratFin')
    .orderBy('agent.id')
    .execute();
  return rows.map((row) => ({ ...row, mandats: Number(row.mandats), suppleants: Number(row.suppleants) }));
}

export type MandatFini = { readonly id: string; readonly suppleantId: string | null };

/** Ends at once all that is in force of which an agent is the mandataire; returns these mandats. */
export async function finirDepart(
  db: Db,
  territoireId: string,
  agentId: string,
  fin: { readonly at: Temporal.Instant; readonly compteId: string; readonly delaiTiersHeures: number },
): Promise<MandatFini[]> {
  const { at, compteId, delaiTiersHeures } = fin;
  const until = destructibleAt({ at, cause: 'depart_agent' }, delaiTiersHeures);
  const { rows } = await sql<MandatFini>`
    with finies as (
      update mandat_demarche d
      set finie_at = ${at}, fin_cause = 'depart_agent', fin_canal = 'equipe', finie_par = ${compteId},
        destructible_at = ${until}
      from mandat m
      where d.territoire_id = ${territoireId} and m.territoire_id = d.territoire_id and m.id = d.mandat_id
        and m.agent_id = ${agentId} and m.etat = 'signe' and m.fin_prevue_at > ${at} and d.finie_at is null
      returning m.id, m.suppleant_id
    )
    select distinct id, suppleant_id as "suppleantId" from finies order by id`.execute(db);
  return rows;
}
