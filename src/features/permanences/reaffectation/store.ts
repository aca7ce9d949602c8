import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { SeancePrevue } from '../rules.ts';
import { type Conflit, unlessTaken } from '../seances/store.ts';

type Date = Temporal.PlainDate;

/** A planned séance that its agent will not hold: the contract is over by then. */
export type SeanceAReaffecter = {
  readonly id: string;
  readonly permanenceId: string | null;
  readonly jour: Date;
  readonly heureDebut: Temporal.PlainTime;
  readonly heureFin: Temporal.PlainTime;
  readonly endroit: string;
  readonly commune: string | null;
  readonly agentId: string;
  readonly agentNom: string;
  /** Last day of that agent. */
  readonly contratFin: Date;
};

function selectAReaffecter(db: Db, territoireId: string, today: Date) {
  return db
    .selectFrom('seance')
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .where('seance.territoireId', '=', territoireId)
    .where('seance.statut', '=', 'prevue')
    .where('seance.jour', '>=', today)
    .whereRef('seance.jour', '>', 'agent.contratFin')
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`);
}

/** Every séance to come that nobody holds any more, in order. */
export async function seancesAReaffecter(db: Db, territoireId: string, today: Date): Promise<SeanceAReaffecter[]> {
  return selectAReaffecter(db, territoireId, today)
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .leftJoin('commune', 'commune.codeInsee', 'lieu.codeInsee')
    .select(['seance.id', 'seance.permanenceId', 'seance.jour', 'seance.heureDebut', 'seance.heureFin'])
    .select(['seance.agentId', 'agent.contratFin', 'commune.nom as commune'])
    .select([
      sql<string>`coalesce(lieu.nom, seance.endroit, '')`.as('endroit'),
      sql<string>`agent.prenom || ' ' || agent.nom`.as('agentNom'),
    ])
    .orderBy('seance.jour')
    .orderBy('seance.heureDebut')
    .orderBy('seance.id')
    .execute();
}

export type ResteAReaffecter = { readonly seances: number; readonly agents: number; readonly premiere: Date | null };

/** How many séances wait for another agent, of how many agents, and which comes first. */
export async function resteAReaffecter(db: Db, territoireId: string, today: Date): Promise<ResteAReaffecter> {
  return selectAReaffecter(db, territoireId, today)
    .select(({ fn }) => [
      fn.countAll<number>().as('seances'),
      fn.count<number>('seance.agentId').distinct().as('agents'),
      fn.min('seance.jour').$castTo<Date | null>().as('premiere'),
    ])
    .executeTakeFirstOrThrow();
}

/** What every agent already holds on these days. */
export async function prevuesCesJours(
  db: Db,
  territoireId: string,
  jours: readonly Date[],
): Promise<ReadonlyMap<string, readonly SeancePrevue[]>> {
  if (jours.length === 0) return new Map();
  const rows = await db
    .selectFrom('seance')
    .select(['id', 'agentId', 'lieuId', 'jour as date', 'heureDebut', 'heureFin'])
    .where('territoireId', '=', territoireId)
    .where('statut', '=', 'prevue')
    .where('jour', 'in', jours)
    .orderBy('jour')
    .execute();
  return Map.groupBy(rows, ({ agentId }) => agentId);
}

/** The exceptions of a séance once that agent holds it: another one than its series says, or the same again. */
function exceptionsAvec(agentId: string) {
  return sql<string[]>`case
    when permanence_id is null then exceptions
    when exists (select from permanence p where p.territoire_id = seance.territoire_id and p.id = seance.permanence_id
      and p.agent_id = ${agentId}::uuid) then array_remove(exceptions, 'agent')
    else array_append(array_remove(exceptions, 'agent'), 'agent') end`;
}

/** Hands one séance to another agent, unless something else has taken that agent's hour meanwhile. */
export async function confierSeance(
  db: Db,
  territoireId: string,
  { id, agentId }: { readonly id: string; readonly agentId: string },
): Promise<{ value: unknown } | { conflit: Conflit }> {
  return unlessTaken(db, () =>
    db
      .updateTable('seance')
      .set({ agentId, exceptions: exceptionsAvec(agentId), absenceId: null })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .where('statut', '=', 'prevue')
      .execute(),
  );
}

/**
 * Hands séances of a permanence to another agent, all or none; those where help has just been noted stay. `pourDeBon`: the
 * permanence itself too, so that the séances added later are that agent's. Returns how many planned ones changed hands.
 */
export async function confierPermanence(
  db: Db,
  territoireId: string,
  change: {
    readonly id: string;
    readonly agentId: string;
    readonly seanceIds: readonly string[];
    readonly pourDeBon: boolean;
  },
): Promise<{ value: number } | { conflit: Conflit }> {
  const { id, agentId, seanceIds, pourDeBon } = change;
  return unlessTaken(db, async () => {
    if (pourDeBon) {
      await db
        .updateTable('permanence')
        .set({ agentId })
        .where('territoireId', '=', territoireId)
        .where('id', '=', id)
        .execute();
    }
    const moved = await db
      .updateTable('seance')
      .set({ agentId, exceptions: exceptionsAvec(agentId) })
      .where('territoireId', '=', territoireId)
      .where('permanenceId', '=', id)
      .where('id', 'in', seanceIds)
      .where(sql<boolean>`not exists (select from accompagnement a
        where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
      .returning('statut')
      .execute();
    return moved.filter(({ statut }) => statut === 'prevue').length;
  });
}
