import { sql } from 'kysely';
import type { Role } from '../../../domain/compte.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Mois } from '../activite/store.ts';
import type { PartieReleve } from '../rules.ts';

export type Destinataire = {
  readonly id: string;
  readonly nom: string;
  readonly courriel: string;
  readonly role: Extract<Role, 'agent' | 'equipe' | 'referent'>;
  readonly agentId: string | null;
  readonly structureId: string | null;
};

/** The open accounts that relevés concern; of the agents, those under contract that day. */
export async function destinataires(db: Db, territoireId: string, today: Temporal.PlainDate): Promise<Destinataire[]> {
  return db
    .selectFrom('compte')
    .leftJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'compte.territoireId').onRef('agent.id', '=', 'compte.agentId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.courriel', 'compte.agentId', 'compte.structureId'])
    .select(sql<Destinataire['role']>`compte.role`.as('role'))
    .where('compte.territoireId', '=', territoireId)
    .where('compte.role', 'in', ['agent', 'equipe', 'referent'])
    .where('compte.fermeLe', 'is', null)
    .where((or) => or.or([or('agent.id', 'is', null), or('agent.contratFin', '>=', today)]))
    .orderBy('compte.nom')
    .orderBy('compte.id')
    .execute();
}

export type Relance = Mois & { readonly numero: number; readonly partie: PartieReleve; readonly rang: number };

/** Rows of one insertion: PostgreSQL takes so many parameters, no more. */
const LOT = 1000;

/** Notes reminders as sent, and returns those that had not been. */
export async function noterRelances(
  db: Db,
  territoireId: string,
  relances: readonly Relance[],
): Promise<readonly Relance[]> {
  if (relances.length === 0) return [];
  if (relances.length > LOT) {
    const first = await noterRelances(db, territoireId, relances.slice(0, LOT));
    return [...first, ...(await noterRelances(db, territoireId, relances.slice(LOT)))];
  }
  return db
    .insertInto('releveRelance')
    .values(relances.map((one) => ({ territoireId, id: uuidv7(), ...one })))
    .onConflict((conflict) => conflict.constraint('releve_relance_unique').doNothing())
    .returning(['conventionId', 'mois', 'numero', 'rang', sql<PartieReleve>`partie`.as('partie')])
    .execute();
}
