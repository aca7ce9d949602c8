import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { MotifDepart } from './rules.ts';

type Jour = Temporal.PlainDate;

/** The last day on which an agent noted help; null without any. */
export async function derniereAideDe(db: Db, territoireId: string, agentId: string): Promise<Jour | null> {
  const row = await db
    .selectFrom('accompagnement')
    .select((q) => q.fn.max('jour').as('jour'))
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .executeTakeFirst();
  return row?.jour ?? null;
}

/** How many séances wait at a place, and the first of them. */
export type LieuAPourvoir = { readonly lieu: string; readonly seances: number; readonly premiere: Jour };

/** The séances planned for an agent after `apres`, from `today` on, place by place. */
export async function seancesApresDepart(
  db: Db,
  territoireId: string,
  agentId: string,
  { apres, today }: { readonly apres: Jour; readonly today: Jour },
): Promise<LieuAPourvoir[]> {
  const { rows } = await sql<LieuAPourvoir>`
    select coalesce(l.nom || ' (' || c.nom || ')', s.endroit) as lieu, count(*) as seances, min(s.jour) as premiere
    from seance s
      left join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
      left join commune c on c.code_insee = l.code_insee
    where s.territoire_id = ${territoireId} and s.agent_id = ${agentId}::uuid and s.statut = 'prevue'
      and s.jour > ${apres}::date and s.jour >= ${today}::date
    group by 1 order by 3, 1`.execute(db);
  return rows;
}

/** Brings the contract of an agent to its last day, and keeps the end that it had. False when a departure is recorded already. */
export async function saveDepart(
  db: Db,
  territoireId: string,
  agentId: string,
  { jour, motif }: { readonly jour: Jour; readonly motif: MotifDepart | null },
): Promise<boolean> {
  const saved = await db
    .updateTable('agent')
    .set({ departFinPrevue: sql`contrat_fin`, departMotif: motif, contratFin: jour, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', agentId)
    .where('departFinPrevue', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return saved !== undefined;
}

/** Gives a contract the end that it had before the departure. */
export async function undoDepart(db: Db, territoireId: string, agentId: string): Promise<void> {
  await db
    .updateTable('agent')
    .set({ contratFin: sql`depart_fin_prevue`, departFinPrevue: null, departMotif: null, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', agentId)
    .where('departFinPrevue', 'is not', null)
    .execute();
}
