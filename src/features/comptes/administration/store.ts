import { sql } from 'kysely';
import type { Role } from '../../../domain/compte.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { IDLE_HOURS } from '../../../platform/session.ts';

/** An account as the administration sees it. `facteurs` and `sessions` are counts. */
export type CompteGere = {
  readonly id: string;
  readonly nom: string;
  readonly courriel: string;
  readonly role: Role;
  readonly agentId: string | null;
  readonly structureId: string | null;
  /** The structure of a référent. */
  readonly structure: string | null;
  readonly fermeLe: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  /** Last sign-in, as long as the journal keeps identities; null when none is known. */
  readonly derniereConnexion: Temporal.Instant | null;
  /** Second factors proved by its mailbox. */
  readonly facteurs: number;
  /** Sessions open on this account. */
  readonly sessions: number;
};

function comptes(db: Db, territoireId: string, now: Temporal.Instant) {
  return db
    .selectFrom('compte')
    .leftJoin('structure', (join) =>
      join.onRef('structure.territoireId', '=', 'compte.territoireId').onRef('structure.id', '=', 'compte.structureId'),
    )
    .select(['compte.id', 'compte.nom', 'compte.courriel', 'compte.agentId', 'compte.structureId'])
    .select(['compte.fermeLe', 'compte.createdAt', 'structure.nom as structure'])
    .select((eb) => [
      eb.ref('compte.role').$castTo<Role>().as('role'),
      eb
        .selectFrom('journalIdentite')
        .select((q) => q.fn.max('journalIdentite.createdAt').as('at'))
        .whereRef('journalIdentite.territoireId', '=', 'compte.territoireId')
        .whereRef('journalIdentite.compteId', '=', 'compte.id')
        .as('derniereConnexion'),
      eb
        .selectFrom('facteur')
        .select((q) => q.fn.countAll<number>().as('count'))
        .whereRef('facteur.territoireId', '=', 'compte.territoireId')
        .whereRef('facteur.courriel', '=', 'compte.courriel')
        .where('facteur.prouveAt', 'is not', null)
        .$asScalar()
        .$notNull()
        .as('facteurs'),
      eb
        .selectFrom('session')
        .select((q) => q.fn.countAll<number>().as('count'))
        .whereRef('session.territoireId', '=', 'compte.territoireId')
        .whereRef('session.compteId', '=', 'compte.id')
        .where('session.niveau', '=', 'double')
        .where('session.expireAt', '>', now)
        .where('session.seenAt', '>', now.subtract({ hours: IDLE_HOURS }))
        .$asScalar()
        .$notNull()
        .as('sessions'),
    ])
    .where('compte.territoireId', '=', territoireId)
    .where('compte.effaceLe', 'is', null)
    .orderBy('compte.nom')
    .orderBy('compte.role');
}

/** Every account of the territoire that still has a name, open or closed, in the order of names. */
export async function allComptes(db: Db, territoireId: string, now: Temporal.Instant): Promise<CompteGere[]> {
  return comptes(db, territoireId, now).execute();
}

export async function findCompteGere(
  db: Db,
  territoireId: string,
  id: string,
  now: Temporal.Instant,
): Promise<CompteGere | undefined> {
  return comptes(db, territoireId, now).where('compte.id', '=', id).executeTakeFirst();
}

/** All the accounts of a mailbox, closed ones included: the casquettes of one person. */
export async function casquettesDe(
  db: Db,
  territoireId: string,
  courriel: string,
  now: Temporal.Instant,
): Promise<CompteGere[]> {
  return comptes(db, territoireId, now).where('compte.courriel', '=', courriel).execute();
}

/**
 * The open accounts of administrateur, held until the end of the transaction: of two that would close each other, the
 * second counts again once the first is done.
 */
export async function holdAdministrateurs(
  db: Db,
  territoireId: string,
): Promise<{ id: string; courriel: string; nom: string }[]> {
  return db
    .selectFrom('compte')
    .select(['id', 'courriel', 'nom'])
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'administrateur')
    .where('fermeLe', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function countAdministrateurs(db: Db, territoireId: string): Promise<number> {
  const { count } = await db
    .selectFrom('compte')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'administrateur')
    .where('fermeLe', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Opens an account for somebody, or the same one again when it was closed; undefined when it is open already. */
export async function inviter(
  db: Db,
  territoireId: string,
  { nom, courriel, role }: { readonly nom: string; readonly courriel: string; readonly role: Role },
): Promise<{ id: string } | undefined> {
  return db
    .insertInto('compte')
    .values({ territoireId, id: uuidv7(), courriel, nom, role })
    .onConflict((conflict) =>
      conflict
        .constraint('compte_casquette_unique')
        .doUpdateSet({ nom, fermeLe: null })
        .where('compte.fermeLe', 'is not', null),
    )
    .returning('id')
    .executeTakeFirst();
}

/** Closes an account: it signs in no more, its sessions and links end at once. Its traces stay. */
export async function fermer(db: Db, territoireId: string, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('compte')
    .set({ fermeLe: now })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .where('fermeLe', 'is', null)
    .execute();
  await endSessions(db, territoireId, [id]);
}

/** Ends the sessions of accounts, half open ones included, the links that would open others, and their calendars. */
export async function endSessions(db: Db, territoireId: string, compteIds: readonly string[]): Promise<void> {
  if (compteIds.length === 0) return;
  for (const table of ['session', 'lienConnexion', 'calendrierFlux'] as const) {
    await db.deleteFrom(table).where('territoireId', '=', territoireId).where('compteId', 'in', compteIds).execute();
  }
}

/** Closes the accounts of an agent, and ends their sessions and links. Other casquettes of the same mailbox stay open. */
export async function fermerComptesAgent(
  db: Db,
  territoireId: string,
  agentId: string,
  now: Temporal.Instant,
): Promise<void> {
  const closed = await db
    .updateTable('compte')
    .set({ fermeLe: now })
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('fermeLe', 'is', null)
    .returning('id')
    .execute();
  await endSessions(
    db,
    territoireId,
    closed.map(({ id }) => id),
  );
}

/**
 * Closes the accounts of agents whose contract is over on `today`, and ends their sessions. Idempotent. A session is refused
 * from that day on in any case; closing says so in lists. Returns how many were closed.
 */
export async function fermerComptesEchus(
  db: Db,
  territoireId: string,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<number> {
  const closed = await db
    .updateTable('compte')
    .set({ fermeLe: now })
    .where('territoireId', '=', territoireId)
    .where('fermeLe', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('agent')
          .select(sql`1`.as('un'))
          .whereRef('agent.territoireId', '=', 'compte.territoireId')
          .whereRef('agent.id', '=', 'compte.agentId')
          .where('agent.contratFin', '<', today),
      ),
    )
    .returning('id')
    .execute();
  await endSessions(
    db,
    territoireId,
    closed.map(({ id }) => id),
  );
  return closed.length;
}
